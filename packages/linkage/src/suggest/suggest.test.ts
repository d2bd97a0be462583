import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dedupe, link } from "../link.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { recogniseColumn } from "./recognise-column.ts";
import { suggest } from "./suggest-from-tables.ts";
import { suggestModel } from "./suggest-model.ts";

const profile = (
  name: string,
  samples: readonly string[],
  more: Partial<ColumnProfile> = {},
): ColumnProfile => ({
  name,
  samples,
  records: 1000,
  filled: 0.9,
  distinct: Math.min(500, samples.length * 100),
  ...more,
});

describe("a column", () => {
  it.each([
    [profile("First Name", ["Anna", "Deng"]), "givenName"],
    [profile("prénom", ["Anna", "Luc"]), "givenName"],
    [profile("apellido", ["García", "Deng"]), "familyName"],
    [profile("DateOfBirth", ["1984-05-12", "1990-01-02"]), "birthDate"],
    [profile("column7", ["12/05/1984", "30/01/1990"]), "birthDate"],
    [profile("birth_place", ["Devon", "Bristol"]), "place"],
    [profile("sexe", ["F", "M"], { distinct: 2 }), "sex"],
    [profile("contact", ["a@b.org", "c@d.net"]), "email"],
    [profile("HH_ID", ["H1", "H2"]), "household"],
    [profile("household_size", ["4", "6"]), "householdSize"],
    [profile("soc_sec_id", ["5304218", "4066625"]), "identifier"],
    [profile("rec_id", ["rec-1", "rec-2"], { filled: 1, distinct: 1000 }), "id"],
    [profile("cluster", ["1", "2"]), "ignored"],
    [profile("admin2_pcode", ["SS0701", "SS0702"]), "pcode"],
  ] as const)("%o is recognised", (column, role) => {
    expect(recogniseColumn(column)).toBe(role);
  });
});

it("pairs the columns of two tables by header and by role, and refuses tables with nothing in common", () => {
  const left = [profile("given_name", ["Anna", "Deng"]), profile("dob", ["1984-05-12"])];
  const right = [profile("Prénom", ["Anna", "Deng"]), profile("date_naissance", ["1984-05-12"])];
  const { model } = suggestModel(left, right);
  expect(model.columns.map(({ from }) => from)).toEqual([
    [["given_name", "Prénom"]],
    [["dob", "date_naissance"]],
  ]);
  expect(() => suggestModel([profile("dob", ["1984-05-12"])], [profile("prenom", ["Anna"])])).toThrow(
    expect.objectContaining({ code: "linkage.nothing-to-compare" }),
  );
});

const data = new URL("../../../../../shared/data/", import.meta.url);

describe.skipIf(!existsSync(data))("unknown tables (skipped where the data is absent)", () => {
  it("of people with many errors are deduplicated by a suggested model trained without labels", async () => {
    const csv = fileURLToPath(new URL("splink/fake_1000.csv", data));
    const { model } = await suggest({ left: { csv } }, ["cluster"]);
    const { clusters, pairs } = await dedupe({ csv }, { model });
    const lines = (await readFile(csv, "utf8")).trim().split("\n").slice(1);
    const truth = new Map(lines.map((line) => [line.split(",")[0] ?? "", line.split(",").at(-1) ?? ""]));
    const sizes = new Map<string, number>();
    for (const one of truth.values()) sizes.set(one, (sizes.get(one) ?? 0) + 1);
    const pairsOf = (n: number) => (n * (n - 1)) / 2;
    const all = [...sizes.values()].reduce((sum, n) => sum + pairsOf(n), 0);
    const links = pairs.filter(({ decision }) => decision === "link");
    const correct = links.filter(({ left, right }) => truth.get(left) === truth.get(right)).length;
    expect(correct / links.length).toBeGreaterThan(0.99);
    expect(correct / all).toBeGreaterThan(0.9);
    expect(new Set(clusters.flat()).size).toBe(clusters.flat().length);
  });

  it("FEBRL 4 is linked one to one", async () => {
    const file = (name: string) => ({ csv: fileURLToPath(new URL(`febrl/${name}`, data)) });
    const { pairs, oneToOne } = await link(file("dataset4a.csv"), file("dataset4b.csv"));
    expect(oneToOne).toBe(true);
    const person = (id: string) => id.split("-")[1];
    const links = pairs.filter(({ decision }) => decision === "link");
    const correct = links.filter(({ left, right }) => person(left) === person(right)).length;
    expect((2 * correct) / (links.length + 5000)).toBeGreaterThanOrEqual(0.999);
  });
});
