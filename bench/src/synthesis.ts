import { describe, extractLines, extractTemplates, population, register } from "@accord/synthesis";
import { type Bench, count, seconds, timed } from "./table.ts";

const take = (items: Iterable<unknown>, limit = Number.POSITIVE_INFINITY): number => {
  let taken = 0;
  for (const _ of items) if (++taken >= limit) break;
  return taken;
};

export const synthesis: Bench = async ({ smoke }) => {
  const people = smoke ? 2_000 : 100_000;
  const prints = smoke ? 200 : 20_000;
  const everybody = population({ people, seed: 1 });
  const iom = register(everybody, { agency: "IOM", seed: 1 });
  const wfp = register(everybody, { agency: "WFP", seed: 1 });
  const made = await timed(() => describe(everybody).people);
  const rows = await timed(() => take(extractLines(iom)) + take(extractLines(wfp)));
  const impressions = await timed(() => take(extractTemplates(iom), prints));
  return {
    question: "How fast are a population, its two registrations and their fingerprints made?",
    rows: [
      {
        what: `${count(made.result)} people`,
        measured: seconds(made.milliseconds),
        against: "limit: 100,000 in a minute",
      },
      {
        what: `${count(rows.result)} rows of both extracts`,
        measured: seconds(rows.milliseconds),
        against: "within the same minute",
      },
      {
        what: `${count(impressions.result)} fingerprint impressions`,
        measured: seconds(impressions.milliseconds),
        against: "none set",
      },
    ],
  };
};
