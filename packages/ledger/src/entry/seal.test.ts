import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AT, arbitraryEntry, disclosure } from "../../test/arbitrary-entry.ts";
import { LedgerError } from "../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { commitTo } from "./commitment.ts";
import { ENTRY_KINDS, type LedgerEntry } from "./entry.ts";
import { MAXIMUM_ENTRY_BYTES, NO_PREVIOUS, openEntry, sealEntry } from "./seal.ts";

const PREVIOUS = leafHash(Buffer.from("the entry before"));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

describe("an entry's bytes", () => {
  test("are read back to the same entry and the same hash of the one before", () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        const opened = openEntry(sealEntry(entry, PREVIOUS));
        expect({ ...opened.entry }).toEqual(JSON.parse(JSON.stringify(entry)));
        expect(opened.previous).toEqual(PREVIOUS);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("do not depend on the order in which fields were written", () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        const reversed = Object.fromEntries(Object.entries(entry).reverse()) as unknown as LedgerEntry;
        expect(sealEntry(reversed, PREVIOUS)).toEqual(sealEntry(entry, PREVIOUS));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("are refused in any other form that JSON would read as the same", () => {
    const canonical = text(sealEntry(disclosure(), NO_PREVIOUS));
    const others = [
      canonical.replace('"persons":2', '"persons":2.0'),
      canonical.replace('"persons":2', '"persons":1,"persons":2'),
      canonical.replace(",", ", "),
      `${canonical}\n`,
      `\ufeff${canonical}`,
      canonical.replace('"m1"', '"\\u006d1"'),
      canonical.replace('"format":1', '"format":2'),
    ];
    for (const other of others) {
      expect(other).not.toBe(canonical);
      expect(() => openEntry(Buffer.from(other))).toThrow(LedgerError);
    }
  });

  test("fit the 16-bit length of an entry bundle even with every list at its limit", () => {
    const clauses = Array.from({ length: 200 }, (_, index) => `c${index}`.padEnd(64, "x"));
    const counts = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `person.a${index}`.padEnd(70, "x"),
        Number.MAX_SAFE_INTEGER,
      ]),
    );
    expect(sealEntry(disclosure({ clauses, counts }), PREVIOUS).length).toBeLessThanOrEqual(
      MAXIMUM_ENTRY_BYTES,
    );
  });

  test("are refused where they would not fit it", () => {
    const longNames = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `${"p".repeat(32)}.${`a${index}`.padEnd(64, "x")}`,
        Number.MAX_SAFE_INTEGER,
      ]),
    );
    const clauses = Array.from({ length: 200 }, (_, index) => `c${index}`.padEnd(64, "x"));
    const large = disclosure({ clauses, counts: longNames, withheld: longNames, bytes: longNames });
    expect(() => sealEntry(large, PREVIOUS)).toThrow(/at most 65535 bytes/);
  });
});

const name = "Nyandeng Gatluak";

describe("an entry's shape", () => {
  const subjects = { count: 1, nonce: "c".repeat(32), root: "d".repeat(64) };
  const accessed = { kind: "access", at: AT, action: "person.open", outcome: "allowed", persons: 1 };
  const refused: readonly [string, object][] = [
    ["a name where a clause belongs", { ...disclosure(), clauses: [name] }],
    ["a phone number where a clause belongs", { ...disclosure(), clauses: ["211912345678"] }],
    ["a name where a purpose belongs", { ...disclosure(), purpose: name }],
    ["a name as an attribute", { ...disclosure(), counts: { [name]: 1 } }],
    ["a value where a count belongs", { ...disclosure(), counts: { "person.name": name } }],
    ["a card number as a reference", { ...disclosure(), reference: "SS-0012345678" }],
    ["a field of its own", { ...disclosure(), [name]: 1 }],
    ["an inherited name as a field", { ...disclosure(), toString: "x" }],
    ["an unknown kind", { kind: "constructor", at: "2026-01-31T08:00:00.000Z" }],
    ["a day that is not", { ...disclosure(), at: "2026-02-30T08:00:00.000Z" }],
    ["a negative count", { ...disclosure(), persons: -1 }],
    ["a fraction", { ...disclosure(), persons: 1.5 }],
    ["a digest in capitals", { ...disclosure(), commitment: "B".repeat(64) }],
    ["no commitment", { ...disclosure(), commitment: undefined }],
    ["a name as a stated purpose", { ...accessed, purpose: name }],
    ["a name as a role", { ...accessed, role: name }],
    ["an e-mail address as an account", { ...accessed, staff: "nyandeng@example.org" }],
    ["a person's number as the subject", { ...accessed, subjects: { id: "211912345678" } }],
    ["a subject's tag with more beside it", { ...accessed, subjects: { ...subjects, name } }],
    ["no subject where one is spoken of", { ...accessed, subjects: { ...subjects, count: 0 } }],
    ["an authority's own words", { kind: "demand", at: AT, event: "recorded", authority: `Police, ${name}` }],
    ["the same clause twice", { ...disclosure(), clauses: ["m1", "m1"] }],
  ];

  test.each(refused)("refuses %s, and its error repeats no value", (_, entry) => {
    let thrown: unknown;
    try {
      sealEntry(entry as LedgerEntry, NO_PREVIOUS);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LedgerError);
    expect((thrown as LedgerError).code).toBe("ledger.entry_malformed");
    expect(JSON.stringify(thrown)).not.toMatch(/Nyandeng|2119|00123/);
  });
});

describe("every kind of entry", () => {
  test.each(Object.entries(ENTRY_KINDS))("%s says what each of its fields is", (_, kind) => {
    for (const field of Object.values({ ...kind.required, ...kind.optional })) {
      expect(field.says).toMatch(/^\S.*[^.]$/);
      expect(field.form).not.toBe("");
      for (const text of [name, "+211 912 345 678", "1984-05-06", "", "\n"]) {
        expect(field.accepts(text)).toBe(false);
      }
    }
  });
});

describe("a commitment", () => {
  test("is the HMAC-SHA-256 that OpenSSL gives", () => {
    // printf 'batch' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0000…00 (32 bytes)
    expect(commitTo(Buffer.from("batch"), new Uint8Array(32))).toBe(
      "b2d69845a4d8e5dd19814d74c5b9a77e191035dec294bc885ce2a2f07517e787",
    );
  });

  test("needs a salt of 32 bytes", () => {
    expect(() => commitTo(Buffer.from("batch"), new Uint8Array(16))).toThrow(LedgerError);
  });
});
