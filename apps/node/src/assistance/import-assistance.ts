import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import {
  type DistributionLine,
  type DistributionMapping,
  distributionLines,
  readRows,
  rejectsFileHeader,
  rejectsFileLines,
} from "@accord/intake";
import { findImportRun, recordAssistance, saveImportRun } from "@accord/registry";
import { digestOfFile } from "../imports/arrival.ts";
import type { ImportEvent } from "../imports/import-event.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";

const LINES_A_BATCH = 2_000;

/**
 * Imports who was assisted from a distribution list by its mapping, in batches; a line that cannot be taken, or whose
 * person is not found, goes to the rejects file and the rest goes on. The same list again changes nothing.
 */
export async function* importAssistance(
  node: AccordNode,
  file: {
    readonly id: string;
    readonly path: string;
    readonly fileName: string;
    readonly mapping: DistributionMapping;
  },
): AsyncGenerator<ImportEvent> {
  const { store, context, folder } = node;
  const fileDigest = await digestOfFile(createReadStream(file.path));
  const seen = (await findImportRun(store, fileDigest)) !== undefined;
  const startedAt = context.now();
  await mkdir(folder.rejects, { recursive: true, mode: 0o700 });
  const rejects = createWriteStream(join(folder.rejects, `${file.id}.csv`), { mode: 0o600 });
  rejects.write(rejectsFileHeader());
  const summary = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0 };
  const reject = (line: number, problem: string) => {
    summary.rejected += 1;
    const remedy = "Mend the line in its source, or register the person, then import again.";
    rejects.write(rejectsFileLines({ kind: "reject", line, reject: [{ column: "", problem, remedy }] }));
  };
  let batch: { readonly line: number; readonly distribution: DistributionLine }[] = [];
  const flush = async () => {
    const outcomes = await recordAssistance(
      store,
      context,
      batch.map((each) => each.distribution),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === "recorded") summary.created += 1;
      else if (outcome.kind === "rejected") reject(batch[index]!.line, outcome.reason);
      else summary.unchanged += 1;
    }
    batch = [];
  };
  for await (const outcome of distributionLines(readRows(file.path, file.mapping), file.mapping)) {
    summary.rows += 1;
    if (outcome.kind === "line") batch.push(outcome);
    else {
      summary.rejected += 1;
      rejects.write(rejectsFileLines(outcome));
    }
    if (batch.length >= LINES_A_BATCH) {
      await flush();
      yield { kind: "progress", rows: summary.rows };
    }
  }
  await flush();
  rejects.end();
  await finished(rejects);
  await store.transaction(async (session) => {
    await saveImportRun(session, {
      id: file.id,
      fileName: file.fileName,
      fileDigest,
      counts: summary,
      startedAt,
      finishedAt: context.now(),
    });
    const { created: persons, rejected } = summary;
    await node.ledger.append(
      { kind: "import", persons, rejected, commitment: fileDigest, at: context.now() },
      ledgerStorage(session),
    );
  });
  node.log.info({ import: file.id, ...summary }, "assistance imported");
  yield { kind: "finished", id: file.id, seen, summary };
}
