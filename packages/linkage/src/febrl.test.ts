import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "./decide/policy.ts";
import { link } from "./link.ts";
import type { LinkageRecord } from "./record.ts";

const folder = new URL("../../../../shared/data/febrl/", import.meta.url);

function readFebrl(file: string): LinkageRecord[] {
  const [head, ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split("\n");
  const columns = (head ?? "").split(",").map((name) => name.trim());
  return lines.map((line) => {
    const cells = line.split(",").map((cell) => cell.trim());
    const of = (name: string) => cells[columns.indexOf(name)] ?? "";
    const birth = of("date_of_birth");
    return {
      id: of("rec_id"),
      nameParts: [of("given_name"), of("surname")].filter((part) => part !== ""),
      birthDate: birth === "" ? undefined : `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6, 8)}`,
      identifiers: of("soc_sec_id") === "" ? [] : [`social:${of("soc_sec_id")}`],
    };
  });
}

const entity = (id: string) => id.split("-")[1];

describe.skipIf(!existsSync(folder))(
  "linkage of FEBRL dataset 4 (skipped where its files are absent)",
  () => {
    it("finds nearly every pair one-to-one without labels", async () => {
      const result = await link({
        left: readFebrl("dataset4a.csv"),
        right: readFebrl("dataset4b.csv"),
        policy: DEFAULT_POLICY,
      });
      const links = result.pairs.filter(({ decision }) => decision === "link");
      const right = links.filter((pair) => entity(pair.left) === entity(pair.right)).length;
      expect(right / links.length).toBeGreaterThanOrEqual(0.999);
      expect(right / 5000).toBeGreaterThanOrEqual(0.995);
    });
  },
);
