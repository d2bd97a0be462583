import type { Server } from "node:https";
import { AnyConversationMessage, type ExchangeDriver, Message } from "@accord/exchange";
import type { Ledger } from "@accord/ledger";
import { type RegistryContext, readExchange, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { z } from "zod";
import type { AgreementCourier } from "../agreements/agreement-courier.ts";
import { haltExchangesUnder } from "../agreements/halt-exchanges.ts";
import type { AgreementJudge } from "../agreements/held-agreements.ts";
import { keepAgreement, keepEvent } from "../agreements/keep-agreement.ts";
import { hearNegotiation } from "../agreements/negotiations.ts";
import { CONVERSATION_PATH } from "../conversations/conversation-path.ts";
import type { InquiryDriver, ReferralDriver } from "../conversations/open-conversations.ts";
import { hearIncident } from "../governance/hear-incident.ts";
import { INCIDENT_PATH, IncidentMessage } from "../governance/incident-message.ts";
import { Comparisons } from "../in-step/comparisons.ts";
import { IN_STEP_PATH, InStepMessage } from "../in-step/in-step-message.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { recordEntry } from "../ledger/record.ts";
import type { Logger } from "../log.ts";
import { type KnownPartner, knownPartners } from "../partner/partners.ts";
import { keepSuccession } from "../partner/succession.ts";
import { answerNotice } from "../rights/answer-notice.ts";
import { NOTICE_PATH, NoticeMessage } from "../rights/notice-message.ts";
import { Admission } from "./admission.ts";
import { CHUNK_PATH, CHUNK_TYPE, WHOLE_PATH } from "./chunks/chunk-place.ts";
import { ReceivedChunks } from "./chunks/received-chunks.ts";
import { ledgerForPartners } from "./ledger-for-partners.ts";
import { TRANSPORT_LIMITS } from "./limits.ts";
import { type OpenedRequest, openRequest, repeatableBody, requestLine } from "./open-request.ts";
import { SEALED_TYPE } from "./sealed-message.ts";
import { signResponse } from "./signed-response.ts";

export interface ListenerParts {
  readonly self: string;
  readonly keys: NodeKeys;
  readonly session: Session;
  readonly context: RegistryContext;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
  readonly courier: AgreementCourier;
  readonly driver: ExchangeDriver<Session>;
  readonly referrals: ReferralDriver;
  readonly inquiries: InquiryDriver;
  readonly log: Logger;
  /** A partner's node was heard: what waits for it can be told. */
  readonly onContact: (partner: string) => void;
  readonly nowMilliseconds: () => number;
  readonly admission?: Admission;
}

const EventNotice = z.strictObject({
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.string().max(20_000),
});
const AgreementNotice = z.strictObject({ signed: z.string().max(2_000_000) });
const SuccessionNotice = z.strictObject({ succession: z.string().max(100_000) });

const TLS_VERSION = "TLSv1.3";
const JSON_TYPE = "application/json; charset=utf-8";

/**
 * Where partners' nodes come in: mutual TLS, the client's certificate pinned, the request signed (RFC 9421) by the
 * partner's key, its nonce never seen before, its body sealed for this node. What fails any of these is refused,
 * recorded in the ledger where the partner is known, and reaches nothing. Every answer is signed and bound to its request.
 */
export function partnerListener(parts: ListenerParts): FastifyInstance {
  const server = fastify({
    https: {
      key: parts.keys.tls.key,
      cert: parts.keys.tls.certificate,
      minVersion: TLS_VERSION,
      requestCert: true,
      // Certificates are self-signed and pinned, so no authority can vouch for them: `Admission` compares them.
      rejectUnauthorized: false,
      maxHeaderSize: TRANSPORT_LIMITS.headerBytes,
      handshakeTimeout: TRANSPORT_LIMITS.handshakeMilliseconds,
      headersTimeout: TRANSPORT_LIMITS.headersMilliseconds,
      requestTimeout: TRANSPORT_LIMITS.requestMilliseconds,
    },
    requestTimeout: TRANSPORT_LIMITS.requestMilliseconds,
    keepAliveTimeout: TRANSPORT_LIMITS.idleMilliseconds,
    maxRequestsPerSocket: TRANSPORT_LIMITS.requestsPerConnection,
    bodyLimit: TRANSPORT_LIMITS.documentBytes,
    logger: false,
  }) as unknown as FastifyInstance;
  const https = server.server as unknown as Server;
  const admission = parts.admission ?? new Admission(parts.nowMilliseconds);
  admission.guard(https);
  parts.keys.onChange(() => {
    if (parts.keys.dropped) https.closeAllConnections();
    else {
      const { key, certificate: cert } = parts.keys.tls;
      https.setSecureContext({ key, cert, minVersion: TLS_VERSION });
    }
  });

  const comparisons = new Comparisons(parts);

  /** Partners' cards are read once a request, before its body is. */
  const admitted = new WeakMap<FastifyRequest, KnownPartner>();

  server.addHook("onRequest", async (request) => {
    if (parts.keys.dropped) throw keysSealed();
    admitted.set(request, admission.admit(request, await knownPartners(parts.session)));
  });

  server.addHook("onSend", async (request, reply, payload) => {
    if (parts.keys.dropped || typeof payload !== "string") return payload;
    const { private: key, jwk } = parts.keys.signing;
    const fields = await signResponse(
      requestLine(request),
      { status: reply.statusCode, body: Buffer.from(payload), contentType: JSON_TYPE },
      { key, keyId: jwk.kid },
      parts.nowMilliseconds(),
    ).catch(() => ({})); // a request without signature has nothing to bind an answer to
    reply.headers(fields);
    return payload;
  });

  server.addContentTypeParser([SEALED_TYPE, CHUNK_TYPE], { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );

  server.setErrorHandler(async (error, request, reply) => {
    if (error instanceof AccordError) {
      await noteRefused(parts, admitted.get(request), error.code);
      return reply.code(statusOf(error.code)).send(error.toJSON());
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    // A body too large, of another type, an address that is not there: refused by the server before any check of ours.
    if (status < 500) await noteRefused(parts, admitted.get(request), `transport.status_${status}`);
    parts.log.warn({ status, fault: (error as Error).name }, "a partner's request failed");
    return reply.code(status).send({ code: "transport.failed", message: "the request could not be handled" });
  });

  server.setNotFoundHandler(async (request, reply) => {
    await noteRefused(parts, admitted.get(request), "transport.not_found");
    return reply.code(404).send({ code: "transport.not_found", message: "there is no such address" });
  });

  const connectedOf = (request: FastifyRequest): KnownPartner => {
    const connected = admitted.get(request);
    if (connected === undefined) throw new Error("a request is admitted before it is opened");
    return connected;
  };
  const opened = (request: FastifyRequest): Promise<OpenedRequest> =>
    openRequest(parts, request, connectedOf(request));

  const chunks = new ReceivedChunks();

  server.post<{ Params: { digest: string; bytes: string; index: string } }>(
    CHUNK_PATH,
    { bodyLimit: TRANSPORT_LIMITS.chunkBytes },
    async (request) => {
      const connected = connectedOf(request);
      const chunk = await repeatableBody(parts, request, connected);
      const { digest, bytes, index } = request.params;
      chunks.take(connected.card.id, digest, Number(bytes), Number(index), chunk);
      return { kind: "accepted" };
    },
  );

  server.post<{ Params: { digest: string } }>(WHOLE_PATH, async (request, reply) => {
    const connected = connectedOf(request);
    const { digest } = request.params;
    const partner = connected.card.id;
    // The word is verified before it is looked up: what is missing is told to the partner alone.
    await repeatableBody(parts, request, connected);
    const whole = chunks.whole(partner, digest);
    if ("missing" in whole) return reply.code(409).send({ kind: "incomplete", missing: whole.missing });
    const message = await openRequest(parts, request, connected, () => whole.bytes);
    const answer = await taken(message, reply);
    chunks.letGo(partner, digest);
    return answer;
  });

  server.post("/exchange/messages", { bodyLimit: TRANSPORT_LIMITS.messageBytes }, async (request, reply) =>
    taken(await opened(request), reply),
  );

  async function taken(
    { sender, content, suite }: OpenedRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const message = await shapedMessage(parts, sender.id, content);
    if (message.from !== sender.id) throw senderMismatch();
    const acceptance = await parts.driver.receive(message, suite);
    if (acceptance.kind === "refused") {
      await recordRefusal(parts, sender.id, acceptance.code, message.exchange);
      return reply.code(403).send(acceptance);
    }
    parts.onContact(sender.id);
    if (acceptance.kind === "outOfOrder") {
      await recordRefusal(parts, sender.id, "exchange.out_of_order", message.exchange);
      return reply.code(409).send(acceptance);
    }
    return reply.code(200).send(acceptance);
  }

  server.post(CONVERSATION_PATH, { bodyLimit: TRANSPORT_LIMITS.messageBytes }, async (request, reply) => {
    const { sender, content } = await opened(request);
    const message = shaped(AnyConversationMessage, content) as AnyConversationMessage;
    if (message.from !== sender.id) throw senderMismatch();
    const acceptance =
      message.kind === "referral"
        ? await parts.referrals.receive(message)
        : await parts.inquiries.receive(message);
    if (acceptance.kind === "accepted") {
      parts.onContact(sender.id);
      return reply.code(200).send(acceptance);
    }
    const code = acceptance.kind === "refused" ? acceptance.code : "conversation.out_of_order";
    await recordRefusal(parts, sender.id, code, message.conversation);
    return reply.code(acceptance.kind === "refused" ? 403 : 409).send(acceptance);
  });

  server.post("/agreements", async (request) => {
    const { sender, content } = await opened(request);
    const { signed } = shaped(AgreementNotice, content);
    const standing = await keepAgreement(parts, signed, "proposed", sender.id);
    parts.log.info({ partner: sender.id, agreement: standing.state.digest }, "agreement received");
    return { kind: "accepted" };
  });

  server.post("/agreements/negotiation", async (request) => {
    const { sender, content } = await opened(request);
    const negotiation = await hearNegotiation(parts, sender.id, content);
    parts.log.info(
      { partner: sender.id, negotiation: negotiation.id, state: negotiation.state },
      "negotiation",
    );
    return { kind: "accepted" };
  });

  server.post("/agreements/events", async (request) => {
    const { sender, content } = await opened(request);
    const { agreement, event } = shaped(EventNotice, content);
    const standing = await keepEvent(parts, agreement, event, sender.id);
    parts.log.warn({ partner: sender.id, agreement, inForce: standing.force.inForce }, "agreement's event");
    await haltExchangesUnder(parts.session, parts.driver, standing);
    return { kind: "accepted" };
  });

  server.post("/card", async (request) => {
    const { sender, content } = await opened(request);
    const { succession } = shaped(SuccessionNotice, content);
    const changed = await keepSuccession(parts, sender.id, succession);
    parts.log.warn({ partner: sender.id, changed }, "a partner's keys were rotated");
    return { kind: "accepted" };
  });

  server.post(NOTICE_PATH, async (request) => {
    const { sender, content } = await opened(request);
    const notice = shaped(NoticeMessage, content);
    const certificate = await answerNotice(parts, sender.id, notice);
    parts.log.info({ partner: sender.id, notice: notice.notice, kind: notice.kind }, "notice taken");
    return { kind: "accepted", certificate };
  });

  server.post(IN_STEP_PATH, async (request) => {
    const { sender, content } = await opened(request);
    return {
      kind: "accepted",
      content: JSON.stringify(await comparisons.answer(sender.id, shaped(InStepMessage, content))),
    };
  });

  server.post(INCIDENT_PATH, async (request) => {
    const { sender, content } = await opened(request);
    const message = shaped(IncidentMessage, content);
    await hearIncident(parts, sender.id, message);
    parts.log.warn(
      { partner: sender.id, incident: message.incident, drill: message.drill },
      "incident heard",
    );
    return { kind: "accepted" };
  });

  ledgerForPartners(server, parts, async (request) => admitted.get(request)?.card);

  return server;
}

const Envelope = z.object({ exchange: z.uuid(), from: z.string() });

/**
 * A message of a known exchange that has not the protocol's shape ends that exchange: it would be waited for in vain,
 * since it is never sent again.
 */
async function shapedMessage(parts: ListenerParts, partner: string, content: unknown): Promise<Message> {
  try {
    return shaped(Message, content) as Message;
  } catch (error) {
    const named = Envelope.safeParse(content);
    const row = named.success ? await readExchange(parts.session, named.data.exchange) : undefined;
    if (error instanceof AccordError && row?.partner === partner) {
      const { code, message: reason, remedy = "" } = error;
      await parts.driver.halt(row.id, { code, reason, remedy });
    }
    throw error;
  }
}

function shaped<T>(schema: z.ZodType<T>, content: unknown): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new AccordError("exchange.message_malformed", "the message does not have the protocol's shape", {
    where: parsed.error.issues[0]?.path.join(".") || "the message",
    remedy: "Bring both nodes to the same version.",
  });
}

/** Every refusal to a known partner, whatever the check that failed, stands in the ledger. */
async function noteRefused(
  parts: ListenerParts,
  partner: KnownPartner | undefined,
  code: string,
): Promise<void> {
  parts.log.warn({ code, partner: partner?.card.id }, "a partner's request was refused");
  if (partner !== undefined) await recordRefusal(parts, partner.card.id, code);
}

async function recordRefusal(
  parts: ListenerParts,
  partner: string,
  code: string,
  exchange?: string,
): Promise<void> {
  const at = new Date(parts.nowMilliseconds()).toISOString();
  const of = exchange === undefined ? {} : { exchange };
  await recordEntry(parts.ledger, parts.session, { kind: "refusal", partner, code, ...of, at });
}

function senderMismatch(): AccordError {
  return new AccordError(
    "transport.sender_mismatch",
    "the message names another sender than the one who signed it",
    { remedy: "Each node sends in its own name; check the agency id in the partner's configuration." },
  );
}

function keysSealed(): AccordError {
  return new AccordError("keys.sealed", "the node's keys are sealed", {
    remedy: "Ask the agency's staff; nothing is lost, and what was to be sent is sent again.",
  });
}

function statusOf(code: string): number {
  if (code === "transport.unknown_partner" || code === "transport.signature_invalid") return 401;
  if (code === "transport.replayed") return 409;
  if (code === "transport.too_many_requests") return 429;
  if (code === "transport.headers_too_many") return 431;
  if (code === "transport.json_too_deep" || code === "transport.json_too_large") return 413;
  if (code.startsWith("store.") || code === "keys.sealed") return 503;
  return 400;
}
