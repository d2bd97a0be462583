import { AccordError, type AssistanceCycle, type AssistanceKind } from "@accord/vocabulary";

/** What one list distributes, for which programme and days. */
export interface ListTerms {
  readonly kind: AssistanceKind;
  readonly programme: string;
  readonly cycle: AssistanceCycle;
}

/**
 * The one kind, programme and cycle that all lines of a list have: a question is on one distribution.
 * @throws AccordError `assistance.list_empty`, `assistance.list_mixed`
 */
export function listTerms(lines: readonly ListTerms[]): ListTerms {
  const [first, ...others] = lines;
  if (first === undefined) {
    throw new AccordError("assistance.list_empty", "the list has no line that can be read", {
      remedy: "Look at the mapping: accord assistance import says of each line what is wrong with it.",
    });
  }
  const { kind, programme, cycle } = first;
  const other = others.find(
    (line) =>
      line.kind !== kind ||
      line.programme !== programme ||
      line.cycle.from !== cycle.from ||
      line.cycle.until !== cycle.until,
  );
  if (other !== undefined) {
    throw new AccordError(
      "assistance.list_mixed",
      "the list has lines of several kinds, programmes or cycles",
      {
        remedy: "Split it, so that each file is one distribution.",
      },
    );
  }
  return { kind, programme, cycle };
}
