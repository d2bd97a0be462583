import { ATTRIBUTES, type AttributeName } from "@accord/vocabulary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL_HEADER, SMALL_ROW, smallMapping } from "../test/mappings.ts";
import { all } from "../test/temporary-file.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { readMapping } from "./mapping/read-mapping.ts";
import type { RowOutcome } from "./registration.ts";
import { registrationsFrom } from "./registrations-from.ts";
import { rejectsFileLines } from "./rejects-file.ts";
import type { FileRow } from "./rows/row.ts";

const HEADER = SMALL_HEADER.split(",");
const ROW = SMALL_ROW.split(",");

function outcomes(
  rows: readonly (readonly string[])[],
  mapping: Mapping = smallMapping(),
  columns: readonly string[] = HEADER,
): Promise<RowOutcome[]> {
  const file = (async function* (): AsyncGenerator<FileRow> {
    yield { kind: "header", line: 1, columns };
    for (const [index, cells] of rows.entries()) yield { kind: "row", line: index + 2, cells };
  })();
  return all(registrationsFrom(file, mapping));
}

const withCell = (column: string, text: string): string[] =>
  ROW.map((cell, at) => (HEADER[at] === column ? text : cell));
const states = async (column: string, text: string, mapping = smallMapping()) => {
  const [outcome] = await outcomes([withCell(column, text)], mapping);
  return outcome?.kind === "registration" ? outcome.registration.states : outcome;
};

