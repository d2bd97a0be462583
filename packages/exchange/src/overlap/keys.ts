import { nameKeys } from "@accord/linkage";
import type { KeyedPerson } from "@accord/overlap";
import {
  type AttributeName,
  type AttributeStates,
  type BirthDate,
  birthYear,
  countyOf,
  type PersonName,
  type Place,
} from "@accord/vocabulary";
import type { OverlapSlot } from "./slots.ts";

/** A pinned person as the intersection reads them: nothing where they may not be read any more. */
export interface OverlapPerson {
  readonly ref: string;
  readonly states: AttributeStates;
  /** Numbers that agencies other than the own gave the person, by agency in small letters. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** The person's keys, one or none for each slot, and the county by which the estimate is told. */
export function keyedPerson(
  person: OverlapPerson,
  slots: readonly OverlapSlot[],
  options: { readonly self: string; readonly byCounty: boolean },
): KeyedPerson {
  const place = known<Place>(person.states, "person.location");
  return {
    group: options.byCounty && place !== undefined ? countyOf(place.pcode) : "",
    keys: slots.map((slot) => keyOf(person, slot, options.self)),
  };
}

function keyOf(
  { states, numbers }: OverlapPerson,
  { key, issuer }: OverlapSlot,
  self: string,
): string | undefined {
  switch (key) {
    case "cardNumber":
      return number(known<string>(states, "person.cardNumber"));
    case "rationCard":
      return number(known<string>(states, "person.rationCard"));
    case "phone":
      return known<string>(states, "person.phone");
    case "agencyId":
      return number(
        issuer === self ? known<string>(states, "person.agencyId") : numbers[issuer?.toLowerCase() ?? ""],
      );
    case "nameAndBirthYear": {
      const birth = known<BirthDate>(states, "person.birthDate");
      return named(states, birth === undefined ? undefined : String(birthYear(birth)));
    }
    case "nameAndOrigin": {
      const origin = known<Place>(states, "person.origin");
      return named(states, origin === undefined ? undefined : countyOf(origin.pcode));
    }
  }
}

/** Own and father's name are in both registries mostly; what comes after is often left out in one. */
const NAME_PARTS = 2;

/** Consonants of the first parts of the name, whatever their spelling or script, with sex and one thing more. */
function named(states: AttributeStates, more: string | undefined): string | undefined {
  const name = known<PersonName>(states, "person.name");
  const sex = known<string>(states, "person.sex");
  const keys = name === undefined ? undefined : nameKeys(name.parts);
  if (keys === undefined || sex === undefined || more === undefined) return undefined;
  const parts = keys.skeleton.split(" ").slice(0, NAME_PARTS).join(" ");
  return [parts, sex, more].join("|");
}

/** Letters and digits of a number as written on a card: spaces, dashes and small letters make no other number. */
function number(written: string | undefined): string | undefined {
  const bare = written
    ?.normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return bare === "" ? undefined : bare;
}

function known<T>(states: AttributeStates, attribute: AttributeName): T | undefined {
  const state = states[attribute];
  return state?.state === "known" ? (state.value as T) : undefined;
}
