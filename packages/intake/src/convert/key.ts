import type { Problem } from "../problem.ts";
import { cellAt, latinDigits } from "./cell.ts";
import type { Surroundings } from "./convert-attribute.ts";

/** Characters of a key; the registry's columns and the vocabulary's `Membership` hold no more. */
export const LONGEST_KEY = 80;

/** Columns that together are a key, joined with `/`; undefined where all are empty, or a token that means nothing known. */
export function compileKey(
  columns: readonly string[],
  around: Surroundings,
): (cells: readonly string[]) => string | undefined {
  const reads = columns.map((column) => cellAt(around.indexOf(column), around.tokens));
  return (cells) => {
    const parts = reads.map((read) => {
      const part = read(cells);
      return typeof part === "string" ? latinDigits(part) : "";
    });
    return parts.every((part) => part === "") ? undefined : parts.join("/");
  };
}

/** What is wrong with a person's key; `earlierLine` is the line on which it stood before. */
export function problemOfKey(
  key: string | undefined,
  earlierLine: number | undefined,
): Omit<Problem, "column"> | undefined {
  if (key === undefined) {
    return { problem: "the person's key is empty", remedy: "Fill in the key, as the data source has it." };
  }
  if (key.length > LONGEST_KEY) {
    return {
      problem: `the person's key has more than ${LONGEST_KEY} characters`,
      remedy: "Correct the key; or name another key column in the mapping.",
    };
  }
  if (earlierLine !== undefined) {
    return {
      problem: `line ${earlierLine} has the same key`,
      remedy: "Keep one of the two rows; or name a key in the mapping that each person has alone.",
    };
  }
  return undefined;
}
