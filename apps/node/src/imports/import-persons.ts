import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import {
  type Registration as ImportedRegistration,
  type Mapping,
  readRows,
  registrationsFrom,
  rejectsFileHeader,
  rejectsFileLines,
} from "@accord/intake";
import {
  findImportRun,
  type Registration,
  refreshStatistics,
  registerBatch,
  saveImportRun,
} from "@accord/registry";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import { digestOfFile } from "./arrival.ts";
import type { ImportEvent, ImportSummary } from "./import-event.ts";

/** Rows that are registered in one transaction. */
const ROWS_A_BATCH = 2_000;

/**
 * Imports persons and households from a file by its mapping. Each batch is registered whole; a row that cannot be
 * taken goes to the rejects file and the rest goes on. The same file again changes nothing.
 */
export async function* importPersons(
  node: AccordNode,
  file: { readonly id: string; readonly path: string; readonly fileName: string; readonly mapping: Mapping },
): AsyncGenerator<ImportEvent> {
  const { store, context, folder } = node;
  const fileDigest = await digestOfFile(createReadStream(file.path));
  const seen = (await findImportRun(store, fileDigest)) !== undefined;
  const startedAt = context.now();
  const rejects = await openRejects(folder.rejects, file.id);
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0 };
  let batch: { line: number; registration: Registration }[] = [];

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    const outcomes = await store.transaction((session) =>
      registerBatch(
        session,
        context,
        batch.map((row) => row.registration),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      counts[outcome.kind] += 1;
      if (outcome.kind === "rejected") {
        rejects.write(
          rejectsFileLines({
            kind: "reject",
            line: batch[index]?.line ?? 0,
            reject: [
              {
                column: "",
                problem: outcome.reason,
                remedy: "Mend the row in its source, then import again.",
              },
            ],
          }),
        );
      }
    }
    batch = [];
  }

  for await (const outcome of registrationsFrom(readRows(file.path, file.mapping), file.mapping)) {
    counts.rows += 1;
    rejects.write(rejectsFileLines(outcome));
    if (outcome.kind === "reject") {
      counts.rejected += 1;
    } else {
      counts.warnings += outcome.warnings.length;
      batch.push({ line: outcome.line, registration: registrationOf(outcome.registration) });
    }
    if (batch.length >= ROWS_A_BATCH) {
      await flush();
      yield { kind: "progress", rows: counts.rows };
    }
  }
  await flush();
  rejects.end();
  await finished(rejects);
  const summary: ImportSummary = counts;
  const { rows, ...kept } = summary;
  await store.transaction(async (session) => {
    await saveImportRun(session, {
      id: file.id,
      fileName: file.fileName,
      fileDigest,
      counts: { rows, ...kept },
      startedAt,
      finishedAt: context.now(),
    });
    await node.ledger.append(
      {
        kind: "import",
        persons: summary.created + summary.updated,
        rejected: summary.rejected,
        commitment: fileDigest,
        at: context.now(),
      },
      ledgerStorage(session),
    );
  });
  await refreshStatistics(store);
  node.log.info({ import: file.id, ...summary }, "persons imported");
  yield { kind: "finished", id: file.id, seen, summary };
}

async function openRejects(folder: string, id: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stream = createWriteStream(join(folder, `${id}.csv`), { mode: 0o600 });
  stream.write(rejectsFileHeader());
  return stream;
}

/** A consent in a row was given when the row was recorded. */
function registrationOf({ consents, programme, ...rest }: ImportedRegistration): Registration {
  return {
    ...rest,
    ...(programme === undefined ? {} : { programme }),
    consents: consents.map((consent) => ({ ...consent, assertedAt: rest.assertedAt })),
  };
}
