import fc from "fast-check";
import { expect, test } from "vitest";
import { inArabicScript } from "./names/arabic-script.ts";
import { OWN_NAMES } from "./names/own-names.ts";
import { randomOf } from "./random.ts";
import { habitsOf, mistype, spell } from "./spelling.ts";

const NAMES = Object.values(OWN_NAMES).flatMap((lists) => Object.values(lists).flat());
const nameAndSeed = [fc.constantFrom(...NAMES), fc.integer()] as const;

test("whatever the registrar, a name stays one capitalised word of letters", () => {
  const eager = { spellingHabitStrong: 0.6, spellingHabitWeak: 0.3 };
  fc.assert(
    fc.property(...nameAndSeed, (name, seed) => {
      expect(spell(name, habitsOf(seed, eager), randomOf(seed))).toMatch(/^[A-Z][a-z]+$/);
    }),
  );
});

test("a registrar without habits spells as told", () => {
  const none = habitsOf(1, { spellingHabitStrong: 0, spellingHabitWeak: 0 });
  for (const name of NAMES) expect(spell(name, none, randomOf(1))).toBe(name);
});

test("a slip changes a name by a letter or two", () => {
  fc.assert(
    fc.property(...nameAndSeed, (name, seed) => {
      const slipped = mistype(name, randomOf(seed));
      expect(Math.abs(slipped.length - name.length)).toBeLessThanOrEqual(1);
      expect(slipped.charAt(0)).toBe(name.charAt(0));
    }),
  );
});

test("every name can be written in Arabic letters, Arabic ones as is customary", () => {
  for (const name of NAMES) expect(inArabicScript(name)).toMatch(/^\p{Script=Arabic}{2,}$/u);
  expect(inArabicScript("Mohamed")).toBe("محمد");
});
