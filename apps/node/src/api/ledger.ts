import {
  formatPolicy,
  formatProof,
  LedgerError,
  openCheckpoint,
  signCheckpoint,
  verifyLedger,
} from "@accord/ledger";
import { listCheckpoints, listEvidence, readExchange, readReceipts } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { distinct, logSigners, ownLogVerifiers, witnessVerifiers } from "../ledger/log-keys.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import { entriesOfPerson } from "../ledger/person-entries.ts";
import { ledgerPolicy, witnessesOf } from "../ledger/policy.ts";
import { publishCheckpoint } from "../ledger/publish.ts";
import { compareWithPartner } from "../ledger/receipts.ts";
import { logResource, publishedCheckpoint } from "../ledger/serve-log.ts";
import type { AccordNode } from "../node.ts";
import { knownPartners } from "../partner/partners.ts";
import { requireSeen } from "../rights/person-seen.ts";
import type { Api } from "./api.ts";

export async function ledgerRoutes(api: Api, node: AccordNode): Promise<void> {
  readingRoutes(api, node);
  logRoutes(api, node);
  partnerRoutes(api, node);
}

/** Entries, proofs, and whether the ledger is as it was written. */
function readingRoutes(api: Api, node: AccordNode): void {
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

  api.get(
    "/api/ledger/entries/:index/proof",
    {
      config: { action: "ledger.read" },
      schema: {
        summary:
          "A .tlog-proof of an entry, with the entry in it, under the last cosigned checkpoint that covers it",
        params: z.object({ index: z.coerce.number().int().min(0) }),
      },
    },
    async ({ params }, reply) => {
      reply.type("text/plain; charset=utf-8");
      return reply.send(await proofOf(node, params.index));
    },
  );

  api.get(
    "/api/ledger/persons/:id",
    {
      config: { action: "ledger.person" },
      schema: {
        summary: "The entries that concern a person, found by the person's own key, each with its proofs",
        params: z.object({ id: z.string().max(80) }),
      },
    },
    async ({ params, staff }) => {
      const person = await requireSeen(node, staff, "ledger.person", params.id);
      return { entries: await entriesOfPerson(node.ledger, node.store, person) };
    },
  );
}

/** The log's resources (C2SP tlog-tiles) below /api/ledger/log, the policy, and having it cosigned. */
function logRoutes(api: Api, node: AccordNode): void {
  api.get(
    "/api/ledger/log/*",
    {
      config: { action: "ledger.read" },
      schema: { summary: "The log as c2sp.org/tlog-tiles: checkpoint, tile/<L>/<N>, tile/entries/<N>" },
    },
    async (request, reply) => {
      const resource = await logResource(node, (request.params as { "*": string })["*"]);
      if (resource === undefined) {
        return reply.code(404).send({ code: "ledger.tile_missing", message: "the log has no such resource" });
      }
      return reply.type(resource.contentType).send(Buffer.from(resource.bytes as Uint8Array));
    },
  );

  api.get(
    "/api/ledger/policy",
    {
      config: { action: "ledger.read" },
      schema: { summary: "Whom an auditor of this ledger trusts, as c2sp.org/tlog-policy" },
    },
    async (_request, reply) => {
      reply.type("text/plain; charset=utf-8");
      return reply.send(formatPolicy(await ledgerPolicy(node)));
    },
  );

  api.post(
    "/api/ledger/publish",
    {
      config: { action: "ledger.publish" },
      schema: { summary: "Sign a checkpoint and have the partners and other witnesses cosign it" },
    },
    async () => {
      const { keys, ledger, store, judge } = node;
      return publishCheckpoint(
        { self: judge.self, keys, ledger, session: store, at: judge.now() },
        await witnessesOf(node),
      );
    },
  );

  api.get(
    "/api/ledger/evidence",
    {
      config: { action: "ledger.read" },
      schema: { summary: "Checkpoints of partners that contradict what they showed before, both as signed" },
    },
    async () => ({ evidence: await listEvidence(node.store) }),
  );
}

