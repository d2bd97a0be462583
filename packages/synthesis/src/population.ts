import { ageAt, DAYS_A_YEAR, type Day, dayOf, yearOf } from "./calendar.ts";
import { composeHousehold, type Draft, type Namesake } from "./composition.ts";
import { drawNickname, type NameGroup } from "./names/own-names.ts";
import { drawGroup, drawOrigin, drawSite, type Site } from "./places.ts";
import { type Random, randomOf } from "./random.ts";
import type {
  BirthKnowledge,
  Category,
  PhoneHistory,
  TrueHousehold,
  TruePerson,
  VulnerabilityCode,
} from "./true-person.ts";

/** The day at which ages are meant: the month of IOM's figures. */
export const REFERENCE_DAY: Day = dayOf("2019-06-01");
/** Moves and changes of phone happen from here to the reference day. */
const CHANGES_FROM: Day = dayOf("2018-06-01");

const NAMESAKE_SHARE = 0.03;
const HOUSEHOLD_MOVES = 0.07;
const PERSON_LEAVES = 0.018;

export interface PopulationOptions {
  /** How many people, exactly; 1 to 10 million. */
  readonly people: number;
  readonly seed: number;
}

/** A population that can be gone through any number of times, always the same, holding one household at a time. */
export interface Population extends Iterable<TrueHousehold> {
  readonly people: number;
  readonly seed: number;
}

/**
 * A population of the model case. Throws a RangeError where `people` is not a whole number from 1 to 10 million.
 *
 *     for (const household of population({ people: 5000, seed: 1 })) …
 */
export function population({ people, seed }: PopulationOptions): Population {
  if (!Number.isInteger(people) || people < 1 || people > 10_000_000) {
    throw new RangeError("people must be a whole number from 1 to 10,000,000");
  }
  return { people, seed, [Symbol.iterator]: () => households(people, seed) };
}

function* households(people: number, seed: number): Generator<TrueHousehold> {
  const headsBySite = new Map<string, Namesake & { group: NameGroup }>();
  let nextPerson = 0;
  for (let id = 0; nextPerson < people; id++) {
    const random = randomOf(seed, "household", id);
    const site = drawSite(random);
    const group = drawGroup(random, site.county);
    const neighbour = headsBySite.get(site.code);
    const namesake = neighbour?.group === group && random.chance(NAMESAKE_SHARE) ? neighbour : undefined;
    const drafts = composeHousehold(random, group, namesake).slice(0, people - nextPerson);
    const head = drafts[0] as Draft;
    headsBySite.set(site.code, { ...head, group });
    yield settle(random, { id, site, group, drafts, firstPerson: nextPerson });
    nextPerson += drafts.length;
  }
}

interface Composed {
  readonly id: number;
  readonly site: Site;
  readonly group: NameGroup;
  readonly drafts: readonly Draft[];
  readonly firstPerson: number;
}

