import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseCheckpoint, tileNames, tilePath } from "@accord/ledger";
import type { Command } from "commander";
import type { ApiClient } from "../../api-client.ts";
import { tileFolder } from "../../ledger/tile-folder.ts";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { wholeNumber } from "../options.ts";
import { count, print, printJson } from "../terminal.ts";

/** What of the ledger is handed out as files: the whole log, its policy, the proof of one entry. */
export function fileCommands(group: Command): void {
  nodeCommand(
    group,
    "export <folder>",
    "write the whole ledger as files for an auditor: checkpoint, tiles, entries, and the policy",
    "accord ledger export ./audit --node ./iom",
  ).action(async (folder: string, options: NodeOptions) => {
    const written = await withNode(options, (client) => exportLog(client, resolve(folder)));
    if (options.json) printJson(written);
    else
      print(
        `${count(written.entries)} entries in ${count(written.files)} files in ${written.folder}\nCheck them anywhere: accord ledger verify ${folder} --policy ${join(folder, "policy")}`,
      );
  });

  nodeCommand(
    group,
    "policy",
    "print whom an auditor of this ledger trusts, as c2sp.org/tlog-policy",
    "accord ledger policy --node ./iom > iom.policy",
  ).action(async (options: NodeOptions) => {
    const policy = await withNode(options, (client) => textOf(client, "/api/ledger/policy"));
    if (options.json) printJson({ policy });
    else process.stdout.write(policy);
  });

  nodeCommand(
    group,
    "proof <entry>",
    "write the proof of one entry, with the entry in it, as a .tlog-proof file",
    "accord ledger proof 12 --out 12.tlog-proof --node ./iom",
  )
    .option("--out <file>", "where to write; else to the standard output")
    .action(async (entry: string, options: NodeOptions & { out?: string }) => {
      const index = wholeNumber(entry);
      const proof = await withNode(options, (client) => textOf(client, `/api/ledger/entries/${index}/proof`));
      if (options.out !== undefined) await writeFile(options.out, proof);
      if (options.json)
        printJson({ index, proof, ...(options.out === undefined ? {} : { file: options.out }) });
      else if (options.out === undefined) process.stdout.write(proof);
      else print(`The proof of entry ${count(index)} is in ${options.out}`);
    });
}

async function exportLog(
  client: ApiClient,
  folder: string,
): Promise<{ folder: string; entries: number; files: number }> {
  const files = tileFolder(folder);
  const checkpoint = await client.bytes("/api/ledger/log/checkpoint");
  const { size } = parseCheckpoint(textBefore(new TextDecoder().decode(checkpoint)));
  let written = 0;
  for (const name of tileNames(size)) {
    const path = tilePath(name);
    await files.write(path, await client.bytes(`/api/ledger/log/${path}`));
    written++;
  }
  await files.write("policy", await client.bytes("/api/ledger/policy"));
  // The checkpoint last: an export that breaks off promises nothing that is not there.
  await files.write("checkpoint", checkpoint);
  return { folder, entries: size, files: written + 2 };
}

/** The text of a note, before its signatures. */
const textBefore = (note: string): string => note.slice(0, note.lastIndexOf("\n\n") + 1);

async function textOf(client: ApiClient, path: string): Promise<string> {
  return new TextDecoder().decode(await client.bytes(path));
}
