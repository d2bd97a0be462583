import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { draft, fixedKey, iomKey, keys, wfpKey } from "../../test/fixtures.ts";
import type { Agreement } from "../schema/agreement.ts";
import { P256Key, type Signatory, type SignatoryKey } from "../schema/signatory.ts";
import { thumbprint } from "../schema/thumbprint.ts";
import { publicSigningKey } from "./key.ts";
import { addSignature, mergeSignatures, signAgreement, signatureRequest } from "./sign-agreement.ts";
import type { JwsSignature, SignedAgreement } from "./signed.ts";
import { signatureState, verifyAgreement } from "./verify-agreement.ts";

const coded = (code: string) => expect.objectContaining({ code });
const ORIGIN = "https://console.iom.example";
const RELYING_PARTY = "iom.example";
const at = "2026-01-01T08:00:00Z";

const director = generateKeyPairSync("ec", { namedCurve: "P-256" });
const officer = fixedKey(21);

function p256(key: KeyObject): P256Key {
  const { x, y } = key.export({ format: "jwk" });
  const members = { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" } as const;
  return P256Key.parse({ ...members, kid: thumbprint(members) });
}

const passkey: Signatory = {
  id: "director",
  office: "Country director",
  kind: "passkey",
  key: p256(director.publicKey),
  credentialId: "Y3JlZGVudGlhbA",
  relyingParty: RELYING_PARTY,
  origins: [ORIGIN],
};
const hardware: Signatory = {
  id: "protection",
  office: "Data-protection officer",
  kind: "hardware",
  key: publicSigningKey(officer),
};

const [iom, wfp] = draft().parties;
const agreement: Agreement = draft({
  parties: [{ ...iom, signing: { required: 2, signatories: [passkey, hardware] } }, wfp],
});
const pinned: SignatoryKey[] = [passkey.key, hardware.key];

/** What an authenticator does (Web Authentication Level 3, section 6.3.3), with whatever of it a test gets wrong. */
function assertion(
  challenge: string,
  wrong: { origin?: string; type?: string; flags?: number; relyingParty?: string; key?: KeyObject } = {},
): Pick<JwsSignature, "signature" | "webauthn"> {
  const clientDataJSON = Buffer.from(
    JSON.stringify({
      type: wrong.type ?? "webauthn.get",
      challenge,
      origin: wrong.origin ?? ORIGIN,
      crossOrigin: false,
    }),
  );
  const relyingParty = createHash("sha256")
    .update(wrong.relyingParty ?? RELYING_PARTY)
    .digest();
  const authenticatorData = Buffer.concat([relyingParty, Buffer.from([wrong.flags ?? 0x05, 0, 0, 0, 9])]);
  const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientDataJSON).digest()]);
  return {
    signature: sign("sha256", signed, wrong.key ?? director.privateKey).toString("base64url"),
    webauthn: {
      authenticatorData: authenticatorData.toString("base64url"),
      clientDataJSON: clientDataJSON.toString("base64url"),
    },
  };
}

const byPasskey = (document: Agreement | SignedAgreement, wrong = {}) => {
  const request = signatureRequest(document, { party: "iom", kid: passkey.key.kid, at });
  return addSignature(document, { protected: request.protected, ...assertion(request.challenge, wrong) });
};
const byOfficer = (document: Agreement | SignedAgreement) =>
  signAgreement(document, { party: "iom", privateKey: officer, at: "2026-01-01T09:00:00Z" });
const byWfp = (document: Agreement | SignedAgreement) =>
  signAgreement(document, { party: "wfp", privateKey: wfpKey, at });

let whole: SignedAgreement;
beforeAll(async () => {
  whole = await byWfp(await byOfficer(await byPasskey(agreement)));
});

