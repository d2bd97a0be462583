import { createReadStream } from "node:fs";
import { type BackupBlock, type LedgerEntryRow, type OwnedKey, openBlock } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { Ring } from "../keys/ring/ring.ts";
import { openArchive } from "./archive.ts";

const DataLine = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begin"), agency: z.string(), ledger: z.int() }),
  z.strictObject({
    kind: z.literal("block"),
    table: z.string(),
    owners: z.array(z.string()),
    rows: z.int(),
    content: z.base64(),
  }),
  z.strictObject({ kind: z.literal("end"), counts: z.record(z.string(), z.int()) }),
]);
const KeyLine = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begin"), agency: z.string() }),
  z.strictObject({ kind: z.literal("config"), text: z.string() }),
  z.strictObject({ kind: z.literal("ring"), ring: Ring }),
  z.strictObject({ kind: z.literal("dataKeys"), keys: z.array(z.tuple([z.string(), z.base64()])) }),
  z.strictObject({ kind: z.literal("ledger"), entries: z.array(z.tuple([z.int(), z.base64(), z.base64()])) }),
  z.strictObject({ kind: z.literal("end"), keys: z.int(), entries: z.int() }),
]);

export interface Recovery {
  readonly kid: string;
  readonly privateKey: Uint8Array;
}

/** The key part of a backup, opened. */
export interface KeyPart {
  /** `accord.json`, as it was. */
  readonly config: string;
  readonly ring: Ring;
  readonly dataKeys: readonly OwnedKey[];
  readonly ledger: readonly LedgerEntryRow[];
}

/** @throws AccordError `backup.damaged`, and what `openArchive` throws */
export async function readKeyPart(file: string, recovery: Recovery): Promise<KeyPart> {
  let config: string | undefined;
  let ring: Ring | undefined;
  let ended = false;
  const dataKeys: OwnedKey[] = [];
  const ledger: LedgerEntryRow[] = [];
  for await (const line of openArchive(createReadStream(file), recovery)) {
    const parsed = shaped(KeyLine, line);
    if (parsed.kind === "config") config = parsed.text;
    else if (parsed.kind === "ring") ring = parsed.ring;
    else if (parsed.kind === "end")
      ended = parsed.keys === dataKeys.length && parsed.entries === ledger.length;
    else if (parsed.kind === "dataKeys") {
      for (const [owner, key] of parsed.keys) dataKeys.push({ owner, key: Buffer.from(key, "base64") });
    } else if (parsed.kind === "ledger") {
      for (const [index, bytes, hash] of parsed.entries) {
        ledger.push({ index, bytes: Buffer.from(bytes, "base64"), hash: Buffer.from(hash, "base64") });
      }
    }
  }
  if (config === undefined || ring === undefined || !ended) throw damaged();
  return { config, ring, dataKeys, ledger };
}

export interface DataAccount {
  /** Entries that the ledger had when the data was written. */
  readonly ledger: number;
  readonly rows: number;
  /** Rows whose person's key is gone: they are forgotten. */
  readonly forgotten: number;
  readonly persons: number;
}

/**
 * Reads the data part and hands each block's rows, as JSON, to `take`, as far as the keys open them.
 * @throws AccordError `backup.damaged`, and what `openArchive` throws
 */
export async function readDataPart(
  file: string,
  recovery: Recovery,
  keys: readonly OwnedKey[],
  take: (table: string, rowsJson: string) => Promise<void>,
): Promise<DataAccount> {
  const held = new Map(keys.map(({ owner, key }) => [owner, key]));
  const account = { ledger: 0, rows: 0, forgotten: 0, persons: 0 };
  const counts: Record<string, number> = {};
  let told: Record<string, number> | undefined;
  for await (const line of openArchive(createReadStream(file), recovery)) {
    const parsed = shaped(DataLine, line);
    if (parsed.kind === "begin") account.ledger = parsed.ledger;
    else if (parsed.kind === "end") told = parsed.counts;
    else {
      const { table, owners, rows } = parsed;
      counts[table] = (counts[table] ?? 0) + rows;
      const block: BackupBlock = { table, owners, rows, content: Buffer.from(parsed.content, "base64") };
      const opened = openBlock(block, held);
      if (opened === undefined) account.forgotten += rows;
      else {
        account.rows += rows;
        if (table === "person") account.persons += rows;
        await take(table, opened);
      }
    }
  }
  const whole = told !== undefined && Object.entries(counts).every(([table, rows]) => told?.[table] === rows);
  if (!whole) throw damaged();
  return account;
}

function shaped<T>(schema: z.ZodType<T>, line: unknown): T {
  const parsed = schema.safeParse(line);
  if (parsed.success) return parsed.data;
  throw damaged();
}

function damaged(): AccordError {
  return new AccordError("backup.damaged", "the backup is damaged or cut off", {
    where: "its content",
    remedy: "Take another copy of it, or an earlier backup.",
  });
}
