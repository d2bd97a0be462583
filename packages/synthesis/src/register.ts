import { ageAt, type Day, dayOf } from "./calendar.ts";
import { DEFAULT_DIFFICULTY, type Difficulty } from "./difficulty.ts";
import { type Agency, COUNTIES, type Site } from "./places.ts";
import type { Population } from "./population.ts";
import type { FingersTaken } from "./prints/capture.ts";
import { type Random, randomOf } from "./random.ts";
import type { RegisteredHousehold } from "./registered-person.ts";
import { registrarsOffice } from "./registrars-office.ts";
import { hasLeft, present, type Sitter, type Sitting, split, withOtherHead } from "./sitting.ts";
import type { TrueHousehold } from "./true-person.ts";

export interface RegisterOptions {
  readonly agency: Agency;
  readonly seed: number;
  /** Share of households that the agency registers, 0 to 1; it varies by county. Default 0.64. */
  readonly coverage?: number;
  /** First and last day, `YYYY-MM-DD`. Default IOM February to October 2018, WFP November 2018 to May 2019. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly difficulty?: Partial<Difficulty>;
  /** Whose fingers are taken: as agencies do (the default), or thumb and index of everybody, whatever the age. */
  readonly fingers?: FingersTaken;
}

/** An agency's registration of a population: can be gone through again, always the same. */
export interface Registry extends Iterable<RegisteredHousehold> {
  readonly agency: Agency;
  readonly population: Population;
}

const PERIODS: Readonly<Record<Agency, { readonly from: string; readonly to: string }>> = {
  IOM: { from: "2018-02-01", to: "2018-10-31" },
  WFP: { from: "2018-11-01", to: "2019-05-31" },
};
const DEFAULT_COVERAGE = 0.64;
/** Roads and security bear on both agencies alike, each one's own capacity on itself: standard deviations. */
const ACCESS_SPREAD = 0.09;
const CAPACITY_SPREAD = 0.05;
const CAMPAIGN_DAYS = 14;
const OUTSIDE_CAMPAIGN = 0.12;
/** Most persons that wait to be found in another household; further ones are not registered. */
const WAITING_LIMIT = 1000;

/**
 * One agency's registration of the population, with its errors. Throws a RangeError where coverage is outside 0 to 1
 * or the period ends before it begins.
 *
 *     for (const household of register(people, { agency: "IOM", seed: 7 })) …
 */
export function register(population: Population, options: RegisterOptions): Registry {
  const coverage = options.coverage ?? DEFAULT_COVERAGE;
  const period = options.period ?? PERIODS[options.agency];
  const days = { from: dayOf(period.from), to: dayOf(period.to) };
  if (!(coverage >= 0 && coverage <= 1)) throw new RangeError("coverage must be between 0 and 1");
  if (!(days.to >= days.from)) throw new RangeError("period must not end before it begins");
  const campaign: Campaign = {
    population,
    agency: options.agency,
    seed: options.seed,
    difficulty: { ...DEFAULT_DIFFICULTY, ...options.difficulty },
    fingers: options.fingers ?? "asPractised",
    coverage: coverageByCounty(population, options, coverage),
    days,
  };
  return { agency: options.agency, population, [Symbol.iterator]: () => registrations(campaign) };
}

interface Campaign {
  readonly population: Population;
  readonly agency: Agency;
  readonly seed: number;
  readonly difficulty: Difficulty;
  readonly fingers: FingersTaken;
  readonly coverage: ReadonlyMap<string, number>;
  readonly days: { readonly from: Day; readonly to: Day };
}

function* registrations(campaign: Campaign): Generator<RegisteredHousehold> {
  const office = registrarsOffice(campaign);
  const waiting = new Map<string, Guest[]>();
  for (const home of campaign.population) {
    for (const sitting of sittingsOf(home, campaign, waiting)) yield office.write(sitting);
  }
}

/** Somebody who will be written into the next household of the county. */
interface Guest {
  readonly sitter: Sitter;
  readonly occasion: 0 | 1;
}

