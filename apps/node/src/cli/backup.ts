import { createWriteStream } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { archiveHeader } from "../backup/archive.ts";
import { readDataPart, readKeyPart } from "../backup/read-backup.ts";
import { type Restored, restoreBackup } from "../backup/restore-backup.ts";
import { combineShares } from "../keys/recovery-key.ts";
import {
  command,
  commandGroup,
  listed,
  type NodeOptions,
  nodeCommand,
  nodeRoot,
  withNode,
} from "./command.ts";
import { usageError } from "./failure.ts";
import { count, print, printJson, remark, styled } from "./terminal.ts";

interface Parts {
  readonly data: string;
  readonly keys: string;
  readonly share: readonly string[];
  readonly json?: true;
}

export function backupCommands(root: Command): void {
  const group = commandGroup(
    root,
    "backup",
    "encrypted backups in two parts, and restoring them",
    "accord backup write --data monday.backup --keys keys.backup --node ./iom",
  );
  writeCommand(group);
  verifyCommand(group);
  restoreCommand(group);
}

function writeCommand(group: Command): void {
  nodeCommand(
    group,
    "write",
    "write a backup, encrypted to the recovery key; the key part replaces the one before",
    "accord backup write --data monday.backup --keys keys.backup --node ./iom\naccord backup write --keys keys.backup --node ./iom",
  )
    .option("--data <file>", "the data; each backup a new file")
    .requiredOption("--keys <file>", "the keys: always the same file, replaced each time, also on every copy")
    .action(async (options: NodeOptions & { data?: string; keys: string }) => {
      const written = await withNode(options, async (client) => {
        const data =
          options.data === undefined
            ? undefined
            : await save(client.download("/api/backup/data"), options.data);
        return { data, keys: await save(client.download("/api/backup/keys"), options.keys) };
      });
      if (options.json) return printJson(written);
      if (written.data !== undefined) print(`${options.data}: ${count(written.data)} bytes`);
      print(`${options.keys}: ${count(written.keys)} bytes`);
      remark(
        "Keep the key part apart from the data, and destroy older key parts: with the newest alone, persons who",
      );
      remark("were erased are forgotten by every older backup of the data.");
    });
}

function verifyCommand(group: Command): void {
  command(
    group,
    "verify",
    "open both parts with shares and read them through; nothing is restored",
    "accord backup verify --data monday.backup --keys keys.backup --share a.json --share b.json --share c.json",
  )
    .requiredOption("--data <file>", "the data part")
    .requiredOption("--keys <file>", "the key part")
    .requiredOption("--share <file>", "a share of the recovery key; once for each", listed)
    .action(async (options: Parts) => {
      const recovery = await recoveryOf(options.share);
      const part = await readKeyPart(options.keys, recovery);
      const account = await readDataPart(options.data, recovery, part.dataKeys, async () => undefined);
      recovery.privateKey.fill(0);
      const told = {
        ...account,
        ledgerEntries: part.ledger.length,
        agency: (await archiveHeader(await beginningOf(options.keys))).header.agency,
      };
      if (options.json) return printJson(told);
      print(
        `${styled("green", "whole")}: ${told.agency}, ${count(told.persons)} persons, ${count(told.rows)} rows, ledger of ${count(told.ledgerEntries)} entries.`,
      );
      if (told.forgotten > 0)
        print(`${count(told.forgotten)} rows are of persons who were erased since: forgotten.`);
    });
}

function restoreCommand(group: Command): void {
  command(
    group,
    "restore <folder>",
    "make a node in a new folder from a backup",
    "accord backup restore ./iom-restored --data monday.backup --keys keys.backup --share a.json --share b.json --share c.json",
  )
    .requiredOption("--data <file>", "the data part")
    .requiredOption("--keys <file>", "the key part, the newest there is")
    .requiredOption("--share <file>", "a share of the recovery key; once for each", listed)
    .option(
      "--database-url-from-env",
      "restore into the PostgreSQL database of DATABASE_URL, which must be empty",
    )
    .action(async (folder: string, options: Parts & { databaseUrlFromEnv?: true }) => {
      const recovery = await recoveryOf(options.share);
      const restored = await restoreBackup(nodeRoot({ node: folder }), options, recovery, {
        environment: process.env,
        at: new Date().toISOString(),
        databaseUrl: options.databaseUrlFromEnv ? databaseUrl() : undefined,
      });
      recovery.privateKey.fill(0);
      const header = (await archiveHeader(await beginningOf(options.data))).header;
      if (options.json) return printJson({ folder, writtenAt: header.at, ...restored });
      show(folder, header.at, restored);
    });
}

function show(folder: string, writtenAt: string, restored: Restored): void {
  print(
    `${styled("green", "restored")} into ${folder}: ${count(restored.persons)} persons as of ${writtenAt}.`,
  );
  if (restored.forgotten > 0) {
    print(`${count(restored.forgotten)} rows are of persons who were erased since: they stay forgotten.`);
  }
  if (restored.halted > 0)
    print(`${count(restored.halted)} exchanges were under way and are over; begin new ones.`);
  const behind = restored.ledgerEntries - restored.ledger;
  print(
    behind > 0
      ? `The ledger is that of the key part, ${count(behind)} entries after the data: what those entries tell of is not in the data. Import again what was registered since; a new exchange brings what partners hold.`
      : `The ledger has ${count(restored.ledgerEntries)} entries.`,
  );
  print(
    "A partner may be ahead of this ledger. The first exchange tells (ledger.partner_ahead), and docs/keys.md says what then.",
  );
}

async function recoveryOf(shares: readonly string[]) {
  return combineShares(await Promise.all(shares.map((file) => readFile(file, "utf8"))));
}

/** Written beside and put in place whole, so that a key part that fails half-way leaves the one before. */
async function save(content: AsyncIterable<Buffer>, file: string): Promise<number> {
  let length = 0;
  async function* counted() {
    for await (const piece of content) {
      length += piece.length;
      yield piece;
    }
  }
  const beside = `${file}.part`;
  try {
    await pipeline(
      Readable.from(counted(), { objectMode: false }),
      createWriteStream(beside, { mode: 0o600 }),
    );
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return length;
}

async function beginningOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== "") return url;
  throw usageError(
    "database_url_missing",
    "the environment has no DATABASE_URL",
    "Set it to a postgres:// address.",
  );
}
