import type { Dialect } from "../dialect/dialect.ts";
import { NAME_POSITIONS } from "../document/condition.ts";

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first) =>
    permutations(values.filter((value) => value !== first)).map((rest) => [first, ...rest]),
  );
}

/**
 * How alike two name parts are: 4 same sound; 3 same skeleton; 2 same coarse skeleton, Jaro–Winkler from 0.92 or
 * one letter changed; 1 Jaro–Winkler from 0.84; else 0. The first branch with the similarity makes the engine compute
 * it once a pair.
 */
export function likenessOfParts(dialect: Dialect, column: string, left: number, right: number): string {
  const key = (side: "l" | "r", which: string, at: number) =>
    `${side}.${dialect.identifier(`${column}__${which}${at}`)}`;
  const [l, r] = [key("l", "sound", left), key("r", "sound", right)];
  const similarity = dialect.jaroWinkler(l, r);
  return `CASE WHEN ${l} IS NULL OR ${r} IS NULL THEN 0 WHEN ${l} = ${r} THEN 4
    WHEN ${key("l", "skeleton", left)} = ${key("r", "skeleton", right)} THEN 3
    WHEN ${key("l", "coarse", left)} = ${key("r", "coarse", right)} THEN 2
    WHEN ${similarity} < 0.75 THEN 0
    WHEN ${similarity} >= 0.92 THEN 2
    WHEN least(length(${l}), length(${r})) >= 4 AND ${dialect.levenshtein(l, r)} <= 1 THEN 2
    WHEN ${similarity} >= 0.84 THEN 1 ELSE 0 END`;
}

/**
 * The best assignment of parts to parts, as 64 × sum of likenesses + a code for the first part: 8 + likeness where
 * first stands against first, else the lesser likeness of the two first parts to what they stand against. At equal
 * sums the alignment of first to first wins.
 */
export function bestAssignment(cell: string): string {
  const sums = permutations(NAME_POSITIONS).map((to) => {
    const total = NAME_POSITIONS.map((at) => `${cell}${at}${to[at]}`).join("+");
    const own = to[0] === 0 ? `8 + ${cell}00` : `least(${cell}0${to[0]}, ${cell}${to.indexOf(0)}0)`;
    return `64 * (${total}) + ${own}`;
  });
  return `greatest(${sums.join(", ")})`;
}
