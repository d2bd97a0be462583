import { describe, expect, it } from "vitest";
import { draft, terms } from "../test/fixtures.ts";
import { contradictions } from "./contradictions/contradictions.ts";
import { compileDisclosure } from "./disclosure/compile.ts";
import { draftAgreement } from "./draft.ts";

const attributes = (agreement: ReturnType<typeof draft>, from: string, tier: "match" | "linked" | "roster") =>
  compileDisclosure(agreement, { from, tier }).grants.map((grant) => grant.attribute);

describe("the template", () => {
  it("lets the first party supply the second with what matching needs, and not the other way", () => {
    expect(attributes(draft(), "iom", "match")).toContain("person.fingerprints");
    expect(attributes(draft(), "wfp", "match")).toEqual([]);
    const turned = draftAgreement({ ...terms, matchingBy: "iom" });
    expect(attributes(turned, "wfp", "match")).toEqual(attributes(draft(), "iom", "match"));
    expect(contradictions(turned)).toEqual([]);
  });

  it("keeps linked persons in step both ways and grants nothing of persons whom only one side knows", () => {
    expect(attributes(draft(), "iom", "linked")).toEqual(attributes(draft(), "wfp", "linked"));
    for (const from of ["iom", "wfp"]) expect(attributes(draft(), from, "roster")).toEqual([]);
  });

  it("grants no disability and no vulnerability at any tier", () => {
    const granted = draft().clauses.map((clause) => clause.attribute as string);
    expect(granted.filter((name) => /disability|vulnerab/.test(name))).toEqual([]);
  });

  it("says why of every clause, and lasts a year with a review half way", () => {
    expect(draft().clauses.filter((clause) => clause.necessity.length < 20)).toEqual([]);
    expect(draft()).toMatchObject({ validUntil: "2027-01-01", reviewBy: "2026-07-01" });
    expect(draftAgreement({ ...terms, validFrom: "2026-08-31" })).toMatchObject({ reviewBy: "2027-02-28" });
    expect(draftAgreement({ ...terms, validUntil: "2026-03-01" })).toMatchObject({ reviewBy: "2026-03-01" });
  });

  it("has an overlap clause where that is asked for, without a contradiction", () => {
    expect(draft().overlap).toBeUndefined();
    const asked = draftAgreement({ ...terms, overlap: true });
    expect(asked.overlap?.estimateBy).toContain("nameAndBirthYear");
    expect(contradictions(asked)).toEqual([]);
  });

  it("takes the caller's terms in place of its own, and refuses one without its shape", () => {
    expect(draftAgreement({ ...terms, terms: { breachNoticeHours: 12 } }).breachNoticeHours).toBe(12);
    expect(() => draftAgreement({ ...terms, validFrom: "soon" })).toThrow(
      expect.objectContaining({ code: "agreement.malformed", where: "validFrom" }),
    );
  });
});
