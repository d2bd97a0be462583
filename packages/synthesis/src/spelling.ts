import type { Difficulty } from "./difficulty.ts";
import { type Random, randomOf } from "./random.ts";

/**
 * How a registrar spells names that have no fixed spelling: a rule of this list applied always, now and then, or
 * never. Rules work on lower case; those marked by a look-behind leave the first letter alone.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/ie/g, "e"],
  [/ie/g, "ye"],
  [/(?<=[bcdgklmnprt])e(?=[kltnrw])/g, "ie"],
  [/ei/g, "ey"],
  [/uo/g, "wo"],
  [/uo/g, "o"],
  [/ua/g, "wa"],
  [/ua/g, "uo"],
  [/(?<=[^aeiou])wa/g, "ua"],
  [/ch/g, "c"],
  [/c(?!h)/g, "ch"],
  [/dh/g, "d"],
  [/th/g, "t"],
  [/(?<=[aeiou])t(?!h)$/g, "th"],
  [/(?<=n)y(?=[aeo])/g, "i"],
  [/(?<=.)ai(?=$|[^aeiou])/g, "ay"],
  [/(?<=.)ay/g, "ai"],
  [/i$/g, "y"],
  [/(?<=.)y$/g, "i"],
  [/kh/g, "k"],
  [/(?<=.)h(?=$|[^aeiou])(?<![tdckgsp]h)/g, ""],
  [/^h(?=[aeiou])/g, ""],
  [/(?<=[aeiou])([lmnrtk])(?=[aeiou])/g, "$1$1"],
  [/([lmnrtkds])\1/g, "$1"],
  [/oo|ou/g, "u"],
  [/(?<=[^aeiou])u(?=[^aeiou])/g, "oo"],
  [/(?<=[^aeiou])o(?=[^aeiou])/g, "oo"],
  [/(?<=[^aeiou])o(?=[^aeiou])/g, "u"],
  [/aa/g, "a"],
  [/(?<=[^aeiou])a(?=[^aeiou]+$)/g, "aa"],
  [/a$/g, "ah"],
  [/(?<=..)e$/g, ""],
  [/k$/g, "c"],
  [/g$/g, "k"],
  [/b$/g, "p"],
  [/ph/g, "f"],
  [/el(?=[a-z])/g, "al"],
  [/j(?=[aeiou])/g, "g"],
  [/z/g, "s"],
];

/** A registrar's inclination to each rule, 0 to 1. */
export interface SpellingHabits {
  readonly rules: readonly { readonly rule: number; readonly inclination: number }[];
}

const STRONG = 0.9;
const WEAK = 0.3;

export function habitsOf(
  registrarSeed: number,
  difficulty: Pick<Difficulty, "spellingHabitStrong" | "spellingHabitWeak">,
): SpellingHabits {
  const random = randomOf(registrarSeed, "habits");
  const rules: { rule: number; inclination: number }[] = [];
  for (let rule = 0; rule < RULES.length; rule++) {
    const drawn = random.next();
    if (drawn < difficulty.spellingHabitStrong) rules.push({ rule, inclination: STRONG });
    else if (drawn < difficulty.spellingHabitStrong + difficulty.spellingHabitWeak) {
      rules.push({ rule, inclination: WEAK });
    }
  }
  return { rules };
}

/** A name part as this registrar hears and spells it. At most two rules change one part. */
export function spell(part: string, habits: SpellingHabits, random: Random): string {
  let spelled = part.toLowerCase();
  let changes = 0;
  for (const { rule, inclination } of habits.rules) {
    if (changes === 2) break;
    if (!random.chance(inclination)) continue;
    const [pattern, replacement] = RULES[rule] as (typeof RULES)[number];
    const changed = spelled.replace(pattern, replacement);
    if (changed === spelled || changed.length < 2) continue;
    spelled = changed;
    changes++;
  }
  return changes === 0 ? part : capitalised(spelled);
}

const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** One slip of the fingers in a name of Latin or Arabic letters: two letters turned, one lost, doubled or beside. */
export function mistype(part: string, random: Random): string {
  if (part.length < 3) return part;
  const at = 1 + random.int(part.length - 2);
  const before = part.slice(0, at);
  const letter = part.charAt(at);
  const after = part.slice(at + 1);
  switch (random.int(4)) {
    case 0:
      return before + after.charAt(0) + letter + after.slice(1);
    case 1:
      return before + after;
    case 2:
      return before + letter + letter + after;
    default:
      return before + besideOnKeyboard(letter, random) + after;
  }
}

function besideOnKeyboard(letter: string, random: Random): string {
  const row = KEYS.find((keys) => keys.includes(letter));
  if (row === undefined) return letter;
  const at = row.indexOf(letter) + (random.chance(0.5) ? 1 : -1);
  return row.charAt(at) || letter;
}

function capitalised(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}
