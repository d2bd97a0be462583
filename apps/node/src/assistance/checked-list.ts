import { type JudgedLine, judgeList, type ListedLine, type ListTerms, listTerms } from "@accord/assistance";
import { type DistributionLine, type DistributionMapping, distributionLines, readRows } from "@accord/intake";
import { assistanceOverlapping, findingsOf, findListed, householdsOf, type Session } from "@accord/registry";
import { AccordError, type AssistanceNote } from "@accord/vocabulary";
import type { AccordNode } from "../node.ts";

/** A list is checked whole in memory: as many lines as a partner may be asked about. */
const MOST_LINES = 50_000;

export interface CheckedList {
  readonly terms: ListTerms;
  readonly judged: readonly JudgedLine[];
  /** The list's own number of each line's person, by line. */
  readonly identifiers: ReadonlyMap<number, string>;
  readonly persons: readonly string[];
}

/**
 * Judges a distribution list against what the own registry holds and, where a question on it was answered, what the
 * partner told. A line of the list that was imported beforehand is no double of itself.
 * @param session as the member of staff sees the store: a person of other sites is not found
 * @throws AccordError `assistance.list_empty`, `assistance.list_mixed`, `assistance.list_too_large`, `intake.*`
 */
export async function checkedList(
  node: Pick<AccordNode, "judge" | "store">,
  session: Session,
  list: {
    readonly path: string;
    readonly mapping: DistributionMapping;
    readonly inquiry?: string | undefined;
  },
): Promise<CheckedList> {
  const read: { line: number; distribution: DistributionLine | undefined }[] = [];
  for await (const outcome of distributionLines(readRows(list.path, list.mapping), list.mapping)) {
    read.push({
      line: outcome.line,
      distribution: outcome.kind === "line" ? outcome.distribution : undefined,
    });
    if (read.length > MOST_LINES) {
      throw new AccordError("assistance.list_too_large", `a list has at most ${MOST_LINES} lines`, {
        remedy: "Split it by site.",
      });
    }
  }
  const readable = read.flatMap((each) => each.distribution ?? []);
  const terms = listTerms(readable);
  const found = await findListed(session, node.judge.self, readable);
  let at = 0;
  const placed = read.map(({ line, distribution }) => ({
    line,
    distribution,
    person: distribution === undefined ? undefined : found[at++],
  }));
  const persons = [...new Set(found.filter((each) => typeof each === "string"))];
  const households = await householdsOf(session, persons);
  const lines = placed.map(({ line, distribution, person }): ListedLine => {
    if (typeof person !== "string")
      return {
        line,
        person: undefined,
        household: undefined,
        fault: person?.code ?? "assistance.line_unreadable",
      };
    const household = distribution?.forHousehold === true ? households.get(person) : undefined;
    return { line, person, household, fault: undefined };
  });
  const { kind, cycle } = terms;
  const held = await assistanceOverlapping(session, { persons, kind, cycle, households: true });
  const own = new Map<string, AssistanceNote[]>();
  for (const note of held) {
    const isThisList =
      note.programme === terms.programme &&
      note.from === cycle.from &&
      note.until === cycle.until &&
      note.on === undefined;
    if (!isThisList) own.set(note.person, [...(own.get(note.person) ?? []), note]);
  }
  const partner = new Map<
    string,
    { cycle?: { from: string; until: string } | undefined; on?: string | undefined }[]
  >();
  for (const { person, cycle: told, on } of list.inquiry === undefined
    ? []
    : await findingsOf(session, { inquiry: list.inquiry })) {
    partner.set(person, [...(partner.get(person) ?? []), { cycle: told, on }]);
  }
  return {
    terms,
    judged: judgeList({ list: terms, lines, own, partner }),
    identifiers: new Map(
      placed.map(({ line, distribution }) => [line, distribution?.identifiers[0]?.value ?? ""]),
    ),
    persons,
  };
}