function settle(random: Random, { id, site, group, drafts, firstPerson }: Composed): TrueHousehold {
  const category = drawCategory(random);
  const head = drafts[0] as Draft;
  const grownSecond = drafts.findIndex((draft, index) => index > 0 && draft.ageYears >= 16);
  const alternate = grownSecond > 0 && random.chance(0.7) ? grownSecond : -1;
  const members = drafts.map((draft, index): TruePerson => {
    const birth = Math.round(REFERENCE_DAY - draft.ageYears * DAYS_A_YEAR);
    const birthKnowledge = drawBirthKnowledge(random, draft.ageYears);
    const twin = draft.twin === undefined ? -1 : drafts.indexOf(draft.twin);
    return {
      id: firstPerson + index,
      name: {
        group,
        own: draft.own,
        father: draft.father,
        grandfather: draft.grandfather,
        nickname: random.chance(0.25) ? drawNickname(random, draft.own, group, draft.sex) : undefined,
      },
      sex: draft.sex,
      birth,
      birthKnowledge,
      believedBirthYear: believedYear(random, birth, birthKnowledge),
      relationship: draft.relationship,
      alternate: index === alternate,
      twin: twin < 0 ? undefined : firstPerson + twin,
      leaves:
        index > 0 && draft.ageYears >= 9 && random.chance(PERSON_LEAVES) ? changeDay(random) : undefined,
      phone: drawPhone(random, draft, index === 0),
      disability: random.chance(draft.ageYears < 50 ? 0.025 : 0.12),
      vulnerabilities: vulnerabilitiesOf(random, draft, head),
      wornFingers: random.chance(draft.ageYears < 25 ? 0.03 : draft.ageYears < 50 ? 0.1 : 0.25),
    };
  });
  return {
    id,
    site,
    move: random.chance(HOUSEHOLD_MOVES) ? { from: changeDay(random), site: drawSite(random) } : undefined,
    origin: category === "host" ? site.county : drawOrigin(random, site, group),
    category,
    protectLocation: random.chance(0.015),
    rationCard: random.chance(0.85) ? `RC${String(1_000_000 + ((id * 7_368_787) % 9_000_000))}` : undefined,
    members,
  };
}

function drawCategory(random: Random): Category {
  const drawn = random.next();
  return drawn < 0.62 ? "idp" : drawn < 0.82 ? "returnee" : "host";
}

function drawBirthKnowledge(random: Random, ageYears: number): BirthKnowledge {
  const byDay = ageYears < 5 ? 0.25 : ageYears < 18 ? 0.08 : 0.04;
  const byYear = ageYears < 5 ? 0.45 : ageYears < 18 ? 0.25 : 0.1;
  const drawn = random.next();
  return drawn < byDay ? "day" : drawn < byDay + byYear ? "year" : "estimated";
}

/** Estimated ages heap: half of the adults' on multiples of five, a smaller part of the rest a year or two off. */
function believedYear(random: Random, birth: Day, knowledge: BirthKnowledge): number {
  if (knowledge !== "estimated") return yearOf(birth);
  const age = ageAt(birth, REFERENCE_DAY);
  const reference = yearOf(REFERENCE_DAY);
  if (age < 15) return yearOf(birth) + (random.chance(0.2) ? (random.chance(0.5) ? 1 : -1) : 0);
  if (random.chance(0.5)) return reference - Math.max(15, Math.round((age + random.normal()) / 5) * 5);
  return yearOf(birth) + Math.round(1.2 * random.normal());
}

function drawPhone(random: Random, draft: Draft, isHead: boolean): PhoneHistory | undefined {
  if (draft.ageYears < 16 || !random.chance(isHead ? 0.22 : 0.07)) return undefined;
  const number = drawNumber(random);
  return random.chance(0.15)
    ? { number, later: { from: changeDay(random), number: drawNumber(random) } }
    : { number };
}

function drawNumber(random: Random): string {
  const operator = random.pick(["91", "92", "95", "97", "98"]);
  return `+211${operator}${String(random.int(10_000_000)).padStart(7, "0")}`;
}

function changeDay(random: Random): Day {
  return CHANGES_FROM + random.int(REFERENCE_DAY - CHANGES_FROM);
}

function vulnerabilitiesOf(random: Random, draft: Draft, head: Draft): VulnerabilityCode[] {
  const codes: VulnerabilityCode[] = [];
  if (draft.sex === "female" && draft.ageYears >= 16 && draft.ageYears < 46 && random.chance(0.22)) {
    codes.push("PLW");
  }
  if (draft.ageYears >= 60) codes.push("ELD");
  if (draft === head && head.ageYears < 18) codes.push("CHH");
  if (draft === head && head.sex === "female" && random.chance(0.8)) codes.push("FHH");
  if (draft.relationship === "fosterChild" && random.chance(0.6)) codes.push("UAS");
  if (random.chance(0.02)) codes.push("SMI");
  return codes;
}
