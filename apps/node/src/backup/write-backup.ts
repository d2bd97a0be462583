import { readFile } from "node:fs/promises";
import { PassThrough, Readable } from "node:stream";
import { dataKeyPages, ensureDataKeys, readLedgerEntries, writeData } from "@accord/registry";
import { noRecoveryKey } from "../keys/key-file.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { sealedArchive } from "./archive.ts";

const LEDGER_ENTRIES_AT_ONCE = 1000;

type BackedNode = Pick<AccordNode, "store" | "keys" | "ledger" | "folder" | "context" | "judge">;

/**
 * The data of a node, encrypted to its recovery key: each person's rows are sealed under that person's key besides,
 * which is not in it but in the key part. `writeKeys` belongs to it.
 * @throws AccordError `keys.no_recovery_key`
 */
export async function* writeDataPart(node: BackedNode): AsyncGenerator<Buffer> {
  const recovery = node.keys.recovery;
  if (recovery === undefined) throw noRecoveryKey();
  await ensureDataKeys(node.store);
  yield* sealedArchive(aboutOf(node, "data"), recovery, dataLines(node));
}

/**
 * The keys of a node, encrypted to its recovery key: those of the persons it knows now, its own, and its ledger, which
 * holds nothing personal. It takes the place of the key part before; whoever was erased since then is in it no more, so
 * that with it all older data parts have forgotten them.
 * @throws AccordError `keys.no_recovery_key`
 */
export async function* writeKeyPart(node: BackedNode): AsyncGenerator<Buffer> {
  const recovery = node.keys.recovery;
  if (recovery === undefined) throw noRecoveryKey();
  const at = node.context.now();
  const { size } = await node.ledger.head();
  await node.store.transaction((session) =>
    recordEntry(node.ledger, session, { kind: "backup", event: "made", size, at }),
  );
  yield* sealedArchive(aboutOf(node, "keys"), recovery, keyLines(node));
}

const aboutOf = (node: BackedNode, kind: "data" | "keys") => ({
  kind,
  agency: node.judge.self,
  at: node.context.now(),
});

/** Blocks as they are read: the reading waits while nobody takes them. */
async function* dataLines(node: BackedNode): AsyncGenerator<object> {
  const { size } = await node.ledger.head();
  yield { kind: "begin", agency: node.judge.self, ledger: size };
  const blocks = new PassThrough({ objectMode: true, highWaterMark: 4 });
  const counts: Record<string, number> = {};
  const reading = writeData(node.store, async ({ table, owners, rows, content }) => {
    counts[table] = (counts[table] ?? 0) + rows;
    const line = { kind: "block", table, owners, rows, content: Buffer.from(content).toString("base64") };
    if (!blocks.write(line)) await new Promise((resolve) => blocks.once("drain", resolve));
  }).then(
    () => blocks.end(),
    (error: unknown) => blocks.destroy(error as Error),
  );
  yield* Readable.from(blocks) as AsyncIterable<object>;
  await reading;
  yield { kind: "end", counts };
}

async function* keyLines(node: BackedNode): AsyncGenerator<object> {
  yield { kind: "begin", agency: node.judge.self };
  yield { kind: "config", text: await readFile(node.folder.config, "utf8") };
  yield { kind: "ring", ring: node.keys.ring };
  let keys = 0;
  for await (const page of dataKeyPages(node.store)) {
    keys += page.length;
    yield {
      kind: "dataKeys",
      keys: page.map(({ owner, key }) => [owner, Buffer.from(key).toString("base64")]),
    };
  }
  let entries = 0;
  for (;;) {
    const page = await readLedgerEntries(node.store, { from: entries, limit: LEDGER_ENTRIES_AT_ONCE });
    if (page.length === 0) break;
    yield {
      kind: "ledger",
      entries: page.map(({ index, bytes, hash }) => [
        index,
        Buffer.from(bytes).toString("base64"),
        Buffer.from(hash).toString("base64"),
      ]),
    };
    entries += page.length;
  }
  yield { kind: "end", keys, entries };
}
