import { expect, it } from "vitest";
import type { SourceRow } from "../load/source.ts";
import { suggest } from "./suggest-from-tables.ts";

const NAMES = "Achol Deng Nyandeng Gatluak Chuol Majok Ayen Kuol Nyakim Tut Adut Bol".split(" ");
const at = <Value>(list: readonly Value[], index: number): Value => list[index % list.length] as Value;

/** Families of one to five members, who share what `shared` says of the family. */
function families(many: number, shared: (family: number) => SourceRow): SourceRow[] {
  return Array.from({ length: many }, (_, family) =>
    Array.from({ length: 1 + (family % 5) }, (_, member) => ({
      person_id: `p${family}-${member}`,
      given_name: at(NAMES, family * 7 + member),
      date_of_birth: `${1960 + ((family * 3 + member * 11) % 60)}-0${1 + (family % 9)}-1${member}`,
      ...shared(family),
    })),
  ).flat();
}

const told = async (rows: readonly SourceRow[]) => {
  const { model } = await suggest({ left: { rows } });
  return model.columns.find(({ name }) => name === model.household)?.from;
};

it("a household is told by a ration card that a few different people hold", async () => {
  const card = (family: number) => ({ ration_card_no: `SSD-${100_000 + family * 37}` });
  expect(await told(families(300, card))).toEqual([["ration_card_no"]]);
});

it("a household is told by its head's name and place together, where heads of several places have one name", async () => {
  const head = (family: number) => ({
    head_of_household: `${at(NAMES, family)} ${at(NAMES, Math.floor(family / 12))}`,
    village: `Village ${at(NAMES, Math.floor(family / 40))}`,
  });
  expect(await told(families(400, head))).toEqual([["head_of_household"], ["village"]]);
});

it("a phone of a whole village is no household", async () => {
  expect(await told(families(300, (family) => ({ phone: `092000000${family % 6}` })))).toBeUndefined();
});

it("records that share an address and a name are one person written twice and no household", async () => {
  const rows = Array.from({ length: 600 }, (_, record) => ({
    person_id: `p${record}`,
    given_name: `${at(NAMES, Math.floor(record / 3))}${record % 5 === 0 ? "a" : ""}`,
    date_of_birth: `19${60 + (Math.floor(record / 3) % 40)}-03-1${Math.floor(record / 3) % 9}`,
    address: `${Math.floor(record / 3)} Main Road`,
  }));
  expect(await told(rows)).toBeUndefined();
});

it("a column that names the household is taken before what its members share", async () => {
  const both = (family: number) => ({
    household_id: `H${family}`,
    ration_card_no: `SSD-${100_000 + family}`,
  });
  expect(await told(families(300, both))).toEqual([["household_id"]]);
});

it("given coordinates are compared by the distance between them", async () => {
  const where = (family: number) => ({
    gps_latitude: (4 + (family % 50) / 10 + 0.001).toFixed(4),
    gps_longitude: (28 + (family % 70) / 10 + 0.001).toFixed(4),
  });
  const { model } = await suggest({ left: { rows: families(300, where) } });
  const distance = model.comparisons.find(({ name }) => name === "distance");
  expect(distance?.tells).toBe("household");
  expect(distance?.levels[0]?.when).toEqual({
    kind: "measure",
    measure: { kind: "kilometres", latitude: "gps_latitude", longitude: "gps_longitude" },
    atMost: 0.1,
  });
});
