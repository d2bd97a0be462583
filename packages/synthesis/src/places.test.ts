import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COUNTIES } from "./places.ts";

const published = new URL("../../../../shared/data/places/ssd_pcodes_adm1_adm2.csv", import.meta.url);

// Skipped where the third-party data is absent.
test.skipIf(!existsSync(published))("counties have the names and P-codes that OCHA publishes", () => {
  const lines = readFileSync(published, "utf8").split(/\r?\n/);
  const names = new Map(lines.map((line) => line.split(",").slice(2, 4) as [string, string]));
  for (const { pcode, name } of COUNTIES) expect(names.get(pcode)).toBe(name);
});
