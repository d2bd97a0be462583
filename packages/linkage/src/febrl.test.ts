import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linkPeople as link } from "../test/people.ts";
import { DEFAULT_POLICY } from "./decide/policy.ts";
import type { LinkageRecord } from "./record.ts";

const folder = new URL("../../../../shared/data/febrl/", import.meta.url);

interface Reading {
  /** Key by which ids are renamed, as a node does before it discloses; their order and samples change with it. */
  readonly key: string;
  readonly place: string | undefined;
  /** Whether every third person of each file is left out of it, others of one than of the other. */
  readonly third: boolean;
}

function isDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

function readFebrl(file: string, { key, place, third }: Reading) {
  const [head, ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split("\n");
  const columns = (head ?? "").split(",").map((name) => name.trim());
  const entities = new Map<string, string>();
  const records = lines.flatMap((line): LinkageRecord[] => {
    const cells = line.split(",").map((cell) => cell.trim());
    const of = (name: string) => cells[columns.indexOf(name)] ?? "";
    const entity = of("rec_id").split("-")[1] ?? "";
    if (third && Number(entity) % 3 === (file.includes("4a") ? 0 : 1)) return [];
    const id = createHmac("sha256", key).update(of("rec_id")).digest("hex");
    entities.set(id, entity);
    const digits = of("date_of_birth");
    const birth = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
    return [
      {
        id,
        nameParts: [of("given_name"), of("surname")].filter((part) => part !== ""),
        birthDate: isDay(birth) ? birth : undefined,
        identifiers: of("soc_sec_id") === "" ? [] : [`rationCard:${of("soc_sec_id")}`],
        place,
      },
    ];
  });
  return { records, entities };
}

async function linkFebrl(left: string, right: string, reading: Reading) {
  const one = readFebrl(left, reading);
  const other = readFebrl(right, reading);
  const { pairs } = await link({ left: one.records, right: other.records, policy: DEFAULT_POLICY });
  const links = pairs.filter(({ decision }) => decision === "link");
  const correct = links.filter((pair) => one.entities.get(pair.left) === other.entities.get(pair.right));
  const known = new Set(other.entities.values());
  const both = [...one.entities.values()].filter((entity) => known.has(entity)).length;
  return { precision: correct.length / links.length, recall: correct.length / both };
}

describe.skipIf(!existsSync(folder))(
  "linkage of FEBRL dataset 4 by biography, without labels (skipped where its files are absent)",
  () => {
    it.each([
      ["dataset4a.csv", "dataset4b.csv", { key: "a", place: undefined, third: false }],
      ["dataset4b.csv", "dataset4a.csv", { key: "b", place: "AU", third: false }],
    ] as const)("finds nearly every pair of %s and %s", async (left, right, reading) => {
      const { precision, recall } = await linkFebrl(left, right, reading);
      expect(precision).toBeGreaterThanOrEqual(0.999);
      expect(recall).toBeGreaterThanOrEqual(0.995);
    });

    it("links no strangers where a third of the other file is missing", async () => {
      const reading: Reading = { key: "c", place: undefined, third: true };
      const { precision, recall } = await linkFebrl("dataset4a.csv", "dataset4b.csv", reading);
      expect(precision).toBeGreaterThanOrEqual(0.999);
      expect(recall).toBeGreaterThanOrEqual(0.98);
    });
  },
);
