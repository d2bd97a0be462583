import { describe, expect, it } from "vitest";
import { clause, draft, signatory } from "../test/fixtures.ts";
import { compareVersions } from "./compare-versions.ts";

describe("the difference between two versions", () => {
  const before = draft();

  it("is nothing where they say the same", () => {
    expect(compareVersions(before, structuredClone(before))).toEqual({ terms: [], clauses: [] });
  });

  it("names each term by its path, a party's by the party, and each clause with the fields that changed", () => {
    const [iom, wfp] = before.parties;
    const [first, ...others] = before.clauses;
    const after = draft({
      parties: [iom, { ...wfp, signing: { required: 1, signatories: [signatory("a", 9)] } }],
      ceilings: { ...before.ceilings, recordsPerDay: 7 },
      scope: { ...before.scope, places: ["SS07"], registeredFrom: "2025-01-01" },
      clauses: [
        ...others,
        {
          ...first!,
          basis: { kind: "other" as const, legalBasis: "vitalInterest" as const, reference: "Decision 4" },
        },
        clause({ id: "new", attribute: "person.category" }),
      ].slice(1),
    });
    const { terms, clauses } = compareVersions(before, after);
    expect(terms.map(({ term }) => term)).toEqual([
      "parties.wfp.signing.signatories",
      "scope.places",
      "scope.registeredFrom",
      "ceilings.recordsPerDay",
    ]);
    expect(terms.at(-1)).toEqual({ term: "ceilings.recordsPerDay", before: 5_000_000, after: 7 });
    expect(terms[2]).toMatchObject({ before: undefined, after: "2025-01-01" });
    expect(clauses.map((change) => [change.kind, change.kind === "changed" ? change.fields : []])).toEqual([
      ["changed", ["basis"]],
      ["added", []],
      ["removed", []],
    ]);
  });
});
