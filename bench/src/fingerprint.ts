import { accuracy } from "./fingerprint/accuracy.ts";
import {
  COMPETITION_SETS,
  type CompetitionSet,
  competitionSet,
  type SetName,
} from "./fingerprint/competition-set.ts";
import { fusion } from "./fingerprint/fusion.ts";
import { identification } from "./fingerprint/identification.ts";
import { inBrowser } from "./fingerprint/in-browser.ts";
import { limits } from "./fingerprint/limits.ts";
import { reject } from "./fingerprint/reject.ts";
import { speed } from "./fingerprint/speed.ts";
import { SourceAfis } from "./peers/sourceafis.ts";
import type { Bench, Table } from "./table.ts";

export const fingerprint: Bench = async function* ({ smoke, plots, millions }) {
  if (!smoke) {
    const sets = (Object.keys(COMPETITION_SETS) as SetName[]).flatMap((name) => competitionSet(name) ?? []);
    if (sets.length === 0) yield ABSENT;
    else yield* onCompetitionSets(sets, plots);
  }
  yield identification({ smoke, millions });
  if (!smoke) yield inBrowser();
};

const ABSENT: Table = {
  question: "How well are fingerprints told apart?",
  rows: [{ what: "FVC sets B", measured: "skipped", against: "the data is not at hand" }],
};

function* onCompetitionSets(sets: readonly CompetitionSet[], plots: string | undefined): Generator<Table> {
  const peer = SourceAfis.install();
  try {
    yield accuracy(sets, peer, plots);
    yield speed(sets, peer);
    yield reject(sets, plots);
    yield fusion();
    yield limits(sets);
  } finally {
    peer?.remove();
  }
}
