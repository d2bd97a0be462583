import type { TLSSocket } from "node:tls";
import { type ExchangeDriver, LIMITS, Message } from "@accord/exchange";
import type { Ledger } from "@accord/ledger";
import { type RegistryContext, type Session, useNonce } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { type FastifyInstance, type FastifyRequest, fastify } from "fastify";
import { z } from "zod";
import { haltExchangesUnder } from "../agreements/halt-exchanges.ts";
import type { AgreementJudge } from "../agreements/held-agreements.ts";
import { keepAgreement, keepEvent } from "../agreements/keep-agreement.ts";
import { certificateFingerprint } from "../keys/certificate.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { recordEntry } from "../ledger/record.ts";
import type { Logger } from "../log.ts";
import { type PartnerCard, publicKey } from "../partner/card.ts";
import { allPartners } from "../partner/partners.ts";
import { answerNotice } from "../rights/answer-notice.ts";
import { NOTICE_PATH, NoticeMessage } from "../rights/notice-message.ts";
import { ledgerForPartners } from "./ledger-for-partners.ts";
import { openMessage } from "./sealed-message.ts";
import { CLOCK_TOLERANCE_SECONDS, verifyRequest } from "./signed-request.ts";

export interface ListenerParts {
  readonly self: string;
  readonly keys: NodeKeys;
  readonly session: Session;
  readonly context: RegistryContext;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
  readonly driver: ExchangeDriver<Session>;
  readonly log: Logger;
  readonly nowMilliseconds: () => number;
}

const EventNotice = z.strictObject({
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.string().max(20_000),
});
const AgreementNotice = z.strictObject({ signed: z.string().max(2_000_000) });

/**
 * Where partners' nodes come in: mutual TLS, the client's certificate pinned, the request signed (RFC 9421) by the
 * partner's key, its nonce never seen before, its body sealed for this node. What fails any of these is refused,
 * recorded in the ledger where the partner is known, and reaches nothing.
 */
