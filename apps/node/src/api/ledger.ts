import { noteVerifier, openCheckpoint, verifyLedger } from "@accord/ledger";
import { z } from "zod";
import { ledgerOrigin, ledgerStorage, witnessName } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import { publicKey } from "../partner/card.ts";
import { allPartners, cosignedByPartner } from "../partner/partners.ts";
import type { Api } from "./api.ts";

export async function ledgerRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/ledger",
    {
      config: { action: "ledger.read" },
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
    {
      config: { action: "ledger.read" },
      schema: {
        summary:
          "Recompute the whole ledger: chain, hashes and root, and hold it against what partners cosigned",
      },
    },
    async () => {
      const storage = ledgerStorage(node.store);
      const verdict = await verifyLedger(await storage.read(0, await storage.size()));
      if (verdict.kind !== "sound") return { ...verdict, cosigned: [] };
      return {
        kind: "sound",
        size: verdict.size,
        root: Buffer.from(verdict.root).toString("hex"),
        cosigned: await cosignedHeads(node),
      };
    },
  );
}

/** For each partner that cosigned: how far, and whether the ledger still has the root that it had then. */
async function cosignedHeads(
  node: AccordNode,
): Promise<{ partner: string; size: number; agrees: boolean }[]> {
  const heads = [];
  for (const { id, witnessKey } of await allPartners(node.store)) {
    const note = await cosignedByPartner(node.store, id);
    if (note === undefined) continue;
    const own = noteVerifier(ledgerOrigin(node.judge.self), "ed25519", node.keys.ledger.public);
    const { size, root } = openCheckpoint(note, own, [
      noteVerifier(witnessName(id), "cosignature", publicKey(witnessKey)),
    ]);
    heads.push({
      partner: id,
      size,
      agrees: Buffer.from(await node.ledger.root(size)).equals(Buffer.from(root)),
    });
  }
  return heads;
}
