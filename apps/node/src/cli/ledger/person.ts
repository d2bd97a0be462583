import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { PersonEntry } from "../../ledger/person-entries.ts";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { count, print, printJson, table } from "../terminal.ts";
import { entryHeadings, entryRow } from "./show.ts";

export function ledgerPersonCommand(group: Command): void {
  nodeCommand(
    group,
    "person <id>",
    "show every entry that concerns a person, found by the person's own key, and write the proofs",
    "accord ledger person 0190… --out ./proofs --node ./iom",
  )
    .option("--out <folder>", "where to write a .tlog-proof and the person's own proof for each entry")
    .action(async (id: string, options: NodeOptions & { out?: string }) => {
      const { entries } = await withNode(options, (client) =>
        client.get<{ entries: PersonEntry[] }>(`/api/ledger/persons/${encodeURIComponent(id)}`),
      );
      if (options.out !== undefined) await writeProofs(options.out, entries);
      if (options.json) printJson(entries);
      else if (entries.length === 0) print("No entry concerns this person.");
      else {
        print(
          table(
            entryHeadings,
            entries.map(({ index, entry }) => entryRow({ index, ...entry })),
          ),
        );
        const later = entries.filter(({ proof }) => proof === undefined).length;
        if (later > 0)
          print(
            `${count(later)} of them are younger than the last checkpoint: \`accord ledger publish\` has them proven.`,
          );
        if (options.out !== undefined)
          print(`Proofs are in ${options.out}; accord ledger verify checks them.`);
      }
    });
}

async function writeProofs(folder: string, entries: readonly PersonEntry[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { index, proof, key, subject } of entries) {
    if (proof !== undefined) await writeFile(join(folder, `${index}.tlog-proof`), proof);
    await writeFile(join(folder, `${index}.subject.json`), JSON.stringify({ key, ...subject }), {
      mode: 0o600,
    });
  }
}