export function partnerListener(parts: ListenerParts): FastifyInstance {
  const server = fastify({
    https: {
      key: parts.keys.tls.key,
      cert: parts.keys.tls.certificate,
      minVersion: "TLSv1.3",
      requestCert: true,
      // Certificates are self-signed and pinned, so no authority can vouch for them: `connectedPartner` compares them.
      rejectUnauthorized: false,
    },
    bodyLimit: LIMITS.messageBytes,
    logger: false,
  }) as unknown as FastifyInstance;

  // A stranger's body is not even read.
  server.addHook("onRequest", async (request) => {
    if (connectedPartner(request, await allPartners(parts.session)) === undefined) {
      parts.log.warn({ code: "transport.unknown_partner" }, "a connection of no known partner was refused");
      throw unknownPartner();
    }
  });

  server.addContentTypeParser("application/jose", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );

  server.setErrorHandler(async (error, request, reply) => {
    if (error instanceof AccordError) {
      await noteRefused(parts, request, error.code);
      return reply.code(statusOf(error.code)).send(error.toJSON());
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    parts.log.warn({ status, fault: (error as Error).name }, "a partner's request failed");
    return reply.code(status).send({ code: "transport.failed", message: "the request could not be handled" });
  });

  server.post("/exchange/messages", async (request, reply) => {
    const { sender, content } = await opened(parts, request);
    const message = shaped(Message, content) as Message;
    if (message.from !== sender.id) {
      throw new AccordError(
        "transport.sender_mismatch",
        "the message names another sender than the one who signed it",
        { remedy: "Each node sends in its own name; check the agency id in the partner's configuration." },
      );
    }
    const acceptance = await parts.driver.receive(message);
    if (acceptance.kind === "refused") {
      await recordRefusal(parts, sender.id, acceptance.code);
      return reply.code(403).send(acceptance);
    }
    return reply.code(acceptance.kind === "outOfOrder" ? 409 : 200).send(acceptance);
  });

  server.post("/agreements", async (request) => {
    const { sender, content } = await opened(parts, request);
    const { signed } = shaped(AgreementNotice, content);
    const standing = await keepAgreement(parts, signed, "proposed", sender.id);
    parts.log.info({ partner: sender.id, agreement: standing.state.digest }, "agreement received");
    return { kind: "accepted" };
  });

  server.post("/agreements/events", async (request) => {
    const { sender, content } = await opened(parts, request);
    const { agreement, event } = shaped(EventNotice, content);
    const standing = await keepEvent(parts, agreement, event, sender.id);
    parts.log.warn({ partner: sender.id, agreement, inForce: standing.force.inForce }, "agreement's event");
    await haltExchangesUnder(parts.session, parts.driver, standing);
    return { kind: "accepted" };
  });

  ledgerForPartners(server, parts, async (request) =>
    connectedPartner(request, await allPartners(parts.session)),
  );
  server.post(NOTICE_PATH, async (request) => {
    const { sender, content } = await opened(parts, request);
    const notice = shaped(NoticeMessage, content);
    const certificate = await answerNotice(parts, sender.id, notice);
    parts.log.info({ partner: sender.id, notice: notice.notice, kind: notice.kind }, "notice taken");
    return { kind: "accepted", certificate };
  });

  return server;
}

async function opened(
  parts: ListenerParts,
  request: FastifyRequest,
): Promise<{ sender: PartnerCard; content: unknown }> {
  const partners = await allPartners(parts.session);
  const connected = connectedPartner(request, partners);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const verified = await verifyRequest(
    { method: request.method, url: `https://node.invalid${request.url}`, headers, body },
    {
      self: parts.self,
      at: parts.nowMilliseconds(),
      keyOf: async (keyId) => {
        const partner = partners.find((card) => card.signingKey.kid === keyId);
        return partner && publicKey(partner.signingKey);
      },
    },
  );
  const sender = partners.find((card) => card.signingKey.kid === verified.keyId);
  if (sender === undefined || sender.id !== connected?.id) {
    throw new AccordError(
      "transport.unknown_partner",
      "the connection is not that of the partner who signed",
      {
        remedy: "Both sides must have added each other's present card.",
      },
    );
  }
  const fresh = await useNonce(parts.session, {
    keyId: verified.keyId,
    nonce: verified.nonce,
    now: new Date(parts.nowMilliseconds()).toISOString(),
    expiresAt: new Date((verified.created + 2 * CLOCK_TOLERANCE_SECONDS) * 1000).toISOString(),
  });
  if (!fresh) {
    throw new AccordError("transport.replayed", "this very request came before", {
      remedy: "Sign each request anew.",
    });
  }
  const plain = await openMessage(body.toString("latin1"), parts.keys.encryption.private);
  return { sender, content: jsonOf(plain.toString("utf8")) };
}

function shaped<T>(schema: z.ZodType<T>, content: unknown): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw misshapen(parsed.error.issues[0]?.path.join("."));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw misshapen(undefined);
  }
}

function misshapen(where: string | undefined): AccordError {
  return new AccordError("exchange.message_malformed", "the message does not have the protocol's shape", {
    where: where || "the message",
    remedy: "Bring both nodes to the same version.",
  });
}

function unknownPartner(): AccordError {
  return new AccordError(
    "transport.unknown_partner",
    "the connection is not that of a partner of this node",
    {
      remedy: "Both sides must have added each other's present card with `accord partner add`.",
    },
  );
}

/** The partner whose pinned certificate the connection showed; TLS has proven that it holds the key. */
function connectedPartner(
  request: FastifyRequest,
  partners: readonly PartnerCard[],
): PartnerCard | undefined {
  const shown = (request.raw.socket as TLSSocket).getPeerX509Certificate?.();
  if (shown === undefined) return undefined;
  const fingerprint = shown.fingerprint256.replaceAll(":", "").toLowerCase();
  return partners.find((card) => certificateFingerprint(card.certificate) === fingerprint);
}

/** Every refusal to a known partner, whatever the check that failed, stands in the ledger. */
async function noteRefused(parts: ListenerParts, request: FastifyRequest, code: string): Promise<void> {
  const partner = connectedPartner(request, await allPartners(parts.session));
  if (partner === undefined) return;
  parts.log.warn({ code, partner: partner.id }, "a partner's request was refused");
  await recordRefusal(parts, partner.id, code);
}

async function recordRefusal(parts: ListenerParts, partner: string, code: string): Promise<void> {
  const at = new Date(parts.nowMilliseconds()).toISOString();
  await recordEntry(parts.ledger, parts.session, { kind: "refusal", partner, code, at });
}

function statusOf(code: string): number {
  if (code === "transport.unknown_partner" || code === "transport.signature_invalid") return 401;
  if (code === "transport.replayed") return 409;
  if (code.startsWith("store.")) return 503;
  return 400;
}
