import type { Difficulty } from "./difficulty.ts";
import { inArabicScript } from "./names/arabic-script.ts";
import { type Random, randomOf } from "./random.ts";
import type { WrittenName } from "./registered-person.ts";
import { mistype, type SpellingHabits, spell } from "./spelling.ts";
import type { TrueName } from "./true-person.ts";

/** One registrar sitting with one household: spells a part the same way for all of its members. */
export interface Scribe {
  readonly habits: SpellingHabits;
  readonly script: "Latn" | "Arab";
  /** Seed of this sitting. */
  readonly seed: number;
  readonly spelled: Map<string, string>;
}

export function scribeOf(habits: SpellingHabits, script: Scribe["script"], seed: number): Scribe {
  return { habits, script, seed, spelled: new Map() };
}

/** Writes down a name: nicknames, parts that are missing or turned round, the scribe's spelling, slips. */
export function writeName(
  name: TrueName,
  scribe: Scribe,
  random: Random,
  difficulty: Difficulty,
): WrittenName {
  const nicknamed = random.chance(difficulty.nicknameIfKnown);
  const own = nicknamed && name.nickname !== undefined ? name.nickname : name.own;
  const fatherMissing = random.chance(difficulty.fatherMissing);
  const grandfatherMissing = random.chance(difficulty.grandfatherMissing);
  const said = [own];
  if (!fatherMissing) said.push(name.father);
  if (!grandfatherMissing) said.push(name.grandfather);
  if (said.length > 1 && random.chance(difficulty.partsReordered)) turnRound(said, random);
  const parts = said.map((part) => {
    const written = writePart(part, scribe);
    return random.chance(difficulty.typingErrorPerPart) ? mistype(written, random) : written;
  });
  return {
    parts,
    script: scribe.script,
    given: parts[0] as string,
    father: parts[1],
    grandfather: parts[2],
  };
}

function writePart(part: string, scribe: Scribe): string {
  let written = scribe.spelled.get(part);
  if (written === undefined) {
    written =
      scribe.script === "Arab"
        ? inArabicScript(part)
        : spell(part, scribe.habits, randomOf(scribe.seed, part));
    scribe.spelled.set(part, written);
  }
  return written;
}

function turnRound(parts: string[], random: Random): void {
  const at = random.int(parts.length - 1);
  const [one, other] = [parts[at] as string, parts[at + 1] as string];
  parts[at] = other;
  parts[at + 1] = one;
}
