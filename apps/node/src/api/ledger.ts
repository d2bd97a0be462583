import { verifyLedger } from "@accord/ledger";
import { z } from "zod";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

export async function ledgerRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/ledger",
    {
      schema: {
        summary: "Entries of the ledger, in order",
        querystring: z.object({
          from: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
      },
    },
    async ({ query }) => {
      const { size } = await node.ledger.head();
      const entries: unknown[] = [];
      for await (const { index, entry } of node.ledger.entries(
        query.from,
        Math.min(size, query.from + query.limit),
      )) {
        entries.push({ index, ...entry });
      }
      return { size, entries };
    },
  );

  api.post(
    "/api/ledger/verify",
    { schema: { summary: "Recompute the whole ledger: chain, hashes and root" } },
    async () => {
      const storage = ledgerStorage(node.store);
      const verdict = await verifyLedger(await storage.read(0, await storage.size()));
      return verdict.kind === "sound"
        ? { kind: "sound", size: verdict.size, root: Buffer.from(verdict.root).toString("hex") }
        : verdict;
    },
  );
}
