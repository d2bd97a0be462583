import type { Agreement } from "../schema/agreement.ts";
import { isExactKey } from "../schema/overlap.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** What in the terms of the private set intersection cannot work, or says less than it seems to. */
export function* overlapContradictions({
  overlap,
  ceilings,
  minimumOverlapTold,
}: Agreement): Generator<Contradiction> {
  if (overlap === undefined) return;
  for (const list of ["estimateBy", "linkBy"] as const) {
    if (new Set(overlap[list]).size < overlap[list].length) {
      yield error({
        code: "overlap.key_repeated",
        message: "A kind of key is listed twice.",
        where: `overlap.${list}`,
        remedy: "List each kind once.",
      });
    }
  }
  if (overlap.estimateBy.length === 1) {
    yield warning({
      code: "overlap.one_key",
      message:
        "With one kind of key, persons who lack it, or of whom it is written otherwise, cannot be estimated.",
      where: "overlap.estimateBy",
      remedy: "Add a second kind: a number beside a name.",
    });
  } else if (overlap.estimateBy.every((key) => !isExactKey(key))) {
    yield warning({
      code: "overlap.names_only",
      message: "Keys of names alone depend on one another, so that the estimate will be too low.",
      where: "overlap.estimateBy",
      remedy: "Add a kind that is a number.",
    });
  }
  if (overlap.ceilings.personsPerRun < ceilings.personsPerExchange) {
    yield warning({
      code: "overlap.ceiling_below_exchange",
      message: "An exchange of as many persons as are allowed would be stopped before its overlap is known.",
      where: "overlap.ceilings.personsPerRun",
      remedy: "Raise personsPerRun, or lower personsPerExchange.",
    });
  }
  if (overlap.stopBelow > 0 && overlap.stopBelow < minimumOverlapTold) {
    yield warning({
      code: "overlap.stop_below_told",
      message: "An overlap so small is not told, so that it never ends an exchange by itself.",
      where: "overlap.stopBelow",
      remedy: "Set stopBelow to minimumOverlapTold or more, or to 0.",
    });
  }
}
