import { type Session, useNonce } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { FastifyRequest } from "fastify";
import type { NodeKeys } from "../keys/node-keys.ts";
import type { SuiteId } from "../keys/suite.ts";
import { type PartnerCard, publicKey } from "../partner/card.ts";
import { type KnownPartner, servingCards } from "../partner/partners.ts";
import { parseBounded } from "./bounded-json.ts";
import { openMessage } from "./sealed-message.ts";
import { CLOCK_TOLERANCE_SECONDS, type VerifiedRequest, verifyRequest } from "./signed-request.ts";

export interface OpenedRequest {
  readonly sender: PartnerCard;
  readonly content: unknown;
  /** The suite under which the body came. */
  readonly suite: SuiteId;
}

/**
 * Verifies and opens a request on the connection of `connected`: digest, signature, clock, recipient, nonce, then the
 * sealed body. What fails any of these is refused before the next is looked at.
 * `sealedIn` finds the sealed message where the request's body is not it.
 * @throws AccordError `transport.…`, `exchange.message_malformed`
 */
export async function openRequest(
  parts: {
    readonly self: string;
    readonly keys: NodeKeys;
    readonly session: Session;
    readonly nowMilliseconds: () => number;
  },
  request: FastifyRequest,
  connected: KnownPartner,
  sealedIn: (body: Buffer) => Buffer = (body) => body,
): Promise<OpenedRequest> {
  const { verified, at, body } = await verifiedRequest(parts, request, connected);
  const fresh = await useNonce(parts.session, {
    keyId: verified.keyId,
    nonce: verified.nonce,
    now: at,
    expiresAt: new Date((verified.created + 2 * CLOCK_TOLERANCE_SECONDS) * 1000).toISOString(),
  });
  if (!fresh) {
    throw new AccordError("transport.replayed", "this very request came before", {
      remedy: "Sign each request anew.",
    });
  }
  const route = { from: connected.card.id, to: parts.self };
  const { plain, suite } = await openMessage(sealedIn(body), (kid) => parts.keys.opener(kid), route);
  return { sender: connected.card, content: parseBounded(plain), suite };
}

/**
 * The body of a signed request that is taken however often it comes: its nonce is not looked at, since a repetition changes
 * nothing and thousands of them would each be a write to the store.
 * @throws AccordError `transport.…`
 */
export async function repeatableBody(
  parts: VerifyingParts,
  request: FastifyRequest,
  connected: KnownPartner,
): Promise<Buffer> {
  return (await verifiedRequest(parts, request, connected)).body;
}

interface VerifyingParts {
  readonly self: string;
  readonly nowMilliseconds: () => number;
}

async function verifiedRequest(
  parts: VerifyingParts,
  request: FastifyRequest,
  connected: KnownPartner,
): Promise<{ readonly verified: VerifiedRequest; readonly at: string; readonly body: Buffer }> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const atMilliseconds = parts.nowMilliseconds();
  const at = new Date(atMilliseconds).toISOString();
  const verified = await verifyRequest(
    { ...requestLine(request), body },
    {
      self: parts.self,
      at: atMilliseconds,
      keyOf: async (keyId) => {
        const card = servingCards(connected, at).find((one) => one.signingKey.kid === keyId);
        return card && publicKey(card.signingKey);
      },
    },
  );
  return { verified, at, body };
}

/** Method, path and header fields of a request as both sides sign them; the host does not count. */
export function requestLine(request: Pick<FastifyRequest, "method" | "url" | "headers">): {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  return { method: request.method, url: `https://node.invalid${request.url}`, headers };
}
