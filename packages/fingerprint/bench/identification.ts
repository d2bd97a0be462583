import { Gallery, identify, type Template } from "../src/index.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom } from "../test/generate.ts";
import { MIDDLE_WEAR } from "./impostors.ts";

/**
 * People with two fingers each: one impression of each in the gallery, another as probe; and as many probes of people
 * who are not there. Arguments: people, probes, probes also compared exhaustively. Processor time on one core.
 */
const people = Number(process.argv[2] ?? 3000);
const probes = Number(process.argv[3] ?? 300);
const exhaustive = Number(process.argv[4] ?? 40);

for (const [name, wear] of [
  ["good", GOOD_WEAR],
  ["middling", MIDDLE_WEAR],
  ["poor", POOR_WEAR],
] as const) {
  const random = randomFrom(5);
  const newcomer = () => [masterFinger(random, 2), masterFinger(random, 7)];
  const press = (fingers: ReturnType<typeof newcomer>): Template[] =>
    fingers.map((finger) => impressionOf(finger, random, wear));
  const masters = Array.from({ length: people }, newcomer);
  const entries = masters.flatMap((fingers, subject) =>
    press(fingers).map((template) => ({ subject, template })),
  );
  const known = masters.slice(0, probes).map(press);
  const unknown = Array.from({ length: probes }, () => press(newcomer()));
  const built = process.cpuUsage().user;
  const gallery = Gallery.build(entries);
  const start = process.cpuUsage().user;
  const found = known.map((probe) => identify(probe, gallery, { limit: 1 })[0]);
  const between = process.cpuUsage().user;
  const strangers = unknown.map((probe) => identify(probe, gallery, { limit: 1 })[0]?.score ?? 0);
  const end = process.cpuUsage().user;
  const isHit = (candidate: (typeof found)[number], subject: number): boolean =>
    candidate?.subject === subject && candidate.score > 0;
  const exhaustiveHits = known
    .slice(0, exhaustive)
    .filter((probe, subject) =>
      isHit(identify(probe, gallery, { limit: 1, consider: Number.POSITIVE_INFINITY })[0], subject),
    ).length;
  const share = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)}%`;
  console.log(
    [
      `${name}: ${people} people x 2`,
      `rank-1 ${share(found.filter(isHit).length, probes)} of ${probes}`,
      `of the first ${exhaustive}: index ${found.slice(0, exhaustive).filter(isHit).length}, exhaustive ${exhaustiveHits}`,
      `ms a probe: known ${((between - start) / 1000 / probes).toFixed(2)}, unknown ${((end - between) / 1000 / probes).toFixed(2)}`,
      `highest score of a stranger ${Math.max(...strangers).toFixed(0)}`,
      `built in ${((start - built) / 1e6).toFixed(1)} s, ${Math.round(gallery.byteLength / gallery.fingerCount)} bytes a finger`,
    ].join("; "),
  );
}
