import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Authority, currentAssertions, known, METHODS, type Statement } from "./index.ts";

const state = fc.oneof(
  fc.constantFrom("female", "male").map((value) => known(value)),
  fc.constantFrom("notKnown", "declined", "withheld").map((kind) => ({ state: kind }) as const),
);

const statement: fc.Arbitrary<Statement> = fc
  .record({
    source: fc.constantFrom("iom", "wfp"),
    method: fc.constantFrom(...METHODS),
    assertedAt: fc.constantFrom("2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
    clock: fc.constantFrom("000000001-0000-iom", "000000002-0000-wfp"),
    sex: state,
    lifeStatus: fc.option(
      fc.constantFrom("present", "departed").map((value) => known(value)),
      { nil: undefined },
    ),
    number: fc.nat(50),
  })
  .map(({ sex, lifeStatus, number, ...rest }) => ({
    ...rest,
    // The same id is always the same statement, as in a registry.
    id: `${number} ${JSON.stringify({ ...rest, sex, lifeStatus })}`,
    recordedAt: "2020-02-02T00:00:00Z",
    states: { "person.sex": sex, ...(lifeStatus === undefined ? {} : { "person.lifeStatus": lifeStatus }) },
  }));

const authority: Authority = (attribute, source) => (attribute === "person.sex" && source === "iom" ? 1 : 0);
const values = (statements: readonly Statement[]) =>
  [...currentAssertions(statements, authority)]
    .map(([name, assertion]) => [name, assertion.statement, assertion.state])
    .sort();

describe("the current value", () => {
  test("is the same whatever the order, the repetition and the grouping of what was said", () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 12 }),
        fc.array(statement, { maxLength: 12 }),
        (some, others) => {
          const expected = values([...some, ...others]);
          expect(values([...others, ...some].reverse())).toEqual(expected);
          expect(values([...some, ...others, ...some])).toEqual(expected);
        },
      ),
    );
  });

  test("is the same where a statement comes in two parts", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), (statements) => {
        const parts = statements.flatMap((one) =>
          Object.entries(one.states).map(([name, value]) => ({ ...one, states: { [name]: value } })),
        );
        expect(values(parts)).toEqual(values(statements));
      }),
    );
  });

  test("is never a withheld value where anything else was said", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 12 }), (statements) => {
        const sexes = statements.map((one) => one.states["person.sex"]?.state);
        const current = currentAssertions(statements, authority).get("person.sex")?.state.state;
        if (sexes.some((each) => each !== "withheld")) expect(current).not.toBe("withheld");
        if (sexes.includes("known")) expect(current).toBe("known");
      }),
    );
  });
});

test("authority comes before how a value is known, and that before when it was said", () => {
  const base = { recordedAt: "2020-01-01T00:00:00Z", clock: "000000001-0000-x" };
  const said = (
    id: string,
    source: string,
    method: Statement["method"],
    assertedAt: string,
    value: string,
  ): Statement => ({
    ...base,
    id,
    source,
    method,
    assertedAt,
    states: { "person.sex": known(value) },
  });
  const old = said("1", "iom", "declared", "2018-01-01T00:00:00Z", "female");
  const measured = said("2", "wfp", "biometric", "2019-01-01T00:00:00Z", "male");
  const late = said("3", "wfp", "declared", "2020-01-01T00:00:00Z", "other");
  const of = (statements: Statement[], rank?: Authority) =>
    currentAssertions(statements, rank).get("person.sex")?.statement;
  expect(of([old, measured, late], authority)).toBe("1");
  expect(of([old, measured, late])).toBe("2");
  expect(of([old, late])).toBe("3");
});
