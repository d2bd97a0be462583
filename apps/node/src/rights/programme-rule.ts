import { AccordError, AttributeName } from "@accord/vocabulary";
import { z } from "zod";

/**
 * A rule by which a programme decides who is entitled: conditions on what is known of a person or household, and nothing
 * else. There is no word in it for consent, objection, restriction or fingerprints, and one who writes such a word is told
 * why: consent that assistance hangs on is not free (ICRC Handbook, chapter 3.2; IOM Data Protection Manual, principle 4),
 * and who has no readable fingers is entitled like anybody.
 */
const Condition: z.ZodType<ProgrammeCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1).max(50) }),
    z.strictObject({ any: z.array(Condition).min(1).max(50) }),
    z.strictObject({ not: Condition }),
    z.strictObject({
      attribute: AttributeName,
      is: z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]),
    }),
    z.strictObject({ attribute: AttributeName, from: z.number().optional(), to: z.number().optional() }),
  ]),
);

type ProgrammeCondition =
  | { readonly all: readonly ProgrammeCondition[] }
  | { readonly any: readonly ProgrammeCondition[] }
  | { readonly not: ProgrammeCondition }
  | { readonly attribute: AttributeName; readonly is: string | number | boolean | readonly string[] }
  | {
      readonly attribute: AttributeName;
      readonly from?: number | undefined;
      readonly to?: number | undefined;
    };

const ProgrammeRule = z.strictObject({
  programme: z.string().min(1).max(80),
  entitled: Condition,
});
export type ProgrammeRule = z.infer<typeof ProgrammeRule>;

/** Words that name what a person decided about their data. */
const DECISIONS = /consent|refus|withdr|object|restrict|opt[-_ ]?(in|out)|agree|shar(e|ing)/i;
const PRINTS = /fingerprint|biometric|template|iris|face/i;

/**
 * The one place where a programme's rule is taken in.
 * @throws AccordError `programme.depends_on_consent`, `programme.depends_on_biometrics`, `programme.rule_malformed`
 */
export function checkProgrammeRule(rule: unknown): ProgrammeRule {
  const words = wordsOf(rule);
  const decision = words.find((word) => DECISIONS.test(word));
  if (decision !== undefined) {
    throw new AccordError(
      "programme.depends_on_consent",
      "assistance may not depend on what a person decided about their data",
      {
        where: decision.slice(0, 60),
        remedy:
          "Take the condition out: consent to share is asked for separately, and yes and no are entitled alike.",
      },
    );
  }
  const print = words.find((word) => PRINTS.test(word));
  if (print !== undefined) {
    throw new AccordError(
      "programme.depends_on_biometrics",
      "assistance may not depend on whether a person's fingers can be read",
      {
        where: print.slice(0, 60),
        remedy: "Take the condition out: a card or staff who know the person will do.",
      },
    );
  }
  const parsed = ProgrammeRule.safeParse(rule);
  if (parsed.success) return parsed.data;
  throw new AccordError("programme.rule_malformed", "this is not a programme's rule", {
    where: parsed.error.issues[0]?.path.join(".") || "the rule",
    remedy: "See docs/rights.md for what a rule looks like.",
  });
}

/** Names of fields and attributes anywhere in the rule; not the values that it compares with, nor the programme's name. */
function wordsOf(rule: unknown): readonly string[] {
  if (Array.isArray(rule)) return rule.flatMap(wordsOf);
  if (typeof rule !== "object" || rule === null) return [];
  return Object.entries(rule).flatMap(([field, value]) => {
    if (field === "programme" || field === "is") return [field];
    return [field, ...(typeof value === "string" ? [value] : wordsOf(value))];
  });
}
