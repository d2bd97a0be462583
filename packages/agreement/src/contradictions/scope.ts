import { isWithin } from "@accord/vocabulary";
import type { Agreement } from "../schema/agreement.ts";
import { type Contradiction, type ContradictionOptions, error, warning } from "./contradiction.ts";

/** A scope that selects nobody, or says a place twice. */
export function* scopeContradictions(
  { scope }: Agreement,
  { isKnownPlace }: ContradictionOptions,
): Generator<Contradiction> {
  if (scope.places.length === 0) {
    yield error({
      code: "scope.no_place",
      message: "The scope selects no place.",
      where: "scope.places",
      remedy: "Name P-codes; SS stands for the whole of South Sudan.",
    });
  }
  for (const place of scope.places) {
    if (isKnownPlace !== undefined && !isKnownPlace(place)) {
      yield error({
        code: "scope.unknown_place",
        message: `The scope names ${place}, which is no known place.`,
        where: `scope.places.${place}`,
        remedy: "Correct the P-code, or load the gazetteer that has it.",
      });
    }
    const wider = scope.places.find((other) => other !== place && isWithin(place, other));
    if (wider !== undefined) {
      yield warning({
        code: "scope.place_within",
        message: `${place} lies in ${wider}, which the scope names as well.`,
        where: `scope.places.${place}`,
        remedy: `Drop ${wider} if only ${place} is meant, else drop ${place}.`,
      });
    }
  }
  if (new Set(scope.places).size < scope.places.length) {
    yield warning({
      code: "scope.place_repeated",
      message: "The scope names a place twice.",
      where: "scope.places",
      remedy: "Name each place once.",
    });
  }
  const { registeredFrom, registeredUntil } = scope;
  if (registeredFrom !== undefined && registeredUntil !== undefined && registeredFrom > registeredUntil) {
    yield error({
      code: "scope.dates_reversed",
      message: "The scope's registration dates are reversed, so it selects nobody.",
      where: "scope.registeredUntil",
      remedy: "Set registeredUntil on or after registeredFrom.",
    });
  }
}