function sittingsOf(home: TrueHousehold, campaign: Campaign, waiting: Map<string, Guest[]>): Sitting[] {
  const { agency, seed, difficulty, population } = campaign;
  const random = randomOf(population.seed, seed, agency, "household", home.id);
  const day = drawDay(random, home.site, campaign);
  const site = home.move !== undefined && home.move.from <= day ? home.move.site : home.site;
  const county = site.county.pcode;
  const coverage = campaign.coverage.get(county) ?? 0;
  for (const person of home.members) {
    if (!hasLeft(person, day) || person.birth > day || !random.chance(coverage)) continue;
    wait(waiting, county, { sitter: { person, home, relationship: "other" }, occasion: 0 });
  }
  if (!random.chance(coverage)) return [];

  let sitters: readonly Sitter[] = present(home, day, random, difficulty);
  if (sitters.length === 0) return [];
  const sittings: Sitting[] = [];
  const parted = random.chance(difficulty.householdSplit) ? split(sitters, day, random) : undefined;
  if (parted !== undefined) {
    sitters = parted[0];
    sittings.push({ home, site, day: later(random, day, campaign), sitters: parted[1], occasion: 0 });
  }
  if (random.chance(difficulty.headDifferent)) sitters = withOtherHead(sitters, day, random);
  const guest = waiting.get(county)?.shift();
  const own = sitters;
  if (guest !== undefined) sitters = [...sitters, guest.sitter];
  sittings.unshift({ home, site, day, sitters, occasion: guest?.occasion ?? 0 });

  if (random.chance(difficulty.householdTwice)) sittings.push(again(own, sittings[0]!, campaign, random));
  for (const sitter of own) {
    if (ageAt(sitter.person.birth, day) < 12 || !random.chance(difficulty.personTwice)) continue;
    if (random.chance(0.5)) {
      wait(waiting, county, { sitter: { ...sitter, relationship: "other" }, occasion: 1 });
    } else {
      const alone = [{ ...sitter, relationship: "self" as const }];
      sittings.push({ home, site, day: later(random, day, campaign), sitters: alone, occasion: 1 });
    }
  }
  return sittings;
}

/** The same family as another household, some of them missing, often with another head. */
function again(own: readonly Sitter[], first: Sitting, campaign: Campaign, random: Random): Sitting {
  const day = later(random, first.day, campaign);
  const came = own.filter((_, index) => index === 0 || random.chance(0.75));
  const sitters = random.chance(0.5) ? withOtherHead(came, day, random) : came;
  return { home: first.home, site: first.site, day, sitters, occasion: 1 };
}

function wait(waiting: Map<string, Guest[]>, county: string, guest: Guest): void {
  const queue = waiting.get(county);
  if (queue === undefined) waiting.set(county, [guest]);
  else if (queue.length < WAITING_LIMIT) queue.push(guest);
}

function drawDay(random: Random, site: Site, { population, seed, agency, days }: Campaign): Day {
  const length = days.to - days.from + 1;
  if (random.chance(OUTSIDE_CAMPAIGN)) return days.from + random.int(length);
  const duration = Math.min(CAMPAIGN_DAYS, length);
  const start = randomOf(population.seed, seed, agency, "campaign", site.code).int(length - duration + 1);
  return days.from + start + random.int(duration);
}

function later(random: Random, day: Day, { days }: Campaign): Day {
  return Math.min(days.to, day + 14 + random.int(90));
}

function coverageByCounty(
  population: Population,
  { agency, seed }: RegisterOptions,
  mean: number,
): ReadonlyMap<string, number> {
  return new Map(
    COUNTIES.map(({ pcode }) => {
      const access = ACCESS_SPREAD * randomOf(population.seed, "access", pcode).normal();
      const capacity = CAPACITY_SPREAD * randomOf(population.seed, seed, agency, "capacity", pcode).normal();
      // Complete or no coverage is meant literally.
      const spread = mean === 0 || mean === 1 ? 0 : access + capacity;
      return [pcode, Math.min(1, Math.max(0, mean + spread))];
    }),
  );
}
