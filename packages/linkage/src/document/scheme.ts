import { LinkageError } from "../errors.ts";
import type { LinkageModel } from "./linkage-model.ts";

/** Where a level of a comparison stands: column of a row of levels, and level from 1. */
type Place = readonly [column: number, levels: readonly number[]];

/** A model's comparisons as training and scoring see them: columns of levels, packed into one number per pair. */
export interface Scheme {
  readonly names: readonly string[];
  readonly tells: readonly ("person" | "household" | "measured")[];
  readonly levelCounts: readonly number[];
  readonly width: number;
  /** Place values of the mixed-radix code that packs one level of each comparison. */
  readonly radices: readonly number[];
  /** Levels that show a shared attribute, by comparison; from 0 = first level. */
  readonly sharedLevels: readonly (readonly number[])[];
  /** Conjunctions of levels that contradict "same person". */
  readonly contradictions: readonly (readonly Place[])[];
  /** By comparison and level (from 0), conjunctions in which the level says nothing. */
  readonly voids: readonly (readonly (readonly (readonly Place[])[])[])[];
  readonly near: Place | undefined;
}

const LARGEST_PATTERN = 2 ** 53;

/** Throws `linkage.model-invalid` where levels refer to what is not there or are too many for one number. */
export function schemeOf(model: LinkageModel): Scheme {
  const names = model.comparisons.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw invalid("two comparisons have one name");
  let place = 1;
  const radices = model.comparisons.map(({ levels }) => {
    const own = place;
    place *= levels.length + 1;
    return own;
  });
  if (place > LARGEST_PATTERN) throw invalid("the comparisons have more combinations of levels than 2^53");
  const places = (conjunction: Readonly<Record<string, readonly string[]>>): Place[] =>
    Object.entries(conjunction).map(([name, labels]) => {
      const column = names.indexOf(name);
      const levels = model.comparisons[column]?.levels ?? [];
      const found = labels.map((label) =>
        label === "missing" ? 0 : levels.findIndex((level) => level.label === label) + 1,
      );
      if (column < 0 || labels.some((label, at) => label !== "missing" && found[at] === 0)) {
        throw invalid(`a condition refers to ${column < 0 ? "a comparison" : "a level"} that is not there`);
      }
      return [column, found];
    });
  const nearColumn = model.comparisons.findIndex(({ levels }) => levels.some(({ near }) => near === true));
  return {
    names,
    tells: model.comparisons.map(({ tells }) => tells),
    levelCounts: model.comparisons.map(({ levels }) => levels.length),
    width: names.length,
    radices,
    sharedLevels: model.comparisons.map(({ levels }) => {
      const shared = levels.flatMap((level, at) => (level.shared === true ? [at] : []));
      return shared.length === 0 ? [0] : shared;
    }),
    contradictions: (model.contradictions ?? []).map(places),
    voids: model.comparisons.map(({ levels }) => levels.map((level) => (level.voidWhere ?? []).map(places))),
    near:
      nearColumn < 0
        ? undefined
        : [
            nearColumn,
            (model.comparisons[nearColumn]?.levels ?? []).flatMap((level, at) =>
              level.near === true ? [at + 1] : [],
            ),
          ],
  };
}

function invalid(message: string): LinkageError {
  return new LinkageError("linkage.model-invalid", {
    message,
    where: "model",
    remedy: "correct the model document",
  });
}

/** Unpacks a pattern to one level per comparison (0 = missing). */
export function levelsOf(scheme: Scheme, pattern: number): Uint8Array {
  const levels = new Uint8Array(scheme.width);
  let rest = pattern;
  for (let column = 0; column < scheme.width; column++) {
    const radix = (scheme.levelCounts[column] ?? 0) + 1;
    levels[column] = rest % radix;
    rest = Math.floor(rest / radix);
  }
  return levels;
}

/** Whether a row of levels stands at all these places. */
function holds(conjunction: readonly Place[], levels: Uint8Array, offset = 0): boolean {
  return conjunction.every(([column, wanted]) => wanted.includes(levels[offset + column] ?? 0));
}

/** Whether a row of levels says that both live in one area. */
export function areNear(scheme: Scheme, levels: Uint8Array, offset = 0): boolean {
  return scheme.near?.[1].includes(levels[offset + scheme.near[0]] ?? 0) === true;
}

/** Whether the level of a comparison says nothing beside the others of the row. */
export function isVoid(scheme: Scheme, column: number, levels: Uint8Array): boolean {
  const level = levels[column] ?? 0;
  return (
    level > 0 && (scheme.voids[column]?.[level - 1] ?? []).some((conjunction) => holds(conjunction, levels))
  );
}

/** Whether the biography speaks against one person so plainly that fingerprints alone must not decide. */
export function isContradictory(scheme: Scheme, levels: Uint8Array): boolean {
  return scheme.contradictions.some((conjunction) => holds(conjunction, levels));
}
