import { X509Certificate } from "node:crypto";
import type { ConversationMessage, Delivery, Message } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import { Agent, request } from "undici";
import { z } from "zod";
import { CONVERSATION_PATH } from "../conversations/conversation-path.ts";
import { certificateFingerprint } from "../keys/certificate.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { type PartnerCard, publicKey, suiteKeys } from "../partner/card.ts";
import { parseBounded } from "./bounded-json.ts";
import { CHUNK_TYPE, chunkPath, wholePath } from "./chunks/chunk-place.ts";
import { ChunkedUpload, Lanes, type SendChunk } from "./chunks/chunked-upload.ts";
import { SealedMessages } from "./chunks/sealed-messages.ts";
import { TRANSPORT_LIMITS } from "./limits.ts";
import { SEALED_TYPE, sealMessage } from "./sealed-message.ts";
import { signRequest } from "./signed-request.ts";
import { verifyResponse } from "./signed-response.ts";

const Answer = z.object({
  kind: z.enum(["accepted", "outOfOrder", "refused", "incomplete"]).optional(),
  /** Chunks that the partner has not, of a message that was to be whole. */
  missing: z.union([z.literal("all"), z.array(z.int().min(0)).max(TRANSPORT_LIMITS.chunksNamed)]).optional(),
  received: z.int().min(0).optional(),
  expected: z.int().min(0).optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  certificate: z.string().max(20_000).optional(),
  content: z.string().max(60_000).optional(),
});

type Answered =
  | { readonly kind: "answered"; readonly status: number; readonly body: z.infer<typeof Answer> }
  | { readonly kind: "unreachable"; readonly reason: string };

const MESSAGES_PATH = "/exchange/messages";
const NO_KEY = {
  kind: "unreachable",
  reason: "the partner's card has no key of the suite that was agreed on",
} as const;

const nameOf = ({ exchange, from, number }: Message): string => `${exchange} ${from} ${number}`;

export interface ClientParts {
  readonly self: string;
  readonly keys: NodeKeys;
  readonly nowMilliseconds: () => number;
  /** Cards that a partner had before and whose keys still serve, while it rotates its keys. */
  readonly formerCards: (partner: string) => Promise<readonly PartnerCard[]>;
  /** Sees every body before it is encrypted; for tests that look for what must not leave. */
  readonly onPlaintext?: ((partner: string, bytes: Uint8Array) => void) | undefined;
}

/** Speaks to partners' nodes: mutual TLS with the pinned certificate, each request signed and each body sealed. */
export class PartnerClient {
  readonly #parts: ClientParts;
  readonly #agents = new Map<string, Agent>();
  readonly #sealed = new SealedMessages();
  readonly #lanes = new Map<string, Lanes>();

  constructor(parts: ClientParts) {
    this.#parts = parts;
    parts.keys.onChange(() => this.#forgetConnections());
  }

  /** A message of a conversation beside exchanges, sealed with the first suite for which the card has a key. */
  async deliverConversation(card: PartnerCard, message: ConversationMessage<unknown>): Promise<Delivery> {
    const answer = await this.#post(card, CONVERSATION_PATH, message);
    return answer.kind === "unreachable" ? answer : this.#lastWord(answer.status, answer.body);
  }

  /** `suite` is what the exchange agreed on; before that, the first of this node's suites for which the card has a key. */
  async deliver(card: PartnerCard, message: Message, suite: string | undefined): Promise<Delivery> {
    const sealed = await this.#sealedMessage(card, message, suite);
    if (sealed === undefined) return NO_KEY;
    const answer = await this.#bringMessage(card, sealed);
    if (answer.kind === "unreachable") return answer;
    const { status, body } = answer;
    if (sealed instanceof ChunkedUpload && body.kind === "incomplete") {
      sealed.missing(body.missing ?? "all");
      return { kind: "unreachable", reason: "the partner's node has only a part of the message" };
    }
    if (sealed instanceof ChunkedUpload && body.code === "transport.digest_mismatch") {
      sealed.missing("all");
      return { kind: "unreachable", reason: "the message came damaged" };
    }
    const last = this.#lastWord(status, body);
    if (last.kind !== "unreachable") this.#sealed.letGo(nameOf(message));
    return last;
  }

  /**
   * Brings over ahead of its turn what can be, of a message that is larger than a chunk: `deliver` then needs a word only.
   * So the link is not idle while the partner's node handles the messages before it.
   */
  async prepare(card: PartnerCard, message: Message, suite: string | undefined): Promise<void> {
    const sealed = await this.#sealedMessage(card, message, suite);
    if (sealed instanceof ChunkedUpload) await sealed.bring(this.#lanesTo(card), this.#sendChunk(card));
  }

  async #bringMessage(card: PartnerCard, sealed: Buffer | ChunkedUpload): Promise<Answered> {
    if (!(sealed instanceof ChunkedUpload)) return this.#request(card, MESSAGES_PATH, sealed, SEALED_TYPE);
    const failure = await sealed.bring(this.#lanesTo(card), this.#sendChunk(card));
    if (failure !== undefined) return { kind: "unreachable", reason: failure };
    return this.#request(card, wholePath(sealed.digest), Buffer.alloc(0), SEALED_TYPE);
  }

  #sendChunk(card: PartnerCard): SendChunk {
    return async ({ digest, bytes }, index, chunk) => {
      const answer = await this.#request(card, chunkPath(digest, bytes, index), chunk, CHUNK_TYPE);
      if (answer.kind === "unreachable") return { kind: "failed", reason: answer.reason };
      // A refusal is the last word of the whole message's request, which follows; it has the reason.
      return { kind: "taken" };
    };
  }

  #sealedMessage(
    card: PartnerCard,
    message: Message,
    suite: string | undefined,
  ): Promise<Buffer | ChunkedUpload | undefined> {
    const plain = Buffer.from(JSON.stringify(message));
    return this.#sealed.of(nameOf(message), plain, () => this.#seal(card, plain, suite));
  }