describe("a row", () => {
  it("becomes a registration in the vocabulary's words", async () => {
    const [outcome] = await outcomes([ROW]);
    expect(outcome).toEqual({
      kind: "registration",
      line: 2,
      warnings: [],
      registration: {
        externalKey: "P1",
        identifiers: [],
        household: "H1",
        householdStates: {},
        states: {
          "person.name": { state: "known", value: { parts: ["Nyandeng", "Gatluak"], script: "Latn" } },
          "person.sex": { state: "known", value: "female" },
          "person.birthDate": { state: "known", value: { precision: "day", date: "1984-05-12" } },
          "person.membership": {
            state: "known",
            value: { household: "H1", role: "member", relationship: "notKnown" },
          },
        },
        method: "declared",
        assertedAt: "2018-11-03T00:00:00.000Z",
        registeredAt: "2018-11-03",
        protectLocation: false,
        consents: [],
        rowDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it("says nothing of an empty cell, and tells declined from not known", async () => {
    expect(await states("Sex", "")).not.toHaveProperty("person.sex");
    expect(await states("Sex", "refused")).toHaveProperty(["person.sex"], { state: "declined" });
    expect(await states("Sex", "unk")).toHaveProperty(["person.sex"], { state: "notKnown" });
  });

  it("may have tokens of its own in one column", async () => {
    const mapping = smallMapping({
      attributes: { "person.birthDate": { kind: "age", column: "Born", notKnown: ["99"] } },
    });
    expect(await states("Born", "99", mapping)).toHaveProperty(["person.birthDate", "state"], "notKnown");
    expect(await states("Born", "٣٤", mapping)).toHaveProperty(["person.birthDate"], {
      state: "known",
      value: { precision: "estimated", date: "1984" },
    });
  });

  it("is rejected with every problem it has, and without a value", async () => {
    const row = ["", "H1", "Nyandeng", "perhaps", "31/02/1984", "3 November"];
    const [outcome] = await outcomes([row]);
    expect(outcome).toMatchObject({ kind: "reject", line: 2 });
    expect(outcome?.kind === "reject" && outcome.reject.map(({ column }) => column)).toEqual([
      "ID",
      "Registered",
      "Sex",
      "Born",
    ]);
    expect(JSON.stringify(outcome)).not.toMatch(/perhaps|31\/02|3 November|Nyandeng/);
  });

  it("is rejected where its key stood on an earlier line, which is named", async () => {
    const [first, second] = await outcomes([ROW, ROW]);
    expect(first?.kind).toBe("registration");
    expect(second).toMatchObject({
      kind: "reject",
      line: 3,
      reject: [{ problem: "line 2 has the same key" }],
    });
  });

  it("is rejected where the birth date is after the registration, or more than 130 years before", async () => {
    expect(await states("Born", "04/11/2018")).toMatchObject({ reject: [{ column: "Born" }] });
    expect(await states("Born", "04/11/1880")).toMatchObject({ reject: [{ column: "Born" }] });
  });

  it("keeps a registration and warns where the mapping lets a faulty cell go", async () => {
    const mapping = smallMapping({
      attributes: { "person.phone": { kind: "phone", column: "Name", onInvalid: "notKnown" } },
    });
    const [outcome] = await outcomes([ROW], mapping);
    expect(outcome).toMatchObject({
      kind: "registration",
      registration: { states: { "person.phone": { state: "notKnown" } } },
      warnings: [{ column: "Name" }],
    });
  });

  it("gives its key in a reject only where the mapping says that it is not personal", async () => {
    const row = withCell("Sex", "?");
    expect((await outcomes([row]))[0]).not.toHaveProperty("key");
    const open = smallMapping({ person: { key: ["ID"], keyIsPersonal: false } });
    expect((await outcomes([row], open))[0]).toHaveProperty("key", "P1");
  });

  it("has the same digest whatever the order of the columns, and another where a value differs", async () => {
    const digest = async (rows: string[][], columns?: string[]) => {
      const [outcome] = await outcomes(rows, smallMapping(), columns);
      return outcome?.kind === "registration" ? outcome.registration.rowDigest : undefined;
    };
    const same = await digest([ROW]);
    expect(await digest([ROW.toReversed()], HEADER.toReversed())).toBe(same);
    expect(await digest([withCell("Sex", "M")])).not.toBe(same);
  });

  it("takes assertedAt with its zone, the programme and the identifiers of a pattern", async () => {
    const mapping = smallMapping({
      assertedAt: { column: "Born", formats: ["iso"] },
      attributes: {},
      programme: { column: "Name" },
      identifiers: [
        { issuer: "WFP", kind: "card", column: "ID", pattern: "P\\d" },
        { issuer: "IOM", kind: "card", column: "ID", pattern: "Q\\d" },
      ],
    });
    const [outcome] = await outcomes([withCell("Born", "2018-11-03T01:00:00+02:00")], mapping);
    expect(outcome).toMatchObject({
      registration: {
        assertedAt: "2018-11-02T23:00:00.000Z",
        programme: "Nyandeng Gatluak",
        identifiers: [{ issuer: "WFP", kind: "card", value: "P1" }],
      },
    });
  });

  it("holds no consent where the cell is empty, and is rejected where it is not understood", async () => {
    const mapping = smallMapping({
      attributes: {},
      consents: [
        { recipient: "WFP", purpose: "deduplication", column: "Sex", values: { Y: true, N: false } },
        { recipient: "WFP", purpose: "assistance", constant: true },
      ],
    });
    const consents = async (text: string) => {
      const [outcome] = await outcomes([withCell("Sex", text)], mapping);
      return outcome?.kind === "registration"
        ? outcome.registration.consents.map(({ given }) => given)
        : outcome;
    };
    expect(await consents("n")).toEqual([false, true]);
    expect(await consents("")).toEqual([true]);
    expect(await consents("maybe")).toMatchObject({ reject: [{ column: "Sex" }] });
  });
});

describe("any cell at all", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "0",
      "-1",
      "1e9",
      "2018-02-30",
      "SS07",
      "+",
      "a".repeat(3_000),
    ),
  );

  it("never makes a mapping throw, and what it lets through the vocabulary accepts", async () => {
    for (const name of ["brave", "scope", "febrl"]) {
      const mapping = await readMapping(name);
      const columns = headersOf(mapping);
      const row = fc.array(text, { minLength: columns.length, maxLength: columns.length });
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 3 }), async (rows) => {
          for (const outcome of await outcomes(rows, mapping, columns)) {
            if (outcome.kind === "reject") continue;
            const { states, householdStates } = outcome.registration;
            for (const [attribute, state] of Object.entries({ ...states, ...householdStates })) {
              if (state?.state !== "known") continue;
              const { schema } = ATTRIBUTES[attribute as AttributeName];
              expect(schema.safeParse(state.value)).toMatchObject({ success: true });
            }
          }
        }),
        { seed: 11, numRuns: 60 },
      );
    }
  });

  it("is never in what a reject or a warning says", async () => {
    const mapping = await readMapping("brave");
    const columns = headersOf(mapping);
    // Long and with a mark of its own, so that it cannot stand in a message by chance.
    const marked = fc
      .string({ unit: "grapheme-ascii", minLength: 4, maxLength: 20 })
      .map((cell) => `§${cell}§`);
    const row = fc.array(marked, { minLength: columns.length, maxLength: columns.length });
    await fc.assert(
      fc.asyncProperty(row, async (cells) => {
        for (const outcome of await outcomes([cells], mapping, columns)) {
          expect(outcome.kind).toBe("reject");
          expect(JSON.stringify(outcome) + rejectsFileLines(outcome)).not.toContain("§");
        }
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it("leaves a row with a good key, dates and choices readable or rejected, one cell changed at a time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...HEADER), text, async (column, cell) => {
        const [outcome] = await outcomes([withCell(column, cell)]);
        expect(["registration", "reject"]).toContain(outcome?.kind);
        if (outcome?.kind === "reject")
          expect(outcome.reject.every((problem) => problem.remedy !== "")).toBe(true);
      }),
      { seed: 13, numRuns: 200 },
    );
  });
});

/** The columns that a mapping reads, each once. */
function headersOf(mapping: Mapping): string[] {
  const columns = new Set<string>();
  JSON.stringify(mapping, (name, value) => {
    if (name === "column" || name === "name") if (typeof value === "string") columns.add(value);
    if (name === "columns" || name === "key" || name === "pcode")
      for (const column of value) columns.add(column);
    return value;
  });
  return [...columns];
}
