import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  Gallery,
  type PreparedTemplate,
  prepare,
  readTemplates,
  type Template,
  verify,
} from "@accord/fingerprint";
import { identifyMany } from "@accord/fingerprint/pool";
import { impressionOf, population, register } from "@accord/synthesis";
import { inBrowser } from "./browser.ts";
import { type Bench, count, type Row, seconds, timed } from "./table.ts";

const DATA = resolve(process.env.ACCORD_DATA ?? "../shared/data");

/** SourceAFIS 3.18's matcher on the same third-party templates, as measured elsewhere on 2 cores: quoted. */
const QUOTED: Readonly<Record<string, string>> = {
  "fvc2002/DB1_B": "3.6 / 5.4 / 8.2",
  "fvc2002/DB3_B": "6.1 / 11.4 / 18.6",
  "fvc2004/DB2_B": "10.7 / 17.1 / 22.5",
  "fvc2004/DB3_B": "2.1 / 2.9 / 3.2",
};

export const fingerprint: Bench = async ({ smoke }) => ({
  question: "How well and how fast are fingerprints compared and searched for?",
  rows: [
    ...(smoke ? [] : Object.keys(QUOTED).flatMap(accuracy)),
    ...(await identification(smoke ? 60 : 5_000)),
    ...(smoke ? [] : inBrowser()),
  ],
});

interface Impression {
  readonly finger: string;
  readonly prepared: PreparedTemplate;
}

/** All pairs of a set: 280 genuine and 2,880 impostor comparisons. */
function accuracy(set: string): Row[] {
  const folder = join(DATA, set);
  if (!existsSync(folder)) return [{ what: set, measured: "skipped", against: "the data is not at hand" }];
  const impressions = readdirSync(folder)
    .filter((file) => file.endsWith(".iso"))
    .map((file): Impression => {
      const [template] = readTemplates(readFileSync(join(folder, file))).templates;
      return { finger: file.split("_")[0] ?? "", prepared: prepare(template!) };
    });
  const genuine: number[] = [];
  const impostor: number[] = [];
  const began = performance.now();
  for (const [index, probe] of impressions.entries()) {
    for (const reference of impressions.slice(index + 1)) {
      const { similarity } = verify(probe.prepared, reference.prepared);
      (probe.finger === reference.finger ? genuine : impostor).push(similarity);
    }
  }
  const rate = ((genuine.length + impostor.length) / (performance.now() - began)) * 1000;
  const percent = (share: number) => (100 * share).toFixed(1);
  const { eer, at } = errorRates(genuine, impostor);
  return [
    {
      what: `${set}, EER / FMR100 / FMR1000 in %, verifications a second`,
      measured: `${percent(eer)} / ${percent(at(0.01))} / ${percent(at(0.001))}, ${count(rate)}`,
      against: `SourceAFIS's matcher (quoted): ${QUOTED[set]}`,
    },
  ];
}

/** Equal error rate, and the least false non-match rate where the false match rate is at most a bound. */
function errorRates(
  genuine: readonly number[],
  impostor: readonly number[],
): { eer: number; at: (most: number) => number } {
  const thresholds = [...new Set([...genuine, ...impostor]), Number.POSITIVE_INFINITY].sort((a, b) => a - b);
  const points = thresholds.map((threshold) => ({
    misses: genuine.filter((score) => score < threshold).length / genuine.length,
    matches: impostor.filter((score) => score >= threshold).length / impostor.length,
  }));
  const nearest = points.reduce((best, point) =>
    Math.abs(point.misses - point.matches) < Math.abs(best.misses - best.matches) ? point : best,
  );
  return {
    eer: (nearest.misses + nearest.matches) / 2,
    at: (most) => Math.min(...points.filter((point) => point.matches <= most).map((point) => point.misses)),
  };
}

/** Persons with prints of two registrations of one population: one agency's searched among the other's. */
async function identification(people: number): Promise<Row[]> {
  const everybody = population({ people, seed: 2 });
  const persons = (agency: "IOM" | "WFP") =>
    [...register(everybody, { agency, seed: 2 })]
      .flatMap((household) => household.members)
      .filter((person) => person.captures.length > 0)
      .map((person) => ({
        truePerson: person.truePerson,
        templates: person.captures.map(impressionOf) as Template[],
      }));
  const [probes, subjects] = [persons("IOM"), persons("WFP")];
  const built = await timed(() =>
    Gallery.build(
      subjects.flatMap(({ templates }, subject) => templates.map((template) => ({ subject, template }))),
    ),
  );
  const found = await timed(() =>
    identifyMany(
      probes.map((probe) => probe.templates),
      built.result,
      { limit: 1 },
    ),
  );
  const present = new Set(subjects.map((subject) => subject.truePerson));
  const known = probes.flatMap((probe, index) => (present.has(probe.truePerson) ? [{ probe, index }] : []));
  const right = known.filter(({ probe, index }) => {
    const first = found.result[index]?.[0];
    return first !== undefined && subjects[first.subject]?.truePerson === probe.truePerson;
  });
  return [
    {
      what: `gallery of ${count(subjects.length)} people built`,
      measured: seconds(built.milliseconds),
      against: "none set",
    },
    {
      what: "bytes a finger in the gallery",
      measured: count(built.result.byteLength / built.result.fingerCount),
      against: "limit: 1,200 with the index",
    },
    {
      what: `${count(probes.length)} probes, all cores, a probe`,
      measured: `${(found.milliseconds / probes.length).toFixed(2)} ms`,
      against: "none set at this size",
    },
    {
      what: `rank-1 of ${count(known.length)} who are there, worn fingers among them`,
      measured: `${((100 * right.length) / Math.max(1, known.length)).toFixed(1)}%`,
      against: "none set",
    },
  ];
}
