import { extract, prepare, score, writeTemplates } from "@accord/fingerprint";
import type { SourceAfis } from "../peers/sourceafis.ts";
import { count, type Row, type Table } from "../table.ts";
import { imagesOf } from "./accuracy.ts";
import type { CompetitionSet } from "./competition-set.ts";

/** Processor time of one thread, after a warm-up. */
export function speed(sets: readonly CompetitionSet[], peer: SourceAfis | undefined): Table {
  return {
    question: "How fast on one core, and how large is a template?",
    rows: sets.flatMap((set): Row[] => {
      const peerTimes = peer?.compare(imagesOf(set));
      const [first] = set.images;
      return [
        {
          what: `${set.name}: extraction of ${first?.width} x ${first?.height} pixels`,
          measured: `${processorMilliseconds(set.images, (image) => extract(image)).toFixed(1)} ms`,
          against: `limit: 60 ms at 388 x 374; SourceAFIS ${peerTimes === undefined ? "not at hand" : `${peerTimes.extractionMilliseconds.toFixed(1)} ms`}`,
        },
        {
          what: `${set.name}: verifications a second, prepared templates`,
          measured: count(1000 / verification(set)),
          against: `limit: 50,000; SourceAFIS ${peerTimes === undefined ? "not at hand" : count(1000 / peerTimes.verificationMilliseconds)}`,
        },
        {
          what: `${set.name}: bytes a template, minutiae`,
          measured: `${count(mean(set.templates.map((one) => writeTemplates([one], "accord").length)))}, ${count(mean(set.templates.map((one) => one.count)))}`,
          against: "limit: 6 bytes a minutia and a header",
        },
      ];
    }),
  };
}

function verification({ templates, comparisons }: CompetitionSet): number {
  const prepared = templates.map((template) => prepare(template));
  const pairs = Array.from(comparisons.probe, (one, pair) => [one, comparisons.reference[pair]!] as const);
  return processorMilliseconds(pairs, ([one, other]) => score(prepared[one]!, prepared[other]!));
}

/** Of one item: the better of two rounds, the first of which warms up. */
function processorMilliseconds<T>(items: readonly T[], work: (item: T) => unknown): number {
  const rounds = [0, 1].map(() => {
    const began = process.cpuUsage();
    for (const item of items) work(item);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000 / Math.max(1, items.length);
  });
  return Math.min(...rounds);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
