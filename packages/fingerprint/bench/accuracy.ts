import { Matcher } from "../src/match/matcher.ts";
import { prepare } from "../src/match/prepared.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom } from "../test/generate.ts";
import { errorRates, FVC_FOLDERS, fvcImpressions, type Impression } from "./fvc.ts";

const root = process.argv[2] ?? "../shared/data";
const matcher = new Matcher();

function table(name: string, impressions: readonly Impression[]): void {
  const genuine: number[] = [];
  const impostor: number[] = [];
  const start = process.cpuUsage();
  for (const [index, probe] of impressions.entries()) {
    matcher.setProbe(probe.prepared);
    for (const reference of impressions.slice(index + 1)) {
      (reference.finger === probe.finger ? genuine : impostor).push(matcher.compare(reference.prepared));
    }
  }
  // Processor time, so that other work on the machine does not count.
  const seconds = process.cpuUsage(start).user / 1e6;
  const rates = errorRates(Float64Array.from(genuine), Float64Array.from(impostor));
  impostor.sort((a, b) => a - b);
  genuine.sort((a, b) => a - b);
  const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
  const quantile = (list: number[], share: number): string =>
    (list[Math.floor(share * (list.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(14)} EER ${percent(rates.eer)} FMR100 ${percent(rates.fmr100)} FMR1000 ${percent(rates.fmr1000)}  ${Math.round((genuine.length + impostor.length) / seconds)} a second  impostor q50 ${quantile(impostor, 0.5)} q90 ${quantile(impostor, 0.9)} q99 ${quantile(impostor, 0.99)} q99.9 ${quantile(impostor, 0.999)} max ${quantile(impostor, 1)}; genuine q5 ${quantile(genuine, 0.05)} q50 ${quantile(genuine, 0.5)}`,
  );
}

for (const folder of FVC_FOLDERS) {
  const impressions = fvcImpressions(root, folder);
  if (impressions.length > 0) table(folder, impressions);
}
for (const [name, wear] of [
  ["synthetic good", GOOD_WEAR],
  ["synthetic poor", POOR_WEAR],
] as const) {
  const random = randomFrom(7);
  table(
    name,
    Array.from({ length: 40 }, (_, finger) => {
      const master = masterFinger(random);
      return Array.from({ length: 4 }, (_, impression) => ({
        finger: String(finger),
        name: `${finger}_${impression}`,
        prepared: prepare(impressionOf(master, random, wear)),
      }));
    }).flat(),
  );
}
