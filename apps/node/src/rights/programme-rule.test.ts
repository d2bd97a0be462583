import { describe, expect, test } from "vitest";
import { checkProgrammeRule } from "./programme-rule.ts";

const rule = (entitled: unknown) => ({ programme: "GFD", entitled });
const codeOf = (document: unknown): string | undefined => {
  try {
    checkProgrammeRule(document);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("a programme's rule", () => {
  test("speaks of what is known of a person or household", () => {
    const made = rule({
      all: [
        { attribute: "person.category", is: ["idp", "returnee"] },
        {
          any: [
            { attribute: "household.size", from: 5 },
            { not: { attribute: "person.disability", is: false } },
          ],
        },
      ],
    });
    expect(checkProgrammeRule(made)).toEqual(made);
  });

  test.each([
    { consent: { recipient: "wfp", given: true } },
    { attribute: "person.consent", is: true },
    { all: [{ attribute: "person.category", is: "idp" }, { not: { refusedSharing: true } }] },
    { any: [{ notObjected: "wfp" }] },
    { restricted: false },
    { attribute: "rights.withdrawn", is: false },
    { optIn: true },
    { sharesWith: "wfp" },
  ])("is refused where assistance would depend on consent to share: %j", (entitled) => {
    expect(codeOf(rule(entitled))).toBe("programme.depends_on_consent");
  });

  test.each([{ attribute: "person.fingerprints", is: true }, { biometricsPresent: true }])(
    "is refused where somebody without readable fingers would be left out: %j",
    (entitled) => {
      expect(codeOf(rule(entitled))).toBe("programme.depends_on_biometrics");
    },
  );

  test("is refused where it has any other word", () => {
    expect(codeOf(rule({ attribute: "person.tribe", is: "x" }))).toBe("programme.rule_malformed");
    expect(codeOf(rule({}))).toBe("programme.rule_malformed");
    expect(codeOf("all")).toBe("programme.rule_malformed");
  });
});
