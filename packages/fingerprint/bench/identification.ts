import { Gallery, identify } from "../src/index.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom } from "../test/generate.ts";
import { MIDDLE_WEAR } from "./impostors.ts";

/** People with two fingers each: one impression of each in the gallery, another as probe. Arguments: people, probes, exhaustive probes. */
const people = Number(process.argv[3] ?? 3000);
const probes = Number(process.argv[4] ?? people);
const exhaustive = Number(process.argv[5] ?? 60);

for (const [name, wear] of [
  ["good", GOOD_WEAR],
  ["middling", MIDDLE_WEAR],
  ["poor", POOR_WEAR],
] as const) {
  const random = randomFrom(5);
  const masters = Array.from({ length: people }, () => [masterFinger(random, 2), masterFinger(random, 7)]);
  const entries = masters.flatMap((fingers, subject) =>
    fingers.map((finger) => ({ subject, template: impressionOf(finger, random, wear) })),
  );
  const searched = masters
    .slice(0, probes)
    .map((fingers) => fingers.map((finger) => impressionOf(finger, random, wear)));
  const built = process.cpuUsage().user / 1000;
  const gallery = Gallery.build(entries);
  const start = process.cpuUsage().user / 1000;
  const top = searched.map((probe) => identify(probe, gallery, { limit: 1 })[0]);
  const seconds = (process.cpuUsage().user / 1000 - start) / 1000;
  const hits = top.filter(
    (candidate, subject) => candidate?.subject === subject && candidate.score > 0,
  ).length;
  const again = searched.slice(0, exhaustive);
  const exhaustiveHits = again.filter((probe, subject) => {
    const best = identify(probe, gallery, { limit: 1, consider: Number.POSITIVE_INFINITY })[0];
    return best?.subject === subject && best.score > 0;
  }).length;
  const indexedHits = top
    .slice(0, exhaustive)
    .filter((candidate, subject) => candidate?.subject === subject && candidate.score > 0).length;
  console.log(
    `${name.padEnd(9)} ${people} people x 2, ${probes} probes x 2: ${seconds.toFixed(1)} s (${((1000 * seconds) / probes).toFixed(2)} ms a probe), rank-1 ${((100 * hits) / probes).toFixed(1)}%; first ${exhaustive}: index ${indexedHits}, exhaustive ${exhaustiveHits}; built in ${((start - built) / 1000).toFixed(2)} s, ${Math.round(gallery.byteLength / gallery.fingerCount)} bytes a finger`,
  );
}