describe("a party that two signatories sign for", () => {
  it("has signed when both did, the one with a passkey and the other with a token", async () => {
    const { signatures } = await verifyAgreement(whole, { keys, signatories: { iom: pinned } });
    expect(signatures.map(({ party, signatory, kind }) => [party, signatory, kind])).toEqual([
      ["iom", "director", "passkey"],
      ["iom", "protection", "hardware"],
      ["wfp", undefined, "node"],
    ]);
    expect(signatureState(whole).parties[0]).toMatchObject({
      required: 2,
      signedAt: "2026-01-01T09:00:00.000Z",
    });
  });

  it("has not signed with one of them, nor with one twice", async () => {
    const one = await byWfp(await byPasskey(agreement));
    await expect(verifyAgreement(one, { keys, signatories: { iom: pinned } })).rejects.toThrow(
      coded("agreement.signature_missing"),
    );
    expect(signatureState(one).parties[0]).toMatchObject({ signedAt: undefined });
    await expect(byPasskey(one)).rejects.toThrow(coded("agreement.already_signed"));
    const twice = { ...one, signatures: [...one.signatures, one.signatures[0] as JwsSignature] };
    await expect(verifyAgreement(twice, { keys, signatories: { iom: pinned } })).rejects.toThrow(
      coded("agreement.signature_duplicate"),
    );
  });

  it("does not sign with its node's key, which nobody holds in hand", async () => {
    await expect(signAgreement(agreement, { party: "iom", privateKey: iomKey, at })).rejects.toThrow(
      coded("agreement.wrong_key"),
    );
  });

  it("has signed only with keys that are pinned here, whatever the document names", async () => {
    for (const known of [[], [passkey.key], [hardware.key]]) {
      await expect(verifyAgreement(whole, { keys, signatories: { iom: known } })).rejects.toThrow(
        coded("agreement.key_unknown"),
      );
    }
    await expect(verifyAgreement(whole, { keys, signatories: { wfp: pinned } })).rejects.toThrow(
      coded("agreement.key_unknown"),
    );
  });

  it("has its signatures joined in whatever order they came", async () => {
    const [a, b] = [await byPasskey(agreement), await byWfp(await byOfficer(agreement))];
    for (const merged of [mergeSignatures(a, b), mergeSignatures(b, a), mergeSignatures(whole, b)]) {
      expect(merged.signatures).toHaveLength(3);
      await verifyAgreement(merged, { keys, signatories: { iom: pinned } });
    }
    const other = await byWfp(draft());
    expect(() => mergeSignatures(a, other)).toThrow(coded("agreement.signature_malformed"));
  });
});

describe("a passkey's signature", () => {
  it.each([
    ["of another page", { origin: "https://iom.example.org" }],
    ["of a registration", { type: "webauthn.create" }],
    ["without the user verified", { flags: 0x01 }],
    ["without the user present", { flags: 0x04 }],
    ["for another relying party", { relyingParty: "wfp.example" }],
    ["of another key", { key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }],
  ])("%s is refused", async (_, wrong) => {
    await expect(byPasskey(agreement, wrong)).rejects.toThrow(coded("agreement.signature_invalid"));
  });

  it("over another text, at another time or without its assertion is refused", async () => {
    const request = signatureRequest(agreement, { party: "iom", kid: passkey.key.kid, at });
    const made = assertion(request.challenge);
    const later = signatureRequest(agreement, {
      party: "iom",
      kid: passkey.key.kid,
      at: "2026-02-01T08:00:00Z",
    });
    const other: Agreement = { ...agreement, title: "Another" };
    for (const [document, header, parts] of [
      [other, request.protected, made],
      [agreement, later.protected, made],
      [agreement, request.protected, { signature: made.signature }],
    ] as const) {
      await expect(addSignature(document, { protected: header, ...parts })).rejects.toThrow(
        coded("agreement.signature_invalid"),
      );
    }
  });

  it("does not stand for a token's, nor a token's for a passkey's", async () => {
    const request = signatureRequest(agreement, { party: "iom", kid: passkey.key.kid, at });
    const header = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(request.protected, "base64url").toString()), alg: "ES256" }),
    ).toString("base64url");
    const input = `${header}.${request.signingInput.split(".")[1]}`;
    const signature = sign("sha256", Buffer.from(input), {
      key: director.privateKey,
      dsaEncoding: "ieee-p1363",
    }).toString("base64url");
    await expect(addSignature(agreement, { protected: header, signature })).rejects.toThrow(
      coded("agreement.signature_invalid"),
    );
  });

  it("of a P-256 token verifies as ES256", async () => {
    const token: Signatory = { ...hardware, key: p256(director.publicKey) };
    const signedByToken = draft({
      parties: [{ ...iom, signing: { required: 1, signatories: [token] } }, wfp],
    });
    const request = signatureRequest(signedByToken, { party: "iom", kid: token.key.kid, at });
    const signature = sign("sha256", Buffer.from(request.signingInput), {
      key: director.privateKey,
      dsaEncoding: "ieee-p1363",
    }).toString("base64url");
    const half = await addSignature(signedByToken, { protected: request.protected, signature });
    const both = await byWfp(half);
    await verifyAgreement(both, { keys, signatories: { iom: [token.key] } });
  });
});