/** What the partners' ledgers say of the same exchanges. */
function partnerRoutes(api: Api, node: AccordNode): void {
  const params = z.object({ id: z.string().max(80) });

  api.post(
    "/api/ledger/exchanges/:id/compare",
    {
      config: { action: "ledger.publish" },
      schema: {
        summary:
          "Fetch and verify the partner's receipts of an exchange, and hold both ledgers against each other",
        params,
      },
    },
    async ({ params: { id } }) => compareWithPartner(node, await partnerOf(node, id), id),
  );

  api.get(
    "/api/ledger/exchanges/:id/receipts",
    {
      config: { action: "ledger.read" },
      schema: {
        summary: "The receipts of an exchange that were kept when it was compared, by agency",
        params,
      },
    },
    async ({ params: { id } }) => {
      const partner = await partnerOf(node, id);
      const of = (agency: string) => readReceipts(node.store, { exchange: id, agency });
      return { [node.judge.self]: await of(node.judge.self), [partner]: await of(partner) };
    },
  );
}

async function partnerOf(node: AccordNode, exchange: string): Promise<string> {
  const row = await readExchange(node.store, exchange);
  if (row !== undefined) return row.partner;
  throw new AccordError("exchange.unknown", "no such exchange is known here", {
    where: "id",
    remedy: "List them with `accord exchange status`.",
  });
}

async function proofOf(node: AccordNode, index: number): Promise<string> {
  const storage = ledgerStorage(node.store);
  const [stored] = await storage.read(index, index + 1);
  if (stored === undefined) {
    throw new AccordError("ledger.entry_not_found", "the ledger has no such entry", {
      where: "index",
      remedy: "See `accord ledger show` for what there is.",
    });
  }
  const published = await publishedCheckpoint(node);
  const checkpoint = published.size > index ? published : await ownCheckpoint(node);
  const path = await node.ledger.inclusionProof(index, checkpoint.size, storage);
  return formatProof({ index, path, checkpoint: checkpoint.note, extra: stored.bytes });
}

/** Signed by this node alone, for an entry that is younger than what was cosigned. */
async function ownCheckpoint(node: AccordNode): Promise<{ size: number; note: string }> {
  const head = await node.ledger.head(ledgerStorage(node.store));
  const seconds = Math.floor(Date.parse(node.judge.now()) / 1000);
  return {
    size: head.size,
    note: await signCheckpoint(head, logSigners(node.judge.self, node.keys), seconds),
  };
}

/** For each partner that cosigned: how far, and whether the ledger still has the root that it had then. */
async function cosignedHeads(
  node: AccordNode,
): Promise<{ partner: string; size: number; agrees: boolean }[]> {
  const checkpoints = await listCheckpoints(node.store);
  const own = ownLogVerifiers(node.judge.self, node.keys);
  const heads = [];
  for (const { card, former } of await knownPartners(node.store)) {
    // A checkpoint stays what it was when it was cosigned, whatever keys the partner rotated since.
    const witness = distinct([card, ...former.map((one) => one.card)].flatMap(witnessVerifiers));
    const last = checkpoints.find(({ note }) => witness.some(({ name }) => note.includes(`\u2014 ${name} `)));
    if (last === undefined) continue;
    const opened = openedOrNone(last.note, own, witness);
    if (opened === undefined) continue;
    const { size, root } = opened;
    const held = await node.ledger.root(size).catch(() => undefined);
    heads.push({
      partner: card.id,
      size,
      agrees: held !== undefined && Buffer.from(held).equals(Buffer.from(root)),
    });
  }
  return heads;
}

/** Undefined for a checkpoint under keys of an earlier time, from before a rotation. */
function openedOrNone(...[note, own, witness]: Parameters<typeof openCheckpoint>) {
  try {
    return openCheckpoint(note, own, witness);
  } catch (error) {
    if (error instanceof LedgerError && error.code === "ledger.note_unverified") return undefined;
    throw error;
  }
}
