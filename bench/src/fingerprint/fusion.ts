import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { extract, fuseScores, type PreparedTemplate, prepare, readImage, score } from "@accord/fingerprint";
import { comparisonsOf, estimateErrorRates } from "@accord/fingerprint/evaluate";
import type { Row, Table } from "../table.ts";

const FOLDER = resolve(process.env.ACCORD_DATA ?? "../shared/data", "uareu");

/** Impressions of one finger in their order. */
type Finger = readonly PreparedTemplate[];

/** Several fingers of the same persons: what comparing two at a time is worth. */
export function fusion(): Table {
  const question = "What do two fingers add? All pairs; impressions of two fingers of a person are fused";
  if (!existsSync(FOLDER))
    return { question, rows: [{ what: "uareu", measured: "skipped", against: "the data is not at hand" }] };
  const persons = personsIn(FOLDER);
  const fingers = persons.flat();
  const pairs = persons.flatMap((own) =>
    own.flatMap((finger, index) => (index % 2 === 1 ? [[own[index - 1]!, finger] as const] : [])),
  );
  return {
    question,
    rows: [
      row(
        "one finger",
        fingers.map((finger) => finger.map((impression) => [impression])),
        "SourceAFIS: EER 1.0% (quoted)",
      ),
      row(
        "two fingers of one person, fused",
        pairs.map(([one, other]) =>
          one.flatMap((impression, at) => (other[at] ? [[impression, other[at]]] : [])),
        ),
        "SourceAFIS, sum of two: EER 0.1% (quoted)",
      ),
    ],
  };
}

/** The persons' fingers, PERSON_FINGER_IMPRESSION.tif. */
function personsIn(folder: string): Finger[][] {
  const persons = new Map<string, Map<string, PreparedTemplate[]>>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".tif"))
    .sort()) {
    const [person = "", finger = ""] = file.split("_");
    const fingers = persons.get(person) ?? new Map<string, PreparedTemplate[]>();
    persons.set(person, fingers);
    const impressions = fingers.get(finger) ?? [];
    fingers.set(finger, impressions);
    impressions.push(prepare(extract(readImage(readFileSync(join(folder, file)))).template));
  }
  return [...persons.values()].map((fingers) => [...fingers.values()]);
}

/** Identities with their samples, each sample of one or more fingers. */
function row(
  what: string,
  identities: readonly (readonly (readonly PreparedTemplate[])[])[],
  against: string,
): Row {
  const samples = identities.flat();
  const set = comparisonsOf(
    identities.flatMap((own, identity) => own.map(() => String(identity))),
    "all-pairs",
  );
  const scores = Float64Array.from(set.probe, (one, pair) => {
    const other = samples[set.reference[pair]!]!;
    return fuseScores(samples[one]!.map((finger, at) => score(finger, other[at]!)));
  });
  const { eer, fmr100, fmr1000, zeroFmr } = estimateErrorRates(set, scores);
  const percent = (share: number) => (100 * share).toFixed(2);
  return {
    what: `${what}: ${identities.length} identities, ${samples.length} samples; EER / FMR100 / FMR1000 / ZeroFMR in %`,
    measured: [eer, fmr100, fmr1000, zeroFmr].map(({ value }) => percent(value)).join(" / "),
    against,
  };
}
