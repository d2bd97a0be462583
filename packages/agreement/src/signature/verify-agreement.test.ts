import { generalVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { draft, iomKey, keys, strangerKey, terms, wfpKey } from "../../test/fixtures.ts";
import { canonicalBytes } from "../canonical.ts";
import { draftAgreement } from "../draft.ts";
import { signBytes } from "./jws.ts";
import { publicSigningKey } from "./key.ts";
import { AGREEMENT_TYP, signAgreement } from "./sign-agreement.ts";
import type { SignedAgreement } from "./signed.ts";
import { isVerified, signatureState, verifyAgreement } from "./verify-agreement.ts";

const agreement = draft();
const coded = (code: string) => expect.objectContaining({ code });
const byIom = { party: "iom", privateKey: iomKey, at: "2026-01-01T08:00:00Z" };
const byWfp = { party: "wfp", privateKey: wfpKey, at: "2026-01-02T08:00:00Z" };
let half: SignedAgreement;
let signed: SignedAgreement;

beforeAll(async () => {
  half = await signAgreement(agreement, byIom);
  signed = await signAgreement(half, byWfp);
});

const verify = (document: unknown) => verifyAgreement(document, { keys });
const signatureOf = (index: number) => signed.signatures[index] as SignedAgreement["signatures"][number];

describe("an agreement that both parties signed", () => {
  it("verifies, in whichever order they signed", async () => {
    const other = await signAgreement(await signAgreement(agreement, byWfp), byIom);
    for (const document of [signed, other]) {
      const verified = await verify(document);
      expect(verified.agreement).toEqual(agreement);
      expect(verified.signatures.map(({ party, signedAt }) => [party, signedAt])).toEqual([
        ["iom", "2026-01-01T08:00:00.000Z"],
        ["wfp", "2026-01-02T08:00:00.000Z"],
      ]);
      expect(isVerified(verified)).toBe(true);
      expect(isVerified({ ...verified })).toBe(false);
    }
  });

  it("cannot be changed after it is verified", async () => {
    const { agreement: held } = await verify(signed);
    expect(() => held.clauses.pop()).toThrow(TypeError);
  });

  it("says who has signed and who has not, without claiming that it verified", () => {
    expect(signatureState(half).parties.map(({ party, signedAt }) => ({ party, signedAt }))).toEqual([
      { party: "iom", signedAt: "2026-01-01T08:00:00.000Z" },
      { party: "wfp", signedAt: undefined },
    ]);
  });
});

describe("an agreement whose signatures were tampered with", () => {
  it("is refused with one signature stripped, which jose's generalVerify accepts", async () => {
    for (const index of [0, 1]) {
      const stripped = { ...signed, signatures: [signatureOf(index)] };
      const key = { ...(index === 0 ? keys.iom : keys.wfp), alg: "EdDSA" };
      await expect(generalVerify(stripped, key)).resolves.toBeDefined();
      await expect(verify(stripped)).rejects.toThrow(coded("agreement.signature_missing"));
    }
    await expect(verify({ ...signed, signatures: [] })).rejects.toThrow(coded("agreement.signature_missing"));
  });

  it("is refused with one signature twice in place of the other, or beside it", async () => {
    const twice = [signatureOf(0), signatureOf(0)];
    await expect(verify({ ...signed, signatures: twice })).rejects.toThrow(
      coded("agreement.signature_duplicate"),
    );
    const thrice = [...signed.signatures, signatureOf(1)];
    await expect(verify({ ...signed, signatures: thrice })).rejects.toThrow(
      coded("agreement.signature_duplicate"),
    );
  });

  it("is refused with the signatures swapped under each other's headers", async () => {
    const swapped = [
      { protected: signatureOf(0).protected, signature: signatureOf(1).signature },
      { protected: signatureOf(1).protected, signature: signatureOf(0).signature },
    ];
    await expect(verify({ ...signed, signatures: swapped })).rejects.toThrow(
      coded("agreement.signature_invalid"),
    );
  });

  it("is refused with a stranger's signature beside the two or in place of one", async () => {
    const { payload: _, ...extra } = await signBytes(canonicalBytes(agreement), AGREEMENT_TYP, {
      party: "unhcr",
      privateKey: strangerKey,
      at: byIom.at,
    });
    for (const signatures of [
      [...signed.signatures, extra],
      [signatureOf(0), extra],
    ]) {
      await expect(verify({ ...signed, signatures })).rejects.toThrow(coded("agreement.signature_extra"));
    }
  });

  it("is refused where one party signed for the other with its own key", async () => {
    const { payload: _, ...forged } = await signBytes(canonicalBytes(agreement), AGREEMENT_TYP, {
      ...byIom,
      party: "wfp",
    });
    const signatures = [signatureOf(0), forged];
    await expect(verify({ ...signed, signatures })).rejects.toThrow(coded("agreement.key_mismatch"));
  });

  it("is refused with signatures of another agreement", async () => {
    const other = draftAgreement({ ...terms, title: "Another" });
    const foreign = await signAgreement(await signAgreement(other, byIom), byWfp);
    await expect(verify({ ...signed, signatures: foreign.signatures })).rejects.toThrow(
      coded("agreement.signature_invalid"),
    );
    await expect(verify({ ...signed, payload: foreign.payload })).rejects.toThrow(
      coded("agreement.signature_invalid"),
    );
  });

  it("is refused with an unprotected header, another typ, another algorithm or a header beyond the agreed", async () => {
    const [first] = signed.signatures;
    const unprotected = [{ ...first, header: { kid: "x" } }, signatureOf(1)];
    await expect(verify({ ...signed, signatures: unprotected })).rejects.toThrow(
      coded("agreement.signature_malformed"),
    );
    const header = JSON.parse(Buffer.from(signatureOf(0).protected, "base64url").toString());
    for (const change of [
      { typ: "JWT" },
      { alg: "none" },
      { alg: "HS256" },
      { b64: false },
      { iat: "now" },
    ]) {
      const altered = Buffer.from(JSON.stringify({ ...header, ...change })).toString("base64url");
      const signatures = [{ ...first, protected: altered }, signatureOf(1)];
      await expect(verify({ ...signed, signatures })).rejects.toThrow(coded("agreement.signature_malformed"));
    }
  });

  it("is refused where the payload is other base64url of the same bytes", async () => {
    await expect(verify({ ...signed, payload: `${signed.payload}A` })).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^agreement\.(not_canonical|not_json)$/) }),
    );
  });
});

