import { type Campaign, campaign } from "./protection/campaign.ts";
import { type Bench, count, type Table, timed } from "./table.ts";

/** Whether anything leaves that no clause allows: a campaign of drawn agreements, populations, consents and amendments. */
export const protection: Bench = async ({ smoke }) => {
  const run = await timed(() => (smoke ? campaign(2_000, 1, 120) : campaign(100_000, 1, 600)));
  const table = campaignTable(run.result, run.milliseconds);
  const broken = run.result.outside + run.result.liesTaken + run.result.refusedWrongly + run.result.unproven;
  // So that CI fails on it: a table with a figure that is not nought is no benchmark but a breach.
  if (broken > 0) process.exitCode = 1;
  return table;
};

function campaignTable(found: Campaign, milliseconds: number): Table {
  const must = "limit: 0";
  return {
    question:
      "Does anything leave that no clause allows? (a disclosure is one person's record in one batch under one clause set)",
    rows: [
      {
        what: "disclosures captured",
        measured: count(found.disclosures),
        against: "limit: at least 100,000",
      },
      { what: "values in them", measured: count(found.values), against: "" },
      {
        what: "populations, persons, batches",
        measured: `${count(found.populations)}, ${count(found.persons)}, ${count(found.batches)}`,
        against: "",
      },
      {
        what: "agreements drawn, of which amendments",
        measured: `${count(found.agreements)}, ${count(found.amendments)}`,
        against: "",
      },
      { what: "consents, objections, restrictions changed", measured: count(found.changes), against: "" },
      {
        what: "outside the clauses in the plaintext",
        measured: count(found.outside),
        against: found.firstOutside === undefined ? must : `${must}; first: ${found.firstOutside}`,
      },
      {
        what: "false batches that the receiver took",
        measured: `${count(found.liesTaken)} of ${count(found.lies)}`,
        against: must,
      },
      {
        what: "true batches that the receiver refused",
        measured: count(found.refusedWrongly),
        against: must,
      },
      { what: "disclosures not proven from both ledgers", measured: count(found.unproven), against: must },
      { what: "minutes", measured: (milliseconds / 60_000).toFixed(1), against: "" },
    ],
  };
}
