import { z } from "zod";
import { CONTROL_IDS, type ControlId } from "./controls.ts";
import type { DataFlow } from "./data-flows.ts";

const LEVELS = ["low", "medium", "high"] as const;
const Level = z.enum(LEVELS);
type Level = z.infer<typeof Level>;

/** A risk to persons, the measures against it, and what is left of it with them. */
export const Risk = z.strictObject({
  risk: z.string().regex(/^[a-z][a-zA-Z0-9-]{2,59}$/, "a short name in one word"),
  says: z.string().min(10).max(1000),
  likelihood: Level,
  severity: Level,
  measures: z.array(z.enum(CONTROL_IDS as [ControlId, ...ControlId[]])).max(CONTROL_IDS.length),
  /** In words, what people do besides the software. */
  besides: z.string().max(2000).optional(),
  residual: Level,
});
export type Risk = z.infer<typeof Risk>;

type Known = Omit<Risk, "likelihood" | "severity" | "residual"> & { readonly levels: [Level, Level, Level] };

/** What threatens persons in any exchange of beneficiaries' data; levels are a proposal that people must judge. */
const ALWAYS: readonly Known[] = [
  {
    risk: "excessiveDisclosure",
    says: "More of a person reaches the partner than the purpose needs.",
    levels: ["medium", "high", "low"],
    measures: [
      "disclosure.clausesOnly",
      "disclosure.receiverChecks",
      "disclosure.columnsOnly",
      "disclosure.ceiling",
    ],
  },
  {
    risk: "onwardToAuthorities",
    says: "Data of persons who fled reaches authorities of their country of origin.",
    levels: ["medium", "high", "medium"],
    measures: [
      "disclosure.noOriginAuthorities",
      "disclosure.noOnward",
      "disclosure.protectedPlace",
      "demand.noButton",
    ],
  },
  {
    risk: "consentNotMeant",
    says: "A person is shared who did not understand or did not want it.",
    levels: ["medium", "high", "low"],
    measures: ["consent.recordedHow", "consent.refusal", "consent.withdrawal", "rights.objection"],
  },
  {
    risk: "falseLink",
    says: "Two persons are taken for one, and one of them loses assistance.",
    levels: ["medium", "high", "low"],
    measures: ["matching.people", "matching.undo", "matching.breaker", "rights.correction"],
  },
  {
    risk: "insider",
    says: "A member of staff looks at, takes or is forced to hand over persons' data.",
    levels: ["medium", "high", "medium"],
    measures: ["staff.sites", "staff.roles", "staff.readLog", "staff.fourEyes", "incident.reach"],
  },
  {
    risk: "interception",
    says: "Data is read or changed between the nodes, now or when today's cryptography is broken.",
    levels: ["low", "high", "low"],
    measures: ["transport.hybrid", "transport.replay", "ledger.cosigned"],
  },
  {
    risk: "keptTooLong",
    says: "Data outlives its purpose, or is not erased when a person asks.",
    levels: ["medium", "medium", "low"],
    measures: ["retention.clock", "retention.matching", "rights.erasure"],
  },
  {
    risk: "lossUnnoticed",
    says: "Data is lost and nobody can say whose it was.",
    levels: ["medium", "high", "low"],
    measures: ["incident.reach", "incident.notice", "disclosure.recorded", "ledger.noValues"],
  },
];

const OF_BIOMETRICS: Known = {
  risk: "biometrics",
  says: "Fingerprints, which nobody can change, are lost, or used for another end.",
  levels: ["low", "high", "medium"],
  measures: ["keys.sealedTemplates", "transport.hybrid", "retention.matching", "disclosure.clausesOnly"],
};

/** The risks to begin from, for these flows. */
export function proposedRisks(flows: readonly DataFlow[]): readonly Risk[] {
  const special = flows.some((flow) => flow.attributes.some((each) => each.sensitivity === "special"));
  return [...ALWAYS, ...(special ? [OF_BIOMETRICS] : [])].map(({ levels, ...risk }) => ({
    ...risk,
    likelihood: levels[0],
    severity: levels[1],
    residual: levels[2],
  }));
}
