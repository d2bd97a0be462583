import type { Command } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { wholeNumber } from "../options.ts";
import { type Cell, count, print, printJson, shortDigest, table } from "../terminal.ts";

interface LedgerPage {
  readonly size: number;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}

export function showCommand(group: Command): void {
  nodeCommand(
    group,
    "show",
    "show entries of the ledger, the last ones where --from is not given",
    "accord ledger show --last 20 --node ./iom",
  )
    .option("--from <index>", "the first entry to show", wholeNumber)
    .option("--last <count>", "how many of the last entries to show", wholeNumber, 50)
    .action(async (options: NodeOptions & { from?: number; last: number }) => {
      const page = await withNode(options, async (client) => {
        const limit = Math.min(Math.max(options.last, 1), 1000);
        const from =
          options.from ?? Math.max(0, (await client.get<LedgerPage>("/api/ledger?limit=1")).size - limit);
        return client.get<LedgerPage>(`/api/ledger?from=${from}&limit=${limit}`);
      });
      if (options.json) printJson(page);
      else {
        print(table(entryHeadings, page.entries.map(entryRow)));
        print(`${count(page.size)} entries in all.`);
      }
    });
}

export const entryHeadings = ["entry", "at", "what", "partner", "agreement", "persons", "detail"] as const;

/** A row of a table of entries. */
export function entryRow(entry: Readonly<Record<string, unknown>>): Cell[] {
  const { index, at, kind, partner, agreement, persons } = entry;
  const detail = [
    "event",
    "request",
    "action",
    "operation",
    "key",
    "purpose",
    "recipient",
    "role",
    "fileFormat",
    "tier",
    "subject",
    "outcome",
    "decidedBy",
    "count",
    "code",
    "reason",
    "rejected",
    "size",
  ]
    .filter((key) => entry[key] !== undefined)
    .map((key) => `${key} ${String(entry[key])}`);
  return [
    index as number,
    String(at),
    String(kind),
    partner === undefined ? "" : String(partner),
    agreement === undefined ? "" : shortDigest(String(agreement)),
    persons as number | undefined,
    detail.join(", "),
  ];
}