describe("the pinned keys", () => {
  it("decide: an agreement that names and was signed with another key than is pinned is refused", async () => {
    const stranger = publicSigningKey(strangerKey);
    await expect(verifyAgreement(signed, { keys: { ...keys, wfp: stranger } })).rejects.toThrow(
      coded("agreement.key_mismatch"),
    );
    await expect(verifyAgreement(signed, { keys: { iom: keys.iom } })).rejects.toThrow(
      coded("agreement.key_unknown"),
    );
  });
});

describe("an agreement that names another key than the pinned one that signed", () => {
  it("is refused: the document must say whose key it was", async () => {
    const [iom, wfp] = agreement.parties;
    const renamed = draft({ parties: [iom, { ...wfp, signingKey: publicSigningKey(strangerKey) }] });
    const first = await signAgreement(renamed, byIom);
    const { payload: _, ...second } = await signBytes(canonicalBytes(renamed), AGREEMENT_TYP, byWfp);
    await expect(verify({ ...first, signatures: [...first.signatures, second] })).rejects.toThrow(
      coded("agreement.key_mismatch"),
    );
  });
});

describe("signing", () => {
  it("refuses a draft that contradicts itself", async () => {
    const broken = draft({ scope: { ...agreement.scope, places: [] } });
    await expect(signAgreement(broken, byIom)).rejects.toThrow(coded("agreement.contradictory"));
  });

  it("refuses a key that the agreement does not name, a stranger, and the same party again", async () => {
    await expect(signAgreement(agreement, { ...byIom, privateKey: strangerKey })).rejects.toThrow(
      coded("agreement.wrong_key"),
    );
    await expect(signAgreement(agreement, { ...byIom, party: "unhcr" })).rejects.toThrow(
      coded("agreement.not_a_party"),
    );
    await expect(signAgreement(half, byIom)).rejects.toThrow(coded("agreement.already_signed"));
  });

  it("refuses to join a signature that does not verify", async () => {
    const signature = Buffer.alloc(64, 1).toString("base64url");
    const forged = { ...half, signatures: [{ ...signatureOf(0), signature }] };
    await expect(signAgreement(forged, byWfp)).rejects.toThrow(coded("agreement.signature_invalid"));
  });
});
