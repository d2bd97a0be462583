import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OverlapError } from "../errors.ts";
import { expandMessage } from "./expand-message.ts";
import { hashToGroup, multiply, scalarOf } from "./ristretto255.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");
const uniform = fc.uint8Array({ minLength: 64, maxLength: 64 });

describe("the group", () => {
  test("expands messages as RFC 9380, appendix K.3, says", () => {
    const domain = Buffer.from("QUUX-V01-CS02-with-expander-SHA512-256");
    // The appendix's vectors are for 32 and 128 bytes; b_1 of a 64-byte expansion differs by its length alone.
    expect(hex(expandMessage(Buffer.from("abc"), domain))).toBe(
      hex(nobleExpansion(Buffer.from("abc"), domain)),
    );
  });

  test("hashes to the same element as another implementation of RFC 9497", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const domain = Buffer.from("HashToGroup-OPRFV1-\0-ristretto255-SHA512");
        const other = ristretto255_hasher.hashToCurve(message, { DST: domain });
        expect(hex(hashToGroup(message, domain))).toBe(hex(other.toBytes()));
      }),
      { numRuns: 30 },
    );
  });

  test("blinds as RFC 9497, appendix A.1.1.1, says", () => {
    // OPRF(ristretto255, SHA-512), mode 0: Input 00 and its Blind give this BlindedElement.
    const blind = bytes("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706");
    const domain = Buffer.concat([Buffer.from("HashToGroup-OPRFV1-\0-ristretto255-SHA512")]);
    const scalar = scalarOf(Buffer.concat([blind, Buffer.alloc(32)]));
    expect(hex(multiply(scalar, hashToGroup(bytes("00"), domain)))).toBe(
      "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
    );
  });

  test("multiplies in either order to the same element", () => {
    fc.assert(
      fc.property(uniform, uniform, fc.uint8Array(), (one, other, message) => {
        const [a, b] = [scalarOf(one), scalarOf(other)];
        const element = hashToGroup(message, Buffer.from("test"));
        expect(multiply(a, multiply(b, element))).toEqual(multiply(b, multiply(a, element)));
      }),
      { numRuns: 20 },
    );
  });

  test("refuses what is no canonical encoding of an element, and the identity", () => {
    const scalar = scalarOf(Buffer.alloc(64, 7));
    // RFC 9496, appendix A.2: non-canonical field elements, negative ones, non-square x^2, and others that do not decode.
    const invalid = [
      "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000000",
    ];
    for (const encoding of invalid) {
      expect(() => multiply(scalar, bytes(encoding)), encoding).toThrow(OverlapError);
    }
    expect(() => multiply(scalar, new Uint8Array(31))).toThrow("no element");
    expect(multiply(scalar, ristretto255.Point.BASE.toBytes())).toHaveLength(32);
  });

  test("has no scalar nought", () => {
    expect(() => scalarOf(new Uint8Array(64))).toThrow("nought");
    expect(() => scalarOf(new Uint8Array(32))).toThrow("64 bytes");
  });
});

function nobleExpansion(message: Uint8Array, domain: Uint8Array): Uint8Array {
  return expand_message_xmd(message, domain, 64, sha512);
}
