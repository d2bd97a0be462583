import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
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
        policy: { linkFrom: 0.99, adjudicateFrom: 0.5, oneToOne: true },
      });
      const links = result.pairs.filter(({ decision }) => decision === "link");
      const right = links.filter((pair) => entity(pair.left) === entity(pair.right)).length;
      if (process.env.LINKAGE_SHOW) {
        console.log({
          links: links.length,
          right,
          adjudicate: result.pairs.filter((p) => p.decision === "adjudicate").length,
          times: result.timesMilliseconds,
          blocking: result.blocking,
          prior: result.model.prior,
        });
        console.log(
          JSON.stringify(
            result.model.comparisons.map((c) => [
              c.name,
              c.trainedOnPairs,
              c.levels.map((l) =>
                [l.level, +l.m.toFixed(4), +l.u.toExponential(2), +l.mate.toFixed(4)].join(" "),
              ),
            ]),
            null,
            1,
          ),
        );
        const linked = new Set(links.map((p) => p.left));
        const missed = result.pairs.filter(
          (p) => entity(p.left) === entity(p.right) && p.decision !== "link",
        );
        console.log(missed.length, JSON.stringify(missed.slice(0, 8)), linked.size);
        console.log(JSON.stringify(links.filter((p) => entity(p.left) !== entity(p.right)).slice(0, 5)));
      }
      expect(right / links.length).toBeGreaterThanOrEqual(0.999);
      expect(right / 5000).toBeGreaterThanOrEqual(0.995);
    });
  },
);
