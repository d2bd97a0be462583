import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type DistributionOutcome, distributionLines, readDistributionMapping, readRows } from "../index.ts";

async function linesOf(
  csv: string,
  mappingName = "scope-distribution",
): Promise<readonly DistributionOutcome[]> {
  const mapping = await readDistributionMapping(mappingName);
  const rows = readRows({ name: "list.csv", stream: Readable.from([Buffer.from(csv)]) }, mapping);
  const outcomes: DistributionOutcome[] = [];
  for await (const outcome of distributionLines(rows, mapping)) outcomes.push(outcome);
  return outcomes;
}

const HEADER = "SCOPE ID,Name,Modality,Intervention,Cycle,Date Received\n";

describe("a distribution list", () => {
  it("becomes lines of assistance by its mapping, with or without a day of receipt", async () => {
    const lines = await linesOf(
      `${HEADER}S-1,Nyamal,In-kind,GFD,2026-06,03/06/2026\nS-2,Gatluak,cbt,GFD,2026-Q2,\n`,
    );
    expect(lines).toEqual([
      {
        kind: "line",
        line: 2,
        distribution: {
          identifiers: [{ issuer: "WFP", kind: "agencyId", value: "S-1" }],
          kind: "food",
          programme: "GFD",
          cycle: { from: "2026-06-01", until: "2026-06-30" },
          receivedOn: "2026-06-03",
          forHousehold: true,
        },
      },
      expect.objectContaining({
        kind: "line",
        line: 3,
        distribution: expect.objectContaining({
          kind: "cash",
          cycle: { from: "2026-04-01", until: "2026-06-30" },
        }),
      }),
    ]);
    expect(lines[1]).not.toHaveProperty("distribution.receivedOn");
  });

  it("rejects a line with every problem it has and never a value, and goes on", async () => {
    const lines = await linesOf(`${HEADER},x,Seeds,,June,31/06/2026\nS-2,x,Food,GFD,2026-06,\n`);
    const [bad, good] = lines;
    expect(bad?.kind === "reject" && bad.reject.map((problem) => problem.column)).toEqual([
      "SCOPE ID",
      "Modality",
      "Intervention",
      "Cycle",
      "Date Received",
    ]);
    expect(JSON.stringify(bad)).not.toMatch(/Seeds|June|31\/06/);
    expect(good?.kind).toBe("line");
  });

  it("without a column that the mapping reads is refused whole", async () => {
    await expect(linesOf("SCOPE ID,Cycle\nS-1,2026-06\n")).rejects.toMatchObject({
      code: "intake.header_missing",
    });
  });

  it("is read by a mapping that is checked, and a wrong one is refused with what is wrong", async () => {
    await expect(readDistributionMapping("nowhere.json")).rejects.toMatchObject({ code: "intake.mapping" });
    expect((await readDistributionMapping("brave-distribution")).identifiers[0]?.issuer).toBe("IOM");
  });
});
