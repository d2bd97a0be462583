import { createPrivateKey, type KeyObject } from "node:crypto";
import type { AttributeName, AttributeState, DisclosedPerson, MatchRecord } from "@accord/vocabulary";
import { type Agreement, type DraftTerms, draftAgreement } from "../src/index.ts";
import type { Clause } from "../src/schema/clause.ts";
import type { Signatory } from "../src/schema/signatory.ts";
import { publicSigningKey } from "../src/signature/key.ts";

/** An Ed25519 key from a fixed seed: RFC 8410's PKCS #8 prefix, then the seed. For tests only. */
export function fixedKey(seed: number): KeyObject {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  return createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, seed)]),
    format: "der",
    type: "pkcs8",
  });
}

export const iomKey = fixedKey(1);
export const wfpKey = fixedKey(2);
export const strangerKey = fixedKey(3);
export const keys = { iom: publicSigningKey(iomKey), wfp: publicSigningKey(wfpKey) };

/** A signatory with a hardware key from a fixed seed. */
export const signatory = (id: string, seed: number): Signatory => ({
  id,
  office: `Office ${id}`,
  kind: "hardware",
  key: publicSigningKey(fixedKey(seed)),
});

const party = (id: "iom" | "wfp", name: string) => ({
  id,
  name,
  kind: "unitedNations" as const,
  role: "jointController" as const,
  signing: { required: 1 as const, signatories: [] },
  signingKey: keys[id],
  contact: { dataProtection: `dpo@${id}.example`, breach: `breach@${id}.example` },
});

export const terms: DraftTerms = {
  id: "0b7a4e0e-3f63-4b0e-9d4b-2f0c54a1a001",
  parties: [party("iom", "International Organization for Migration"), party("wfp", "World Food Programme")],
  scope: { places: ["SS07", "SS0303"] },
  validFrom: "2026-01-01",
  impactAssessment: { reference: "DPIA-2025-07", completedOn: "2025-12-01" },
};

export const draft = (over: Partial<Agreement> = {}): Agreement => ({ ...draftAgreement(terms), ...over });

export const clause = (over: Partial<Clause> = {}): Clause => ({
  id: "c1",
  from: "iom",
  to: "wfp",
  attribute: "person.name",
  tier: "match",
  transformation: "none",
  purposes: ["deduplicationOfPersons"],
  basis: { kind: "consent" },
  retentionDays: 14,
  necessity: "To find who is the same person.",
  ...over,
});

export const hashKey = new Uint8Array(32).fill(7);

/** A finger minutiae record as far as its header goes, with bytes of the caller's in its body; base64. */
export function templateWith(body: string): string {
  const bytes = Buffer.concat([Buffer.from("FMR\0 20\0", "latin1"), Buffer.alloc(16), Buffer.from(body)]);
  bytes.writeUInt32BE(bytes.length, 8);
  return bytes.toString("base64");
}

/** A value of each attribute in which `token` (12 letters) or `digits` (9 digits) stands wherever it can. */
export function valuesWith(token: string, digits: string): Readonly<Record<AttributeName, unknown>> {
  const day = String((Number(digits.slice(0, 2)) % 28) + 1).padStart(2, "0");
  return {
    "person.name": { parts: [`N${token}`, `F${token}`], script: "Latn" },
    "person.sex": "female",
    "person.birthDate": { precision: "day", date: `19${digits.slice(2, 4)}-05-${day}` },
    "person.membership": { household: `H${token}`, role: "head", relationship: "self" },
    "person.location": { pcode: `SS0707${token.slice(0, 8).toUpperCase()}`, name: `L${token}` },
    "person.assistance": [{ kind: "food", from: "2026-01-01", until: "2026-01-31" }],
    "person.encounterPlace": { pcode: `SS0505${token.slice(0, 8).toUpperCase()}`, name: `M${token}` },
    "person.origin": { pcode: `SS0303${token.slice(0, 8).toUpperCase()}`, name: `O${token}` },
    "person.category": "returnee",
    "person.phone": `+211${digits}`,
    "person.agencyId": `A${token}`,
    "person.cardNumber": `C${token}`,
    "person.rationCard": `R${token}`,
    "person.fingerprints": [
      {
        position: 1,
        quality: 80,
        format: "ISO_19794_2_2005",
        capturedAt: "2025-03-01T09:00:00Z",
        template: templateWith(`T${token}`),
      },
    ],
    "person.disability": true,
    "person.vulnerabilities": [`V${token}`],
    "person.lifeStatus": "present",
    "household.size": 7,
    "household.number": `Z${token}`,
    "household.vulnerability": "veryVulnerable",
  };
}

export type States = Partial<Record<AttributeName, AttributeState>>;

export const matchRecord = (states: States, ref = "p1"): MatchRecord => ({ ref, states });

export const disclosedPerson = (
  states: States,
  over: { ref?: string; source?: string; subject?: "person" | "household" } = {},
): DisclosedPerson => ({
  ref: over.ref ?? "p1",
  statements: [
    {
      id: "s1",
      subject: over.subject ?? "person",
      source: over.source ?? "iom",
      method: "declared",
      assertedAt: "2025-03-01T09:00:00Z",
      clock: "0m7abc123-0000-iom",
      states,
    },
  ],
});
