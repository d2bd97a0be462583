import { answerAddCheckpoint, type Ledger, type WitnessAnswer } from "@accord/ledger";
import { keepWitnessedLog, readWitnessedLog, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { AgreementJudge } from "../agreements/held-agreements.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { noteContradiction } from "../ledger/contradiction.ts";
import { ledgerOrigin, logVerifiers, witnessSigners } from "../ledger/log-keys.ts";
import { receiptsFor } from "../ledger/receipts.ts";
import { recordEntry } from "../ledger/record.ts";
import { logResource } from "../ledger/serve-log.ts";
import type { PartnerCard } from "../partner/card.ts";

interface LedgerParts {
  readonly self: string;
  readonly keys: NodeKeys;
  readonly session: Session;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
  readonly nowMilliseconds: () => number;
}

const Place = z.object({ from: z.coerce.number().int().min(0).default(0) });

/**
 * What a partner may ask of the ledger: that its own be cosigned (C2SP tlog-witness), this node's checkpoint and tiles
 * of hashes (C2SP tlog-tiles), and the receipts of their exchanges. Entries are told only as such receipts: the others
 * are not this partner's affair.
 */
export function ledgerForPartners(
  server: FastifyInstance,
  parts: LedgerParts,
  partnerOf: (request: FastifyRequest) => Promise<PartnerCard | undefined>,
): void {
  const asking = async (request: FastifyRequest): Promise<PartnerCard> => {
    const partner = await partnerOf(request);
    if (partner !== undefined) return partner;
    throw new AccordError(
      "transport.unknown_partner",
      "the connection is not that of a partner of this node",
    );
  };
  const node = { ...parts, store: parts.session };

  server.post("/witness/add-checkpoint", async (request, reply) => {
    const answer = await witness(parts, await asking(request), String(request.body ?? ""));
    return reply.code(answer.status).type(answer.contentType).send(answer.body);
  });

  for (const path of ["/ledger/checkpoint", "/ledger/tile/:level/*"]) {
    server.get(path, async (request, reply) => {
      const { level, "*": rest } = request.params as { level?: string; "*"?: string };
      const resource =
        level === "entries"
          ? undefined
          : await logResource(node, level === undefined ? "checkpoint" : `tile/${level}/${rest}`);
      if (resource === undefined) return reply.code(404).send({ code: "ledger.tile_missing" });
      return reply
        .type(resource.contentType)
        .header("cache-control", resource.cacheControl)
        .send(Buffer.from(resource.bytes as Uint8Array));
    });
  }

  server.get("/ledger/exchanges/:id/receipts", async (request) => {
    const { id } = request.params as { id: string };
    return receiptsFor(node, await asking(request), id, Place.parse(request.query).from);
  });
}

/** Cosigns a partner's own log and no other's; head, record and answer stand or fall together. */
async function witness(parts: LedgerParts, partner: PartnerCard, body: string): Promise<WitnessAnswer> {
  const at = new Date(parts.nowMilliseconds()).toISOString();
  return parts.session.transaction(async (session: Session) => {
    let held: string | undefined;
    const answer = await answerAddCheckpoint({
      body,
      logOf: async (origin) => {
        if (origin !== ledgerOrigin(partner.id)) return undefined;
        const last = await readWitnessedLog(session, origin);
        held = last?.note;
        return { keys: logVerifiers(partner), last };
      },
      cosigners: witnessSigners(parts.self, parts.keys),
      timeSeconds: Math.floor(parts.nowMilliseconds() / 1000),
    });
    const { cosigned, refusal } = answer;
    if (cosigned !== undefined) {
      const { origin, head, note } = cosigned;
      await keepWitnessedLog(session, { origin, ...head, note });
      const root = Buffer.from(head.root).toString("hex");
      await recordEntry(parts.ledger, session, {
        kind: "checkpoint",
        partner: partner.id,
        size: head.size,
        root,
        at,
      });
    } else if (refusal !== undefined && refusal.code !== "ledger.checkpoint_out_of_step") {
      // A log that merely asks from where it goes on is told so, and that is no refusal.
      await noteContradiction(parts.ledger, session, {
        partner: partner.id,
        error: refusal,
        held,
        shown: body,
        at,
      });
    }
    return answer;
  });
}
