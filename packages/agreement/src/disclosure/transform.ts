import {
  AccordError,
  type AttributeName,
  type BirthDate,
  countyOf,
  type Place,
  stateOf,
  type Transformation,
} from "@accord/vocabulary";
import { hashValue } from "./hash.ts";

/** A known value as the clause lets it leave; never more than went in. */
export function transformValue(
  transformation: Transformation,
  attribute: AttributeName,
  value: unknown,
  hashKey: Uint8Array | undefined,
): unknown {
  switch (transformation) {
    case "none":
      return value;
    case "birthYear":
      return yearOnly(value as BirthDate);
    case "county":
      return { pcode: countyOf((value as Place).pcode) };
    case "state":
      return { pcode: stateOf((value as Place).pcode) };
    case "present":
      return true;
    case "hash":
      if (hashKey === undefined) {
        throw new AccordError(
          "agreement.hash_key_missing",
          `A clause hashes ${attribute}, but no key was given.`,
          {
            where: attribute,
            remedy: "Hand in the key that the two nodes agreed for this agreement.",
          },
        );
      }
      return hashValue(attribute, value, hashKey);
  }
}

/** That a year was estimated is kept: it says less, and linkage weighs it. */
function yearOnly(birth: BirthDate): BirthDate {
  return {
    precision: birth.precision === "estimated" ? "estimated" : "year",
    date: birth.date.slice(0, 4),
  };
}