  #lanesTo({ id }: PartnerCard): Lanes {
    const lanes = this.#lanes.get(id) ?? new Lanes();
    this.#lanes.set(id, lanes);
    return lanes;
  }

  #lastWord(status: number, body: z.infer<typeof Answer>): Delivery {
    if (status === 200 && body.kind === "accepted") return { kind: "accepted", received: body.received };
    if (body.kind === "outOfOrder" && body.expected !== undefined)
      return { kind: "outOfOrder", expected: body.expected };
    if (status >= 500 || status === 409 || status === 429) {
      return { kind: "unreachable", reason: `the partner's node answered ${status}` };
    }
    // A replay or a clock that is off is mended by sending again later; the rest is the partner's last word.
    if (body.code === "transport.clock_skew" || body.code === "transport.replayed") {
      return { kind: "unreachable", reason: body.message ?? body.code };
    }
    return {
      kind: "refused",
      code: body.code ?? "exchange.refused",
      reason: body.reason ?? body.message ?? `the partner's node answered ${status}`,
    };
  }

  /**
   * Hands the partner a word of an agreement's life. Answers whether the partner's node took it, or refused it for good
   * (sending the same again would not help). The answer may hold a certificate or other content, as it came.
   */
  async send(
    card: PartnerCard,
    path: string,
    document: unknown,
  ): Promise<{
    taken: boolean;
    refused: boolean;
    reason: string;
    certificate?: string | undefined;
    content?: string | undefined;
  }> {
    const answer = await this.#post(card, path, document);
    if (answer.kind === "unreachable") return { taken: false, refused: false, reason: answer.reason };
    const { status, body } = answer;
    return {
      taken: status === 200,
      refused: status >= 400 && status < 500 && ![401, 409, 429].includes(status),
      reason: body.message ?? body.reason ?? `the partner's node answered ${status}`,
      certificate: body.certificate,
      content: body.content,
    };
  }

  /**
   * Asks for what holds nothing personal and is signed by itself or public between partners: checkpoints, receipts.
   * Undefined where the partner is not reached.
   */
  async plain(
    card: PartnerCard,
    { method, path, body }: { method: "GET" | "POST"; path: string; body?: string },
  ): Promise<{ readonly status: number; readonly body: string } | undefined> {
    try {
      const response = await request(new URL(path, card.address).toString(), {
        method,
        ...(body === undefined ? {} : { body, headers: { "content-type": "text/plain; charset=utf-8" } }),
        dispatcher: this.#agentFor([card, ...(await this.#parts.formerCards(card.id))]),
        headersTimeout: TRANSPORT_LIMITS.answerMilliseconds,
        bodyTimeout: TRANSPORT_LIMITS.answerMilliseconds,
      });
      const bytes = await boundedBody(response.body, TRANSPORT_LIMITS.receiptsBytes);
      return { status: response.statusCode, body: bytes.toString("utf8") };
    } catch {
      // Whatever the reason, the partner is asked again at the next checkpoint.
      return undefined;
    }
  }

  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map((agent) => agent.close()));
  }

  async #post(card: PartnerCard, path: string, content: unknown): Promise<Answered> {
    const body = await this.#seal(card, Buffer.from(JSON.stringify(content)), undefined);
    return body === undefined ? NO_KEY : this.#request(card, path, body, SEALED_TYPE);
  }

  /** Undefined where the partner's card has no key of the suite. */
  async #seal(card: PartnerCard, plain: Buffer, suite: string | undefined): Promise<Buffer | undefined> {
    const sealing = suiteKeys(card).find((key) => suite === undefined || key.suite === suite);
    if (sealing === undefined) return undefined;
    this.#parts.onPlaintext?.(card.id, plain);
    return sealMessage(plain, sealing, { from: this.#parts.self, to: card.id });
  }

  async #request(card: PartnerCard, path: string, body: Uint8Array, contentType: string): Promise<Answered> {
    const { keys, nowMilliseconds } = this.#parts;
    const url = new URL(path, card.address).toString();
    const headers = await signRequest(
      { method: "POST", url, body, contentType, recipient: card.id },
      { key: keys.signing.private, keyId: keys.signing.jwk.kid },
      nowMilliseconds(),
    );
    try {
      const cards = [card, ...(await this.#parts.formerCards(card.id))];
      const response = await request(url, {
        method: "POST",
        headers,
        body,
        dispatcher: this.#agentFor(cards),
        headersTimeout: TRANSPORT_LIMITS.answerMilliseconds,
        bodyTimeout: TRANSPORT_LIMITS.answerMilliseconds,
      });
      const answer = {
        status: response.statusCode,
        headers: fieldsOfAnswer(response.headers),
        body: await boundedBody(response.body, TRANSPORT_LIMITS.answerBytes),
      };
      await verifyResponse({ method: "POST", url, headers }, answer, {
        at: nowMilliseconds(),
        keyOf: (keyId) => {
          const signer = cards.find((one) => one.signingKey.kid === keyId);
          return signer && publicKey(signer.signingKey);
        },
      });
      return { kind: "answered", status: answer.status, body: Answer.parse(parseBounded(answer.body)) };
    } catch (error) {
      return { kind: "unreachable", reason: reasonOf(error) };
    }
  }

  /** One pool of connections for each set of certificates; only a server that holds a key of theirs is spoken to. */
  #agentFor(cards: readonly PartnerCard[]): Agent {
    const { tls } = this.#parts.keys;
    const pinned = new Set(cards.map((card) => certificateFingerprint(card.certificate)));
    const pool = [certificateFingerprint(tls.certificate), ...pinned].join(" ");
    const standing = this.#agents.get(pool);
    if (standing !== undefined) return standing;
    const agent = new Agent({
      // One for each chunk under way, and one for a word meanwhile.
      connections: TRANSPORT_LIMITS.lanes + 1,
      connect: {
        ca: cards.map((card) => card.certificate),
        cert: tls.certificate,
        key: tls.key,
        minVersion: "TLSv1.3",
        // The certificate is pinned whole, so the name in it adds nothing; what the server shows must be it.
        checkServerIdentity: (_host, shown) =>
          pinned.has(new X509Certificate(shown.raw).fingerprint256.replaceAll(":", "").toLowerCase())
            ? undefined
            : new AccordError(
                "transport.certificate_mismatch",
                "the server's certificate is not the pinned one",
              ),
      },
    });
    this.#agents.set(pool, agent);
    return agent;
  }

  /** Closes connections whose keys were replaced or dropped. */
  #forgetConnections(): void {
    for (const agent of this.#agents.values()) {
      // What is under way ends; where the keys were dropped, at once.
      void (this.#parts.keys.dropped ? agent.destroy() : agent.close()).catch(() => undefined);
    }
    this.#agents.clear();
  }
}

function fieldsOfAnswer(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

async function boundedBody(body: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) {
      throw new AccordError("transport.answer_too_large", "the partner's answer is too large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  if (error instanceof AccordError && error.code === "transport.answer_unsigned") {
    return `${error.message} (${error.code})`;
  }
  const code = (error as { code?: unknown }).code;
  return typeof code === "string"
    ? `the partner's node is not reached (${code})`
    : "the partner's node is not reached";
}
