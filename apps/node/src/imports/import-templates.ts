import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { readTemplateFiles, rejectsFileHeader, rejectsFileLines, type TemplateFile } from "@accord/intake";
import { addFingerprints } from "@accord/registry";
import type { AccordNode } from "../node.ts";
import type { ImportEvent } from "./import-event.ts";

const TEMPLATES_A_BATCH = 1_000;

/** Attaches fingerprint templates to the persons whose identifier their files' names hold. */
export async function* importTemplates(
  node: AccordNode,
  source: { readonly path: string; readonly pattern: string; readonly issuer: string | undefined },
): AsyncGenerator<ImportEvent> {
  const { store, context, folder } = node;
  const id = context.newId();
  await mkdir(folder.rejects, { recursive: true, mode: 0o700 });
  const rejects = createWriteStream(join(folder.rejects, `${id}.csv`), { mode: 0o600 });
  rejects.write(rejectsFileHeader());
  const capturedAt = context.now();
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0 };
  let batch: TemplateFile[] = [];

  async function flush(): Promise<void> {
    const outcomes = await store.transaction((session) =>
      addFingerprints(
        session,
        context,
        batch.map(({ identifier, position, quality, template }) => ({
          identifier: {
            value: identifier,
            ...(source.issuer === undefined ? {} : { issuer: source.issuer }),
          },
          position,
          quality,
          template,
          capturedAt,
        })),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === "added") counts.created += 1;
      else if (outcome.kind === "unchanged") counts.unchanged += 1;
      else if (outcome.kind === "rejected") {
        counts.rejected += 1;
        rejects.write(
          rejectsFileLines({
            kind: "reject",
            file: batch[index]?.file ?? "",
            problem: outcome.reason,
            remedy: "Import the person first, or mend the file's name.",
          }),
        );
      }
    }
    batch = [];
  }

  for await (const outcome of readTemplateFiles(source.path, source.pattern)) {
    counts.rows += 1;
    if (outcome.kind === "reject") {
      counts.rejected += 1;
      rejects.write(rejectsFileLines(outcome));
      continue;
    }
    batch.push(outcome.template);
    if (batch.length >= TEMPLATES_A_BATCH) {
      await flush();
      yield { kind: "progress", rows: counts.rows };
    }
  }
  if (batch.length > 0) await flush();
  rejects.end();
  await finished(rejects);
  node.log.info({ import: id, ...counts }, "templates imported");
  yield { kind: "finished", id, seen: false, summary: counts };
}
