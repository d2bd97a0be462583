import { ageAt, type Day, isoDate } from "./calendar.ts";
import type { Difficulty } from "./difficulty.ts";
import { luhnDigit, series } from "./numbering.ts";
import type { Agency, Site } from "./places.ts";
import type { Population } from "./population.ts";
import { captureStream, drawCaptures, type FingersTaken } from "./prints/capture.ts";
import { type Random, randomOf, seedOf } from "./random.ts";
import type {
  Consents,
  RegisteredHousehold,
  RegisteredPerson,
  Role,
  VulnerabilityRating,
} from "./registered-person.ts";
import type { Sitter, Sitting } from "./sitting.ts";
import { habitsOf, type SpellingHabits } from "./spelling.ts";
import type { TruePerson } from "./true-person.ts";
import { writeBirth } from "./write-birth.ts";
import { type Scribe, scribeOf, writeName } from "./write-name.ts";

const REGISTRARS_A_SITE = 3;
const ARABIC_WHERE_WRITTEN = 0.8;

interface Office {
  readonly population: Population;
  readonly agency: Agency;
  readonly seed: number;
  readonly difficulty: Difficulty;
  readonly fingers: FingersTaken;
}

/** Writes sittings down as the agency's records: numbers them, spells names, estimates ages, takes fingers. */
export function registrarsOffice(office: Office): { write(sitting: Sitting): RegisteredHousehold } {
  const { population, agency, seed, difficulty, fingers } = office;
  const keys = [population.seed, seed, agency] as const;
  const personNumber = series(agency === "IOM" ? 9 : 10, ...keys, "person");
  const householdNumber = series(8, ...keys, "household");
  const cardNumber = series(8, ...keys, "card");
  const habits = new Map<number, SpellingHabits>();

  function scribe(random: Random, site: Site): Scribe {
    const registrar = seedOf(...keys, "registrar", site.code, random.int(REGISTRARS_A_SITE));
    let known = habits.get(registrar);
    if (known === undefined) {
      known = habitsOf(registrar, difficulty);
      habits.set(registrar, known);
    }
    const arabic = site.arabicScript.includes(agency) && random.chance(ARABIC_WHERE_WRITTEN);
    return scribeOf(known, arabic ? "Arab" : "Latn", random.int(4294967296));
  }

  return {
    write(sitting) {
      const { home, site, day, sitters, occasion } = sitting;
      const head = sitters[0] as Sitter;
      const random = randomOf(...keys, "sitting", head.person.id, occasion);
      const number = (agency === "IOM" ? "HH-" : "SSH") + householdNumber();
      const hand = scribe(random, site);
      const consents = drawConsents(random);
      const householdSize = declaredSize(random, sitting);
      const rating = ratingOf(random, sitters);
      const showsRationCard =
        occasion === 0 && random.chance(agency === "WFP" ? 0.9 : difficulty.rationCardKnownToPartner);
      let householdName = "";

      const members = sitters.map((sitter, index): RegisteredPerson => {
        const { person } = sitter;
        const name = writeName(person.name, hand, random, difficulty);
        if (index === 0) householdName = name.parts.slice(0, 2).join(" ");
        const role: Role = index === 0 ? "head" : isAlternate(sitter, home, sitters) ? "alternate" : "member";
        const collects = agency === "WFP" && role !== "member";
        return {
          agency,
          id: (agency === "IOM" ? "BRV-" : "SCP") + personNumber(),
          household: number,
          householdName,
          householdSize,
          householdVulnerability: rating,
          role,
          relationship:
            index > 0 && random.chance(difficulty.relationshipUnclear) ? undefined : sitter.relationship,
          name,
          sex: random.chance(difficulty.sexMiskeyed) ? opposite(person.sex) : person.sex,
          birth: writeBirth(person, agency, day, random, difficulty),
          registeredOn: isoDate(day),
          site,
          origin: random.chance(difficulty.originMissing) ? undefined : home.origin,
          category: home.category,
          phone: phoneAt(person, day, random, difficulty),
          cardNumber: collects ? cardOf(cardNumber()) : undefined,
          rationCard: index === 0 && showsRationCard ? home.rationCard : undefined,
          disability: random.chance(difficulty.disabilityMissing) ? undefined : person.disability,
          vulnerabilities: person.vulnerabilities.filter(() => random.chance(0.85)),
          protectLocation: sitter.home.protectLocation,
          consents,
          captures: drawCaptures(captureStream(population.seed ^ seed, agency, person.id, occasion), person, {
            populationSeed: population.seed,
            ageYears: ageAt(person.birth, day),
            headThumbOnly: site.headThumbOnly.includes(agency),
            isHead: index === 0,
            fingers,
          }),
          truePerson: person.id,
        };
      });
      return { agency, number, members, trueHousehold: home.id };
    },
  };
}

function drawConsents(random: Random): Consents {
  const drawn = random.next();
  if (drawn < 0.025) return { deduplication: false, assistance: false };
  return { deduplication: true, assistance: drawn >= 0.04 };
}

/** Absent members are declared; some households declare more than there are. */
function declaredSize(random: Random, { home, sitters, day, occasion }: Sitting): number {
  const living = home.members.filter((person) => person.birth <= day).length;
  const said = occasion === 0 && sitters.length > 1 ? Math.max(living, sitters.length) : sitters.length;
  return Math.min(40, said + (random.chance(0.08) ? 1 + random.int(2) : 0));
}

function ratingOf(random: Random, sitters: readonly Sitter[]): VulnerabilityRating {
  if (random.chance(0.15)) return "unknown";
  const codes = sitters.reduce((sum, sitter) => sum + sitter.person.vulnerabilities.length, 0);
  if (codes === 0) return "notVulnerable";
  return codes === 1 ? "vulnerable" : codes < 4 ? "veryVulnerable" : "extremelyVulnerable";
}

function isAlternate(sitter: Sitter, home: Sitting["home"], sitters: readonly Sitter[]): boolean {
  if (sitter.home !== home) return false;
  // Where the alternate came as the head, the true head is the alternate.
  const headIsAlternate = sitters[0]?.person.alternate === true;
  return headIsAlternate ? sitter.person === home.members[0] : sitter.person.alternate;
}

function phoneAt(person: TruePerson, day: Day, random: Random, difficulty: Difficulty): string | undefined {
  const { phone } = person;
  if (phone === undefined || random.chance(difficulty.phoneMissing)) return undefined;
  return phone.later !== undefined && phone.later.from <= day ? phone.later.number : phone.number;
}

function cardOf(digits: string): string {
  return `SC${digits}-${luhnDigit(digits)}`;
}

function opposite(sex: TruePerson["sex"]): TruePerson["sex"] {
  return sex === "female" ? "male" : "female";
}
