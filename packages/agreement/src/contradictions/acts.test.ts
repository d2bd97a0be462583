import { describe, expect, it } from "vitest";
import { terms } from "../../test/fixtures.ts";
import {
  type Agreement,
  compareVersions,
  contradictions,
  draftAgreement,
  planUnder,
  renderAgreement,
} from "../index.ts";

const agreement = draftAgreement({ ...terms, referral: true, assistance: true });
const codesOf = (over: Partial<Agreement>) =>
  contradictions({ ...agreement, ...over }).map((found) => found.code);

describe("referrals and questions on distribution lists in an agreement", () => {
  it("are drafted without a contradiction, with a purpose of their own", () => {
    expect(contradictions(agreement)).toEqual([]);
    const plan = (tier: "referral" | "assistance" | "linked") =>
      planUnder({ agreement, alongside: [] }, { from: "iom", tier });
    expect(plan("referral").purpose).toBe("referral");
    expect(plan("assistance").purpose).toBe("deduplicationOfAssistance");
    expect(plan("assistance").grants.map((grant) => grant.attribute)).toEqual(["person.assistance"]);
    expect(plan("linked").purpose).toBe(agreement.purpose);
    expect(plan("linked").grants.some((grant) => grant.clause.startsWith("referral"))).toBe(false);
  });

  it("are named where terms have no clause, or a clause no terms", () => {
    const exchanges = agreement.clauses.filter(({ tier }) => tier !== "referral" && tier !== "assistance");
    expect(codesOf({ clauses: exchanges })).toEqual(
      expect.arrayContaining([
        "referrals.no_clause",
        "assistance.no_clause",
        "assistance.question_not_granted",
      ]),
    );
    expect(codesOf({ referrals: [], assistance: [] })).toContain("clauses.no_terms");
  });

  it("are named where they serve another purpose, tell assistance elsewhere, or let one person be asked about", () => {
    const clauses = agreement.clauses.map((clause) =>
      clause.tier === "referral" ? { ...clause, purposes: ["updateOfRecords" as const] } : clause,
    );
    expect(codesOf({ clauses })).toContain("clauses.act_purpose");
    const elsewhere = agreement.clauses.map((clause) =>
      clause.tier === "assistance" ? { ...clause, tier: "linked" as const } : clause,
    );
    expect(codesOf({ clauses: elsewhere })).toContain("clauses.assistance_elsewhere");
    const assistance = agreement.assistance.map((each) => ({ ...each, leastPersons: 1, mostPersons: 1 }));
    expect(codesOf({ assistance })).toContain("assistance.probing");
    const [one] = agreement.referrals;
    expect(codesOf({ referrals: [one!, { ...one!, to: "unhcr" }] })).toEqual(
      expect.arrayContaining(["referrals.repeated", "referrals.not_the_parties"]),
    );
  });

  it.each(["en", "fr", "ar"] as const)(
    "are told whole in %s: every term that changes changes the text",
    (language) => {
      const [referral] = agreement.referrals;
      const [question] = agreement.assistance;
      const changes: Partial<Agreement>[] = [
        { referrals: [{ ...referral!, subjects: ["person"] }] },
        { referrals: [{ ...referral!, services: [{ kind: "other", names: ["Bor clinic"] }] }] },
        { referrals: [{ ...referral!, noteCharacters: 80 }] },
        { referrals: [{ ...referral!, answerWithinHours: { routine: 99, urgent: 98, emergency: 97 } }] },
        { referrals: [{ ...referral!, completeWithinDays: 31 }] },
        { referrals: [{ ...referral!, personsPerDay: 77 }] },
        { assistance: [{ ...question!, kinds: ["shelter"] }] },
        { assistance: [{ ...question!, households: false }] },
        { assistance: [{ ...question!, leastPersons: 44 }] },
        { assistance: [{ ...question!, mostPersons: 444 }] },
        { assistance: [{ ...question!, personsPerDay: 4444 }] },
        { assistance: [{ ...question!, questionsPerPerson: 9 }] },
        { assistance: [{ ...question!, daysBack: 5, daysAhead: 6 }] },
      ];
      const base = { referrals: [referral!], assistance: [question!] };
      const body = (over: Partial<Agreement>) =>
        renderAgreement({ ...agreement, ...base, ...over }, language).replace(/`[0-9a-f]{64}`/, "");
      for (const change of changes) expect(body(change), JSON.stringify(change)).not.toBe(body({}));
    },
  );

  it("are seen where one version differs from another", () => {
    const after = { ...agreement, assistance: [] };
    expect(compareVersions(agreement, after).terms.map((change) => change.term)).toEqual(["assistance"]);
  });
});
