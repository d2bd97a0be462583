import { type AssistanceCycle, type AssistanceNote, cyclesOverlap } from "@accord/vocabulary";
import type { ListTerms } from "./list-terms.ts";

/** One line of a list: the person whom its identifiers name, or why there is none. */
export interface ListedLine {
  readonly line: number;
  readonly person: string | undefined;
  /** The household that the line is for; undefined where it is for the person alone. */
  readonly household: string | undefined;
  /** Code of why no person was found, or why the line cannot be read. */
  readonly fault: string | undefined;
}

/** What of a line is to be seen before it is distributed, the gravest first. */
export const VERDICTS = ["notFound", "repeated", "doubleBoth", "doubleHere", "doubleThere", "clear"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a partner told: the cycle and the day where its clause tells them. */
interface ToldAssistance {
  readonly cycle?: AssistanceCycle | undefined;
  readonly on?: string | undefined;
}

export interface JudgedLine extends ListedLine {
  readonly verdict: Verdict;
  readonly here: readonly AssistanceNote[];
  readonly there: readonly ToldAssistance[];
  /** The earlier line of the same person or household. */
  readonly sameAs: number | undefined;
}

export interface ListToJudge {
  readonly list: ListTerms;
  readonly lines: readonly ListedLine[];
  /** What each person has from the own agency, for themselves or their household; the list's own lines are not in it. */
  readonly own: ReadonlyMap<string, readonly AssistanceNote[]>;
  /** What a partner told of each person; empty before it answered. */
  readonly partner: ReadonlyMap<string, readonly ToldAssistance[]>;
}

/** Judges each line of a list, in its order: double is the same kind in an overlapping cycle, or the same twice on the list. */
export function judgeList({ list, lines, own, partner }: ListToJudge): readonly JudgedLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const { person, household } = line;
    if (person === undefined) return { ...line, verdict: "notFound", here: [], there: [], sameAs: undefined };
    const keys = [`person ${person}`, ...(household === undefined ? [] : [`household ${household}`])];
    const sameAs = keys.map((key) => seen.get(key)).find((at) => at !== undefined);
    for (const key of keys) if (!seen.has(key)) seen.set(key, line.line);
    const here = (own.get(person) ?? []).filter(
      (note) => note.kind === list.kind && cyclesOverlap(note, list.cycle),
    );
    const there = partner.get(person) ?? [];
    const verdict: Verdict =
      sameAs !== undefined
        ? "repeated"
        : here.length > 0 && there.length > 0
          ? "doubleBoth"
          : here.length > 0
            ? "doubleHere"
            : there.length > 0
              ? "doubleThere"
              : "clear";
    return { ...line, verdict, here, there, sameAs };
  });
}

/** How many lines have each verdict; every verdict is named. */
export function countVerdicts(lines: readonly JudgedLine[]): Readonly<Record<Verdict, number>> {
  const counts: Record<string, number> = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of lines) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts as Record<Verdict, number>;
}
