import { ASSISTANCE_KINDS, type AssistanceNote, parseCycle } from "@accord/vocabulary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countVerdicts,
  judgedListHeader,
  judgedListLine,
  judgeList,
  type ListedLine,
  listTerms,
} from "./index.ts";

const june = { from: "2026-06-01", until: "2026-06-30" };
const list = { kind: "food" as const, programme: "GFD", cycle: june };
const line = (at: number, person: string | undefined, household?: string): ListedLine => ({
  line: at,
  person,
  household,
  fault: person === undefined ? "assistance.unknown_person" : undefined,
});
const note = (over: Partial<AssistanceNote> = {}): AssistanceNote => ({ kind: "food", ...june, ...over });

describe("a distribution list", () => {
  it("is judged line by line: here, there, in both, twice on the list, not found", () => {
    const judged = judgeList({
      list,
      lines: [line(2, "a"), line(3, "b"), line(4, "c"), line(5, "d"), line(6, "a"), line(7, undefined)],
      own: new Map([
        ["b", [note({ from: "2026-06-30", until: "2026-07-29" })]],
        ["d", [note()]],
      ]),
      partner: new Map([
        ["c", [{ cycle: june, on: "2026-06-03" }]],
        ["d", [{}]],
      ]),
    });
    expect(judged.map((each) => each.verdict)).toEqual([
      "clear",
      "doubleHere",
      "doubleThere",
      "doubleBoth",
      "repeated",
      "notFound",
    ]);
    expect(judged[4]?.sameAs).toBe(2);
    expect(countVerdicts(judged)).toEqual({
      clear: 1,
      doubleHere: 1,
      doubleThere: 1,
      doubleBoth: 1,
      repeated: 1,
      notFound: 1,
    });
  });

  it("finds two members of one household who both stand for it", () => {
    const lines = [line(2, "a", "h"), line(3, "b", "h"), line(4, "c", "other")];
    const judged = judgeList({ list, lines, own: new Map(), partner: new Map() });
    expect(judged.map((each) => each.verdict)).toEqual(["clear", "repeated", "clear"]);
  });

  it("finds nothing double in another kind or in a cycle that only touches", () => {
    const own = new Map([["a", [note({ kind: "cash" }), note({ from: "2026-05-01", until: "2026-05-31" })]]]);
    expect(judgeList({ list, lines: [line(2, "a")], own, partner: new Map() })[0]?.verdict).toBe("clear");
  });

  it("gives each line one verdict whatever is handed in, and counts them all", () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-06-${String(n).padStart(2, "0")}`);
    const notes = fc.array(
      fc
        .record({ kind: fc.constantFrom(...ASSISTANCE_KINDS), from: day })
        .map((each) => ({ ...each, until: "2026-06-28" })),
      { maxLength: 3 },
    );
    const people = ["a", "b", "c"];
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom(...people), { nil: undefined }), { maxLength: 12 }),
        fc.array(notes, { minLength: 3, maxLength: 3 }),
        (persons, own) => {
          const judged = judgeList({
            list,
            lines: persons.map((person, at) => line(at + 2, person)),
            own: new Map(people.map((person, at) => [person, own[at]!])),
            partner: new Map(),
          });
          const counts = countVerdicts(judged);
          expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(persons.length);
          expect(counts.notFound).toBe(persons.filter((person) => person === undefined).length);
          const first = new Set(persons.filter((person) => person !== undefined));
          expect(
            judged.filter((each) => each.verdict !== "repeated" && each.person !== undefined),
          ).toHaveLength(first.size);
        },
      ),
    );
  });

  it("is one distribution: another kind, programme or cycle in it is refused", () => {
    expect(listTerms([list, list])).toEqual(list);
    expect(() => listTerms([])).toThrow(expect.objectContaining({ code: "assistance.list_empty" }));
    expect(() => listTerms([list, { ...list, programme: "BSFP" }])).toThrow(
      expect.objectContaining({ code: "assistance.list_mixed" }),
    );
  });

  it("is written as a file that a spreadsheet runs nothing of", () => {
    const [judged] = judgeList({
      list,
      lines: [line(2, "a")],
      own: new Map([["a", [note()]]]),
      partner: new Map([["a", [{}]]]),
    });
    expect(judgedListHeader()).toBe("\ufeffline,identifier,result,same_as_line,here,there,problem\r\n");
    expect(judgedListLine("=1+1", judged!)).toBe("2,'=1+1,doubleBoth,,2026-06-01/2026-06-30,yes,\r\n");
  });
});

describe("a cycle as lists write it", () => {
  it("is a month, a quarter or two days", () => {
    expect(parseCycle("2026-02")).toEqual({ from: "2026-02-01", until: "2026-02-28" });
    expect(parseCycle("2024-Q1")).toEqual({ from: "2024-01-01", until: "2024-03-31" });
    expect(parseCycle(" 2026-06-01/2026-06-30 ")).toEqual(june);
    for (const text of ["June", "2026-13", "2026-06-30/2026-06-01", "2026-02-30/2026-03-01", ""])
      expect(parseCycle(text)).toBeUndefined();
  });
});
