// How fast a population, its registrations and fingerprints are made: node bench/throughput.mjs [people]
import { describe, extractLines, extractTemplates, population, register, truth } from "../dist/index.js";

const people = population({ people: Number(process.argv[2] ?? 100_000), seed: 1 });
const iom = register(people, { agency: "IOM", seed: 1 });
const wfp = register(people, { agency: "WFP", seed: 1 });

measure("people", () => describe(people).people);
measure("rows of both extracts", () => count(extractLines(iom)) + count(extractLines(wfp)));
measure("true links", () => truth({ iom, wfp }).links.length);
measure("impressions", () => count(extractTemplates(iom), 20_000));

function measure(what, make) {
  const start = performance.now();
  const made = make();
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${what.padEnd(24)}${String(made).padStart(9)}  ${seconds.toFixed(2)} s  ${Math.round(made / seconds)} a second`,
  );
}

function count(items, limit = Number.POSITIVE_INFINITY) {
  let counted = 0;
  for (const _ of items) if (++counted >= limit) break;
  return counted;
}
