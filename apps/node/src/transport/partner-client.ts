import { X509Certificate } from "node:crypto";
import type { Delivery, Message } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import { Agent, request } from "undici";
import { z } from "zod";
import { certificateFingerprint } from "../keys/certificate.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { type PartnerCard, publicKey } from "../partner/card.ts";
import { sealMessage } from "./sealed-message.ts";
import { signRequest } from "./signed-request.ts";

const TIMEOUT_MILLISECONDS = 120_000;

const Answer = z.object({
  kind: z.enum(["accepted", "outOfOrder", "refused"]).optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  certificate: z.string().max(20_000).optional(),
});

export interface ClientParts {
  readonly self: string;
  readonly keys: NodeKeys;
  readonly nowMilliseconds: () => number;
  /** Sees every body before it is encrypted; for tests that look for what must not leave. */
  readonly onPlaintext?: ((partner: string, bytes: Uint8Array) => void) | undefined;
}

/** Speaks to partners' nodes: mutual TLS with the pinned certificate, each request signed and each body sealed. */
export class PartnerClient {
  readonly #parts: ClientParts;
  readonly #agents = new Map<string, Agent>();

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  async deliver(card: PartnerCard, message: Message): Promise<Delivery> {
    const answer = await this.#post(card, "/exchange/messages", message);
    if (answer.kind === "unreachable") return answer;
    const { status, body } = answer;
    if (status === 200 && body.kind === "accepted") return { kind: "accepted" };
    if (status >= 500 || status === 409 || status === 429 || body.kind === "outOfOrder") {
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
   * (sending the same again would not help). The answer may hold a certificate, as it came.
   */
  async send(
    card: PartnerCard,
    path: string,
    document: unknown,
  ): Promise<{ taken: boolean; refused: boolean; reason: string; certificate?: string | undefined }> {
    const answer = await this.#post(card, path, document);
    if (answer.kind === "unreachable") return { taken: false, refused: false, reason: answer.reason };
    const { status, body } = answer;
    return {
      taken: status === 200,
      refused: status >= 400 && status < 500 && ![401, 409, 429].includes(status),
      reason: body.message ?? body.reason ?? `the partner's node answered ${status}`,
      certificate: body.certificate,
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
        dispatcher: this.#agentFor(card),
        headersTimeout: TIMEOUT_MILLISECONDS,
        bodyTimeout: TIMEOUT_MILLISECONDS,
      });
      return { status: response.statusCode, body: await response.body.text() };
    } catch {
      // Whatever the reason, the partner is asked again at the next checkpoint.
      return undefined;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.close()));
    this.#agents.clear();
  }

  async #post(
    card: PartnerCard,
    path: string,
    content: unknown,
  ): Promise<
    | { kind: "answered"; status: number; body: z.infer<typeof Answer> }
    | { kind: "unreachable"; reason: string }
  > {
    const { self, keys, nowMilliseconds, onPlaintext } = this.#parts;
    const plain = Buffer.from(JSON.stringify(content));
    onPlaintext?.(card.id, plain);
    const body = Buffer.from(await sealMessage(plain, publicKey(card.encryptionKey), card.encryptionKey.kid));
    const url = new URL(path, card.address).toString();
    const headers = await signRequest(
      { method: "POST", url, body, contentType: "application/jose", recipient: card.id },
      { key: keys.signing.private, keyId: keys.signing.jwk.kid },
      nowMilliseconds(),
    );
    try {
      const response = await request(url, {
        method: "POST",
        headers: { ...headers, "accord-sender": self },
        body,
        dispatcher: this.#agentFor(card),
        headersTimeout: TIMEOUT_MILLISECONDS,
        bodyTimeout: TIMEOUT_MILLISECONDS,
      });
      const parsed = Answer.safeParse(await response.body.json().catch(() => ({})));
      return { kind: "answered", status: response.statusCode, body: parsed.success ? parsed.data : {} };
    } catch (error) {
      return { kind: "unreachable", reason: reasonOf(error) };
    }
  }

  /** One pool of connections for each certificate; only a server that holds its key is spoken to. */
  #agentFor(card: PartnerCard): Agent {
    const pinned = certificateFingerprint(card.certificate);
    const standing = this.#agents.get(pinned);
    if (standing !== undefined) return standing;
    const { keys } = this.#parts;
    const agent = new Agent({
      connections: 2,
      connect: {
        ca: card.certificate,
        cert: keys.tls.certificate,
        key: keys.tls.key,
        minVersion: "TLSv1.3",
        // The certificate is pinned whole, so the name in it adds nothing; what the server shows must be it.
        checkServerIdentity: (_host, shown) =>
          new X509Certificate(shown.raw).fingerprint256.replaceAll(":", "").toLowerCase() === pinned
            ? undefined
            : new AccordError(
                "transport.certificate_mismatch",
                "the server's certificate is not the pinned one",
              ),
      },
    });
    this.#agents.set(pinned, agent);
    return agent;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string"
    ? `the partner's node is not reached (${code})`
    : "the partner's node is not reached";
}
