import {
  dedupe,
  type LinkageRecord,
  type LinkageResult,
  link,
  PERSONS_MODEL,
  personRow,
  type RunOptions,
  type Source,
} from "../src/index.ts";

type People = Iterable<LinkageRecord> | AsyncIterable<LinkageRecord>;

function rows(people: People): Source {
  return {
    rows: (async function* () {
      for await (const record of people) yield personRow(record);
    })(),
  };
}

/** Links two registries of persons by the model made for them. */
export function linkPeople(
  source: RunOptions & { readonly left: People; readonly right: People },
): Promise<LinkageResult> {
  const { left, right, ...options } = source;
  return link(rows(left), rows(right), { model: PERSONS_MODEL, ...options });
}

/** Finds duplicates in one registry of persons by the model made for them. */
export function dedupePeople(source: RunOptions & { readonly records: People }): Promise<LinkageResult> {
  const { records, ...options } = source;
  return dedupe(rows(records), { model: PERSONS_MODEL, ...options });
}
