import { type Agreement, agreementDigest, draftAgreement, type Party } from "@accord/agreement";

/** The two nodes of every history: the supplying party proposes, the other matches. */
export const NODES = ["iom", "wfp"] as const;
export type NodeId = (typeof NODES)[number];

export const other = (id: NodeId): NodeId => (id === "iom" ? "wfp" : "iom");

/** What of an agreement differs from one history to another. */
export interface Terms {
  readonly recordsPerDay: number;
  readonly personsPerExchange: number;
  readonly overlap: { readonly minimum: number; readonly maximum: number };
  /** Whether persons whom only one side knows may be told of. */
  readonly roster: boolean;
}

export interface NamedAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
}

/** Amendments of a history's agreement, by name: `first` is the one that it begins with, `wide` raises its ceilings. */
export const AMENDMENTS = [
  "first",
  "withoutPhone",
  "withoutName",
  "renewed",
  "renewedAgain",
  "last",
  "wide",
] as const;
export type Amendment = (typeof AMENDMENTS)[number];

// Nobody holds the private halves: agreements of the simulation are in force because it says so.
const PUBLIC_KEYS: Readonly<Record<NodeId, Party["signingKey"]>> = {
  iom: {
    kty: "OKP",
    crv: "Ed25519",
    x: "0KKom4PoZF6KyGpd1HjUADQuMqjS15qcqdNwGuB4hrk",
    kid: "Gi4btsyB8kvjXDgOtUfllJkivdsZO7UM_WJ5PVSPRcg",
  },
  wfp: {
    kty: "OKP",
    crv: "Ed25519",
    x: "YWFJ0AcP6WkiEMJeTFKEmBnMRJehfXn0VK7VL9g0AQk",
    kid: "iuo4Cg3D23n6plIgAR0fe96zmA4L1F9Qbmi_ID0mG7I",
  },
};

const party = (id: NodeId): Party => ({
  id,
  name: id.toUpperCase(),
  kind: "internationalOrganisation",
  role: "controller",
  signing: { required: 1, signatories: [] },
  signingKey: PUBLIC_KEYS[id],
  contact: { dataProtection: "office", breach: "office" },
});

const made = new Map<string, NamedAgreement>();

/** An agreement of these terms; the same object whenever it is asked for. */
export function agreementNamed(name: string, terms: Terms): NamedAgreement {
  const key = JSON.stringify([name, terms]);
  const standing = made.get(key);
  if (standing !== undefined) return standing;
  const agreement = drafted(name as Amendment, terms);
  const fresh = { agreement, digest: agreementDigest(agreement) };
  made.set(key, fresh);
  return fresh;
}

function drafted(name: Amendment, terms: Terms): Agreement {
  const draft = draftAgreement({
    id: "0191e3a0-0000-7000-8000-000000000000",
    title: `Simulated, ${name}`,
    parties: [party("iom"), party("wfp")],
    scope: { places: ["SS"] },
    validFrom: "2026-01-01",
    validUntil: "2027-12-31",
    impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
    terms: {
      circuitBreaker: { expectedOverlap: terms.overlap, maximumDuplicateShare: 1 },
      minimumOverlapTold: 2,
      ceilings: {
        personsPerExchange: terms.personsPerExchange,
        recordsPerDay: name === "wide" ? 1_000_000 : terms.recordsPerDay,
        recordsInTotal: 1_000_000,
      },
    },
  });
  const left = name === "withoutPhone" ? "person.phone" : undefined;
  const clauses = draft.clauses.filter(
    ({ attribute, tier }) =>
      attribute !== left && !(name === "withoutName" && attribute === "person.name" && tier === "linked"),
  );
  const rostered = terms.roster
    ? clauses
        .filter(({ tier, attribute }) => tier === "linked" && attribute === "person.location")
        .map((clause) => ({ ...clause, id: `roster.${clause.from}`, tier: "roster" as const }))
    : [];
  return { ...draft, clauses: [...clauses, ...rostered] };
}
