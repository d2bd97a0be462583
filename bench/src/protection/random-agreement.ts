import {
  type Agreement,
  type Clause,
  draftAgreement,
  generateSigningKey,
  type Party,
  PURPOSES,
} from "@accord/agreement";
import {
  ATTRIBUTE_NAMES,
  ATTRIBUTES,
  type AttributeName,
  EXCHANGE_TIERS,
  type Tier,
} from "@accord/vocabulary";
import type { Dice } from "./dice.ts";
import { COUNTIES, PROGRAMMES } from "./population.ts";

const party = (id: string): Party => ({
  id,
  name: id.toUpperCase(),
  kind: "internationalOrganisation",
  role: "controller",
  signing: { required: 1, signatories: [] },
  signingKey: generateSigningKey().publicKey,
  contact: { dataProtection: "office", breach: "desk" },
});
const PARTIES: readonly [Party, Party] = [party("iom"), party("wfp")];

/** Any clauses, grounds, purposes, scope, exclusions; an amendment is another draw that supersedes the one before. */
export function randomAgreement(dice: Dice, supersedes?: string): Agreement {
  const purpose = dice.oneOf(PURPOSES);
  const draft = draftAgreement({
    parties: PARTIES,
    scope: {
      places: dice.falls(0.15) ? ["SS"] : atLeastOne(dice, ["SS07", "SS03", ...COUNTIES], 0.4),
      programmes: dice.falls(0.6) ? [] : atLeastOne(dice, PROGRAMMES, 0.6),
      ...(dice.falls(0.2) ? { registeredFrom: "2025-04-01" } : {}),
      ...(dice.falls(0.2) ? { registeredUntil: "2025-10-31" } : {}),
      statuses: atLeastOne(dice, ["active", "departed", "deceased"] as const, 0.75),
    },
    validFrom: "2026-01-01",
    impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
    terms: {
      purposes: [...PURPOSES],
      purpose,
      clauses: clauses(dice, purpose),
      exclusions: {
        protectedLocation: dice.oneOf(["person", "place"] as const),
        categories: dice.falls(0.3) ? ["childWithoutGuardianConsent"] : [],
        recipients: { classes: [], named: [] },
      },
      ceilings: {
        personsPerExchange: dice.oneOf([150, 100_000]),
        recordsPerDay: 1_000_000,
        recordsInTotal: 10_000_000,
      },
    },
  });
  return supersedes === undefined
    ? draft
    : { ...draft, supersedes: { digest: supersedes, dataShared: "cutToNewTerms" } };
}

function clauses(dice: Dice, purpose: Agreement["purpose"]): Clause[] {
  const made: Clause[] = [];
  const allByConsent = dice.falls(0.3);
  const granted = 0.2 + dice.share() * 0.7;
  for (const [from, to] of [
    ["iom", "wfp"],
    ["wfp", "iom"],
  ] as const) {
    for (const tier of EXCHANGE_TIERS) {
      for (const attribute of ATTRIBUTE_NAMES) {
        const transformations = allowed(tier, attribute);
        if (transformations.length === 0 || !dice.falls(granted)) continue;
        made.push({
          id: `c${made.length}`,
          from,
          to,
          attribute,
          tier,
          transformation: dice.oneOf(transformations),
          purposes: dice.falls(0.85) ? [purpose] : PURPOSES.filter((other) => other !== purpose).slice(0, 2),
          basis:
            allByConsent || dice.falls(0.6)
              ? { kind: "consent" }
              : { kind: "other", legalBasis: "publicInterest", reference: "mandate" },
          retentionDays: dice.whole(0, 700),
          necessity: "drawn",
        });
      }
    }
  }
  return made;
}

function allowed(tier: Tier, attribute: AttributeName): readonly Clause["transformation"][] {
  if (attribute === "person.assistance") return [];
  const { subject, transformations } = ATTRIBUTES[attribute];
  if (tier === "match") return subject === "household" ? [] : transformations;
  return transformations.filter((one) => one !== "hash" && one !== "present");
}

function atLeastOne<T>(dice: Dice, items: readonly T[], probability: number): T[] {
  const some = dice.some(items, probability);
  return some.length > 0 ? some : [dice.oneOf(items)];
}
