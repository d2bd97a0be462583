import { ASSISTANCE_KINDS, type AttributeName, SERVICE_KINDS } from "@accord/vocabulary";
import type { AssistanceTerms } from "./schema/assistance.ts";
import type { Clause } from "./schema/clause.ts";
import type { ReferralTerms } from "./schema/referral.ts";

type Ends = Pick<Clause, "from" | "to" | "basis">;

const REFERRED: readonly (readonly [AttributeName, string])[] = [
  ["person.name", "Who gives the service must know whom to ask for."],
  ["person.sex", "Some services are given apart for women and men."],
  ["person.birthDate", "Services for children differ."],
  ["person.location", "The person must be found."],
  ["person.phone", "The person is told of the appointment."],
  ["person.membership", "A household that is referred is served together."],
];

const REFERRAL_RETENTION_DAYS = 365;
const ASSISTANCE_RETENTION_DAYS = 30;

/** Clauses and terms under which one party refers persons to the other, as the template has them. */
export function referralTemplate(ends: Ends): {
  readonly clauses: readonly Clause[];
  readonly terms: ReferralTerms;
} {
  const { from, to, basis } = ends;
  return {
    clauses: REFERRED.map(([attribute, necessity]) => ({
      id: `referral.${from}.${attribute.replace(".", "-")}`,
      from,
      to,
      attribute,
      tier: "referral",
      transformation: "none",
      purposes: ["referral"],
      basis,
      retentionDays: REFERRAL_RETENTION_DAYS,
      necessity,
    })),
    terms: {
      id: `referral.${from}`,
      from,
      to,
      subjects: ["person", "household"],
      services: SERVICE_KINDS.filter((kind) => kind !== "other").map((kind) => ({ kind, names: [] })),
      noteCharacters: 0,
      answerWithinHours: { routine: 168, urgent: 48, emergency: 12 },
      completeWithinDays: 60,
      personsPerDay: 200,
    },
  };
}

/** Clauses and terms under which `to` asks `from` about its distribution lists, as the template has them. */
export function assistanceTemplate(ends: Ends): {
  readonly clause: Clause;
  readonly terms: AssistanceTerms;
} {
  const { from, to, basis } = ends;
  return {
    clause: {
      id: `assistance.${from}.person-assistance`,
      from,
      to,
      attribute: "person.assistance",
      tier: "assistance",
      transformation: "none",
      purposes: ["deduplicationOfAssistance"],
      basis,
      retentionDays: ASSISTANCE_RETENTION_DAYS,
      necessity: "Double assistance must be seen before a distribution, not after.",
    },
    terms: {
      id: `assistance.${from}`,
      from,
      to,
      kinds: ASSISTANCE_KINDS.filter((kind) => kind !== "other"),
      households: true,
      leastPersons: 10,
      mostPersons: 20_000,
      personsPerDay: 100_000,
      questionsPerPerson: 3,
      daysBack: 92,
      daysAhead: 92,
    },
  };
}
