import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { ExchangeComparison } from "../../ledger/receipts.ts";
import type { WitnessOutcome } from "../../ledger/witness-client.ts";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { EXIT, type Finish } from "../exit-code.ts";
import { count, print, printJson, styled, table } from "../terminal.ts";

interface ReceiptRow {
  readonly agency: string;
  readonly index: number;
  readonly proof: string;
}
interface Evidence {
  readonly origin: string;
  readonly at: string;
  readonly code: string;
  readonly held?: string;
  readonly shown: string;
}

/** What the ledgers of both agencies say of each other. */
export function ledgerPartnerCommands(group: Command, finish: Finish): void {
  nodeCommand(
    group,
    "publish",
    "sign a checkpoint of the ledger and have the partners and other witnesses cosign it",
    "accord ledger publish --node ./iom",
  ).action(async (options: NodeOptions) => {
    const published = await withNode(options, (client) =>
      client.post<{ size: number; note: string; witnesses: WitnessOutcome[] }>("/api/ledger/publish"),
    );
    if (options.json) printJson(published);
    else {
      print(`A checkpoint at ${count(published.size)} entries:`);
      for (const { witness, outcome, code, remedy } of published.witnesses) {
        print(
          `  ${witness}: ${outcome === "cosigned" ? styled("green", outcome) : styled("red", `${outcome} (${code})`)}`,
        );
        if (remedy !== undefined) print(`    remedy: ${remedy}`);
      }
      if (published.witnesses.length === 0)
        print("  there is nobody to cosign it: add a partner, or a witness to the policy");
    }
    if (published.witnesses.some(({ outcome }) => outcome === "contradicted")) finish(EXIT.failed);
    else if (published.witnesses.some(({ outcome }) => outcome !== "cosigned")) finish(EXIT.unfinished);
  });

  nodeCommand(
    group,
    "compare <exchange>",
    "fetch and verify the partner's receipts of an exchange, and hold both ledgers against each other",
    "accord ledger compare 0190… --node ./iom",
  ).action(async (exchange: string, options: NodeOptions) => {
    const compared = await withNode(options, (client) =>
      client.post<ExchangeComparison>(`/api/ledger/exchanges/${encodeURIComponent(exchange)}/compare`),
    );
    if (options.json) printJson(compared);
    else {
      const { agrees, received, refused, own, theirs, partner, disagreements } = compared;
      print(
        `${agrees ? styled("green", "both ledgers agree") : styled("red", "the ledgers do not agree")}: ${count(own)} entries here, ${count(theirs)} at ${partner}, each proven; ${count(received)} batches received, ${count(refused)} refused.`,
      );
      print(
        table(
          ["what", "side", "entry", "fields"],
          disagreements.map((each) => [
            each.kind,
            each.side === "own" ? "here" : partner,
            each.index,
            each.kind === "different" ? each.fields.join(", ") : "",
          ]),
        ),
      );
      if (!agrees)
        print(
          "  remedy: Have both data-protection officers look at these batches; `accord ledger receipts` gives the proofs.",
        );
    }
    if (!compared.agrees) finish(EXIT.failed);
  });

  nodeCommand(
    group,
    "receipts <exchange>",
    "write both agencies' proofs about an exchange, kept when it was compared, as .tlog-proof files",
    "accord ledger receipts 0190… --out ./receipts --node ./iom",
  )
    .requiredOption("--out <folder>", "where to write")
    .action(async (exchange: string, options: NodeOptions & { out: string }) => {
      const kept = await withNode(options, (client) =>
        client.get<Record<string, ReceiptRow[]>>(
          `/api/ledger/exchanges/${encodeURIComponent(exchange)}/receipts`,
        ),
      );
      const rows = Object.values(kept).flat();
      for (const { agency, index, proof } of rows) {
        await mkdir(join(options.out, agency), { recursive: true });
        await writeFile(join(options.out, agency, `${index}.tlog-proof`), proof);
      }
      if (options.json) printJson({ folder: options.out, receipts: rows.length });
      else if (rows.length === 0) print("None are kept: run `accord ledger compare` for the exchange first.");
      else print(`${count(rows.length)} proofs in ${options.out}`);
    });

  nodeCommand(
    group,
    "evidence",
    "show checkpoints of partners that contradict what they showed before",
    "accord ledger evidence --node ./iom",
  ).action(async (options: NodeOptions) => {
    const { evidence } = await withNode(options, (client) =>
      client.get<{ evidence: Evidence[] }>("/api/ledger/evidence"),
    );
    if (options.json) printJson(evidence);
    else if (evidence.length === 0) print("There is none.");
    else {
      print(
        table(
          ["at", "ledger", "what"],
          evidence.map(({ at, origin, code }) => [at, origin, code]),
        ),
      );
      print("Both checkpoints as the partner signed them: add --json.");
    }
  });
}
