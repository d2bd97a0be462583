import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { FingerprintFormatError, readTemplates, writeRecord } from "../src/index.ts";
import { type FuzzTarget, fuzz } from "../test/fuzz.ts";
import { ANY_RECORD } from "../test/records.ts";

/**
 * Fuzzes the template formats: each mutation of a valid file must be read or refused with a typed error, soon, and without
 * asking for much memory. With a folder, its files are seeds as well. Pictures have fuzz-images.ts.
 *
 *     node packages/fingerprint/dist/bench/bench/fuzz-templates.js [inputs a format, 1,000,000] [--seeds FOLDER]
 */
const SLOWEST_MILLISECONDS = 2000;
const LARGEST_ALLOCATION_BYTES = 64 * 2 ** 20;

const formats: FuzzTarget[] = Object.entries(ANY_RECORD).map(([name, records]) => {
  const isCard = name === "card minutiae";
  return {
    name,
    seeds: fc.sample(records, { numRuns: 200, seed: 1 }).map(writeRecord),
    parse: (bytes) => readTemplates(bytes, isCard ? { card: "iso-card-normal" } : {}).record,
    isTyped: (error) => error instanceof FingerprintFormatError,
  };
});

/** Runs every target and prints a row for each. @returns whether all kept within their limits */
function fuzzAll(targets: readonly FuzzTarget[], inputs: number): boolean {
  let fine = true;
  for (const target of targets) {
    const began = performance.now();
    const { parsed, refused, slowestMilliseconds, largestAllocationBytes } = fuzz(target, inputs, 20_000);
    fine &&= slowestMilliseconds < SLOWEST_MILLISECONDS && largestAllocationBytes < LARGEST_ALLOCATION_BYTES;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(
      `${target.name.padEnd(42)} ${parsed} read, ${refused} refused, slowest ${slowestMilliseconds.toFixed(1)} ms, ` +
        `largest allocation ${(largestAllocationBytes / 2 ** 20).toFixed(2)} MiB, ${seconds} s`,
    );
  }
  return fine;
}

/** The target with the folder's files that its parser reads as further seeds. */
function withSeeds(target: FuzzTarget, folder: string): FuzzTarget {
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file)));
  const found = files
    .filter((file) => statSync(file).isFile() && statSync(file).size < 200_000)
    .map((file) => new Uint8Array(readFileSync(file)))
    .filter((bytes) => {
      try {
        target.parse(bytes);
        return true;
      } catch {
        return false; // another parser's file
      }
    });
  return { ...target, seeds: [...target.seeds, ...found] };
}

const [inputs = "1000000", flag, folder] = process.argv.slice(2);
const targets =
  flag === "--seeds" && folder !== undefined ? formats.map((target) => withSeeds(target, folder)) : formats;
process.exitCode = fuzzAll(targets, Number(inputs)) ? 0 : 1;
