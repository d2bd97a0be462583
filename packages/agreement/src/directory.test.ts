import { describe, expect, it } from "vitest";
import { clause, draft } from "../test/fixtures.ts";
import { agreementDigest } from "./canonical.ts";
import { type DirectoryEntry, directoryGraph, directoryOf } from "./directory.ts";
import type { AgreementPhase } from "./life/phase.ts";
import type { Agreement } from "./schema/agreement.ts";

const entry = (over: Partial<Agreement>, phase: AgreementPhase = "active"): DirectoryEntry => {
  const agreement = draft(over);
  return { digest: agreementDigest(agreement), phase, agreement };
};
const other = { kind: "other", legalBasis: "vitalInterest", reference: "Decision 4" } as const;
const one = entry({
  title: "One",
  clauses: [
    clause({ id: "a", attribute: "person.location", retentionDays: 30, basis: other }),
    clause({ id: "b", attribute: "person.sex" }),
    clause({ id: "c", attribute: "person.sex", from: "wfp", to: "iom" }),
  ],
});
const two = (over: Partial<Agreement> = {}, phase: AgreementPhase = "active") =>
  entry(
    {
      title: "Two",
      scope: { ...draft().scope, places: ["SS0707"] },
      clauses: [
        clause({ id: "x", attribute: "person.location", transformation: "county", retentionDays: 90 }),
        clause({ id: "y", attribute: "person.sex" }),
      ],
      ...over,
    },
    phase,
  );

describe("the directory of agreements", () => {
  it("says with whom each is, where it stands and what it covers", () => {
    const { agreements } = directoryOf("iom", [one]);
    expect(agreements).toMatchObject([
      {
        title: "One",
        partner: "wfp",
        phase: "active",
        covers: [
          { from: "iom", to: "wfp", tier: "match", attributes: ["person.location", "person.sex"] },
          { from: "wfp", to: "iom", tier: "match", attributes: ["person.sex"] },
        ],
      },
    ]);
  });

  it("names where two in life conflict, and what both allow", () => {
    const second = two();
    expect(directoryOf("iom", [one, second]).conflicts).toEqual([
      {
        agreements: [one.digest, second.digest],
        from: "iom",
        to: "wfp",
        tier: "match",
        attribute: "person.location",
        differs: ["transformation", "basis", "retentionDays"],
        stricter: {
          transformation: "county",
          retentionDays: 30,
          consent: true,
          exclusions: {
            protectedLocation: "person",
            unaccompaniedChildren: true,
            children: false,
            origins: [],
          },
        },
      },
    ]);
  });

  it("finds none where no person can be in both, nor with one that has ended", () => {
    const apart = [
      two({ scope: { ...draft().scope, places: ["SS01"] } }),
      two({}, "revoked"),
      two({}, "proposed"),
    ];
    for (const second of apart) expect(directoryOf("iom", [one, second]).conflicts).toEqual([]);
    const inProgramme = (programmes: string[]) => ({ scope: { ...draft().scope, programmes } });
    const [gfd, cbt] = [entry({ ...one.agreement, ...inProgramme(["GFD"]) }), two(inProgramme(["CBT"]))];
    expect(directoryOf("iom", [gfd, cbt]).conflicts).toEqual([]);
  });

  it("is a graph that a party's title cannot break out of", () => {
    const title = 'A "title" \\ with\nlines';
    const dot = directoryGraph(directoryOf("iom", [one, two({ title })]));
    expect(dot.startsWith("digraph agreements {")).toBe(true);
    expect(dot).toContain("A 'title' / with lines");
    expect(dot).toContain("color=red");
    for (const line of dot.split("\n")) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
  });
});
