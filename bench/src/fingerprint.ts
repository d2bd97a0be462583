import { accuracy } from "./fingerprint/accuracy.ts";
import { COMPETITION_SETS, competitionSet, type SetName } from "./fingerprint/competition-set.ts";
import { fusion } from "./fingerprint/fusion.ts";
import { identification } from "./fingerprint/identification.ts";
import { inBrowser } from "./fingerprint/in-browser.ts";
import { limits } from "./fingerprint/limits.ts";
import { reject } from "./fingerprint/reject.ts";
import { speed } from "./fingerprint/speed.ts";
import { SourceAfis } from "./peers/sourceafis.ts";
import type { Bench, Table } from "./table.ts";

export const fingerprint: Bench = async ({ smoke, plots, millions }) => {
  if (smoke) return identification({ smoke, millions });
  const sets = (Object.keys(COMPETITION_SETS) as SetName[]).flatMap((name) => competitionSet(name) ?? []);
  return [
    ...(sets.length === 0 ? [ABSENT] : onCompetitionSets(sets, plots)),
    identification({ smoke, millions }),
    inBrowser(),
  ];
};

const ABSENT: Table = {
  question: "How well are fingerprints told apart?",
  rows: [{ what: "FVC sets B", measured: "skipped", against: "the data is not at hand" }],
};

function onCompetitionSets(sets: Parameters<typeof accuracy>[0], plots: string | undefined): Table[] {
  const peer = SourceAfis.install();
  try {
    return [accuracy(sets, peer, plots), speed(sets, peer), reject(sets, plots), fusion(), limits(sets)];
  } finally {
    peer?.remove();
  }
}
