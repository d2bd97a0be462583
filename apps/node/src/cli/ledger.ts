import type { Command } from "commander";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { usageError } from "./failure.ts";
import { type Cell, count, print, printJson, shortDigest, styled, table } from "./terminal.ts";

export type LedgerVerdict =
  | {
      readonly kind: "sound";
      readonly size: number;
      readonly root: string;
      /** How far each partner has cosigned, and whether the ledger still has the root that it had then. */
      readonly cosigned: readonly {
        readonly partner: string;
        readonly size: number;
        readonly agrees: boolean;
      }[];
    }
  | { readonly kind: "broken"; readonly index: number; readonly reason: string };

interface LedgerPage {
  readonly size: number;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}

export const LEDGER_REMEDY =
  "Stop the node, keep a copy of the store, and compare with the partner's ledger and the checkpoint that it cosigned.";

export function ledgerCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "ledger",
    "what was disclosed, received, decided and erased",
    "accord ledger verify --node ./iom",
  );

  nodeCommand(
    group,
    "verify",
    "recompute the whole ledger: each entry, the chain and the root",
    "accord ledger verify --node ./iom",
  ).action(async (options: NodeOptions) => {
    const verdict = await withNode(options, (client) => client.post<LedgerVerdict>("/api/ledger/verify"));
    if (options.json) printJson(verdict);
    else if (verdict.kind === "sound") {
      print(`${styled("green", "sound")}: ${count(verdict.size)} entries, root ${verdict.root}`);
      for (const { partner, size, agrees } of verdict.cosigned) {
        print(
          agrees
            ? `as ${partner} cosigned it at ${count(size)} entries`
            : `${styled("red", "REWRITTEN")} since ${partner} cosigned it at ${count(size)} entries`,
        );
      }
    } else {
      print(`${styled("red", "broken")} at entry ${count(verdict.index)} (${verdict.reason})`);
      print(`  remedy: ${LEDGER_REMEDY}`);
    }
    if (verdict.kind === "broken" || verdict.cosigned.some((head) => !head.agrees)) finish(EXIT.failed);
  });

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
        print(
          table(
            ["entry", "at", "what", "partner", "agreement", "persons", "detail"],
            page.entries.map(rowOf),
          ),
        );
        print(`${count(page.size)} entries in all.`);
      }
    });
}

function rowOf(entry: Readonly<Record<string, unknown>>): Cell[] {
  const { index, at, kind, partner, agreement, persons } = entry;
  const detail = [
    "event",
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

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw usageError("number", "a whole number is needed", "Give a number such as 20.");
}
