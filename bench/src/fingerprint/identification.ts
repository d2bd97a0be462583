import type { Row, Table } from "../table.ts";
import { runFingerprintBench } from "./program.ts";

/** Sizes that fit into a quarter of an hour; a million people take another half an hour: `--millions`. */
const SIZES = [1_000, 10_000, 100_000];

/** Searches by two fingers in galleries of growing size. */
export function identification({ smoke, millions }: { smoke: boolean; millions: boolean }): Table {
  const sizes = smoke ? [] : millions ? [...SIZES, 1_000_000] : SIZES;
  return {
    question: "Is a person found by two fingers among many, how fast, and in how much memory?",
    rows: runFingerprintBench("identify", ["--json", ...sizes.map(String)])
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row),
  };
}
