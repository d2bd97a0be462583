import { Readable } from "node:stream";
import { writeDataPart, writeKeyPart } from "../backup/write-backup.ts";
import { noRecoveryKey } from "../keys/key-file.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

/** A node's backup in its two parts, as they are written: both encrypted to the recovery key. */
export async function backupRoutes(api: Api, node: AccordNode): Promise<void> {
  for (const [part, write] of [
    ["data", writeDataPart],
    ["keys", writeKeyPart],
  ] as const) {
    api.get(
      `/api/backup/${part}`,
      {
        config: { action: "backup.write" },
        schema: { summary: `The ${part} part of a backup, encrypted to the recovery key` },
      },
      async (_request, reply) => {
        if (node.keys.recovery === undefined) throw noRecoveryKey();
        return reply.type("application/octet-stream").send(Readable.from(write(node), { objectMode: false }));
      },
    );
  }
}
