import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { createSignatureSync } from "http-message-sig";
import { describe, expect, test } from "vitest";
import { contentDigest } from "./message-descriptor.ts";
import { signRequest, verifyRequest } from "./signed-request.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const AT = Date.UTC(2026, 5, 1);
const body = Buffer.from("a sealed message");
const request = {
  method: "POST",
  url: "https://localhost:8443/exchange/messages",
  body,
  contentType: "application/jose",
  recipient: "wfp",
};
const signed = (at = AT) => signRequest(request, { key: privateKey, keyId: "iom-key" }, at);
const verified = (
  change: {
    headers?: Record<string, string>;
    body?: Uint8Array;
    url?: string;
    method?: string;
    self?: string;
    at?: number;
  },
  headers: Record<string, string>,
) =>
  verifyRequest(
    {
      method: change.method ?? "POST",
      url: change.url ?? request.url,
      headers: { ...headers, ...change.headers },
      body: change.body ?? body,
    },
    {
      self: change.self ?? "wfp",
      at: change.at ?? AT,
      keyOf: async (id) => (id === "iom-key" ? publicKey : undefined),
    },
  );

describe("a signed request", () => {
  test("verifies, and says whose key signed it", async () => {
    expect(await verified({}, await signed())).toMatchObject({ keyId: "iom-key", created: AT / 1000 });
  });

  test.each([
    ["another body", { body: Buffer.from("another message") }, "transport.digest_mismatch"],
    ["another path", { url: "https://localhost:8443/agreements" }, "transport.signature_invalid"],
    ["another method", { method: "PUT" }, "transport.signature_invalid"],
    ["another recipient named", { headers: { "accord-recipient": "unicef" } }, "transport.signature_invalid"],
    ["a node that it is not for", { self: "unicef" }, "transport.misdirected"],
    ["a clock ten minutes ahead", { at: AT + 600_000 }, "transport.clock_skew"],
    ["a clock ten minutes behind", { at: AT - 600_000 }, "transport.clock_skew"],
  ])("is refused with %s", async (_, change, code) => {
    await expect(verified(change, await signed())).rejects.toMatchObject({ code });
  });

  test("is refused where its key is no partner's", async () => {
    const headers = await signRequest(request, { key: privateKey, keyId: "stranger" }, AT);
    await expect(verified({}, headers)).rejects.toMatchObject({ code: "transport.unknown_partner" });
  });

  test("is refused where any byte of the signature is another", async () => {
    const headers = await signed();
    await fc.assert(
      fc.asyncProperty(fc.nat(63), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const [, encoded = ""] = /:(.*):/.exec(headers.signature ?? "") ?? [];
        const bytes = Buffer.from(encoded, "base64");
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const forged = { signature: `accord=:${bytes.toString("base64")}:` };
        await expect(verified({ headers: forged }, headers)).rejects.toMatchObject({
          code: "transport.signature_invalid",
        });
      }),
      { numRuns: 40 },
    );
  });
});

test("the library signs as RFC 9421 appendix B.2.6 does", () => {
  const key = createPrivateKey(
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n",
  );
  const fields = {
    date: "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
  };
  const { signature } = createSignatureSync(
    {
      kind: "request",
      method: "POST",
      targetUri: "https://example.com/foo?param=Value&Pet=dog",
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    {
      label: "sig-b26",
      components: ["date", "@method", "@path", "@authority", "content-type", "content-length"],
      parameters: { created: 1618884473, keyid: "test-key-ed25519" },
      signer: { algorithm: "ed25519", sign: (data) => sign(null, data, key) },
    },
  );
  expect(signature).toBe(
    "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
  );
});

test("a content digest is that of RFC 9530 section 2", () => {
  expect(contentDigest(Buffer.from('{"hello": "world"}\n'))).toBe(
    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
  );
});
