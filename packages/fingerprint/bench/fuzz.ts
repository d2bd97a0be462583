import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import {
  FingerprintFormatError,
  FingerprintImageError,
  readImage,
  readTemplates,
  writePng,
  writeRecord,
} from "../src/index.ts";
import { type FuzzTarget, fuzz } from "../test/fuzz.ts";
import { ANY_RECORD } from "../test/records.ts";

/**
 * Fuzzes parsers: `node fuzz.js [inputs] [--seeds FOLDER]`, a million inputs a parser unless given. Each must answer with what it
 * read or with its own error, soon, and without asking for much memory. With a folder, its files are seeds as well, each for
 * the parser that reads it.
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

const picture = {
  width: 40,
  height: 30,
  pixels: Uint8Array.from({ length: 1200 }, (_, at) => at & 255),
  dotsPerInch: 500,
};
const images: FuzzTarget = {
  name: "pictures",
  seeds: [writePng(picture), pgm(picture.width, picture.height, picture.pixels)],
  parse: (bytes) => readImage(bytes, { maximumPixels: 1_000_000 }),
  isTyped: (error) => error instanceof FingerprintImageError,
};

/** Runs every target and prints a row for each. @returns whether all kept within their limits */
export function fuzzAll(targets: readonly FuzzTarget[], inputs: number): boolean {
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

function pgm(width: number, height: number, pixels: Uint8Array): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(`P5\n${width} ${height}\n255\n`), ...pixels]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [inputs = "1000000", flag, folder] = process.argv.slice(2);
  const targets = [...formats, images];
  const seeded =
    flag === "--seeds" && folder !== undefined ? targets.map((target) => withSeeds(target, folder)) : targets;
  process.exitCode = fuzzAll(seeded, Number(inputs)) ? 0 : 1;
}
