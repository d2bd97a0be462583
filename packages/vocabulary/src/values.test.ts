import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ATTRIBUTES,
  BirthDate,
  countyOf,
  HybridClock,
  isWithin,
  PCode,
  parsePersonName,
  Statement,
  stateOf,
} from "./index.ts";

describe("a birth date", () => {
  test.each([
    ["day", "1984-02-29"],
    ["month", "1984-05"],
    ["year", "1984"],
    ["estimated", "1984"],
  ])("of precision %s is as long as its precision", (precision, date) => {
    expect(BirthDate.safeParse({ precision, date }).success).toBe(true);
  });

  test.each([
    ["day", "1983-02-29"],
    ["day", "1984"],
    ["year", "1984-05"],
    ["month", "1984-13"],
    ["estimated", "84"],
  ])("of precision %s is not %s", (precision, date) => {
    expect(BirthDate.safeParse({ precision, date }).success).toBe(false);
  });
});

describe("a place", () => {
  test("lies in the places whose codes begin its own", () => {
    expect(isWithin("SS0707S01", "SS07")).toBe(true);
    expect(isWithin("SS0302", "SS07")).toBe(false);
    expect([stateOf("SS0707S01"), countyOf("SS0707S01")]).toEqual(["SS07", "SS0707"]);
  });

  test.each(["ss07", "SS7", "SS07-07", "Malakal", ""])("is not written %j", (code) => {
    expect(PCode.safeParse(code).success).toBe(false);
  });
});

describe("a name", () => {
  test("is taken apart at white space and told by its script", () => {
    expect(parsePersonName("  Nyandeng  Gatluak Deng ")).toEqual({
      parts: ["Nyandeng", "Gatluak", "Deng"],
      script: "Latn",
    });
    expect(parsePersonName("آدم محمد")?.script).toBe("Arab");
    expect(parsePersonName("   ")).toBeUndefined();
  });

  test("of any text has the shape that the catalogue asks for, or is none", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const name = parsePersonName(text);
        if (name !== undefined) expect(ATTRIBUTES["person.name"].schema.safeParse(name).success).toBe(true);
      }),
    );
  });
});

test("a statement with an attribute that is none, or a value of another shape, is refused by name and without the value", () => {
  const base = {
    id: "1",
    source: "iom",
    method: "declared",
    assertedAt: "2020-01-01T00:00:00Z",
    recordedAt: "2020-01-01T00:00:00Z",
    clock: "1",
  };
  for (const [attribute, value] of [
    ["person.nose", "long"],
    ["person.phone", "secret-value"],
  ] as const) {
    const parsed = Statement.safeParse({ ...base, states: { [attribute]: { state: "known", value } } });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.path).toEqual(["states", attribute]);
    expect(JSON.stringify(parsed.error?.issues)).not.toContain(value);
  }
});

test("a hybrid clock never goes back, whatever the wall clock and the partner's clock do", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1_000_000), fc.boolean()), { minLength: 2, maxLength: 40 }),
      (turns) => {
        let wall = 0;
        const own = new HybridClock("iom", () => wall);
        const other = new HybridClock("wfp", () => wall + 500);
        let last = own.tick();
        for (const [time, witnesses] of turns) {
          wall = time;
          const seen = other.tick();
          if (witnesses) own.witness(seen);
          const next = own.tick();
          expect(next > last).toBe(true);
          if (witnesses) expect(next > seen).toBe(true);
          last = next;
        }
      },
    ),
  );
});
