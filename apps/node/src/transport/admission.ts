import type { Server } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { AccordError } from "@accord/vocabulary";
import type { FastifyRequest } from "fastify";
import { certificateFingerprint } from "../keys/certificate.ts";
import { type KnownPartner, servingCards } from "../partner/partners.ts";
import { TRANSPORT_LIMITS as LIMITS } from "./limits.ts";
import { Rate } from "./rate.ts";

/** Who is let in, and how often: connections before any of their bytes are read, requests before their body is. */
export class Admission {
  readonly #nowMilliseconds: () => number;
  readonly #connections: Rate;
  readonly #requestsOfAddress: Rate;
  readonly #requestsOfPartner: Rate;
  readonly #open = new Map<string, number>();

  /** `nowMilliseconds` is the node's wall clock. */
  constructor(nowMilliseconds: () => number, limits: Partial<Record<keyof typeof LIMITS, number>> = {}) {
    const bounds = { ...LIMITS, ...limits };
    const rate = (aMinute: number) =>
      new Rate({ aMinute, remembered: bounds.ratesRemembered, nowMilliseconds: () => performance.now() });
    this.#nowMilliseconds = nowMilliseconds;
    this.#connections = rate(bounds.connectionsAMinutePerAddress);
    this.#requestsOfAddress = rate(bounds.requestsAMinutePerAddress);
    this.#requestsOfPartner = rate(bounds.requestsAMinutePerPartner);
  }

  /** Drops connections beyond the limits before their TLS handshake. */
  guard(server: Server): void {
    server.maxConnections = LIMITS.connections;
    server.on("connection", (socket: Socket) => {
      const address = socket.remoteAddress ?? "";
      const open = (this.#open.get(address) ?? 0) + 1;
      if (open > LIMITS.connectionsPerAddress || !this.#connections.allows(address)) {
        socket.destroy();
        return;
      }
      this.#open.set(address, open);
      socket.once("close", () => {
        const left = (this.#open.get(address) ?? 1) - 1;
        if (left === 0) this.#open.delete(address);
        else this.#open.set(address, left);
      });
    });
  }

  /**
   * The partner whose pinned certificate the connection showed; TLS has proven that it holds the key.
   * @throws AccordError `transport.headers_too_many`, `transport.too_many_requests`, `transport.unknown_partner`
   */
  admit(request: FastifyRequest, partners: readonly KnownPartner[]): KnownPartner {
    if (request.raw.rawHeaders.length / 2 > LIMITS.headerFields) {
      throw new AccordError("transport.headers_too_many", "the request has too many header fields", {
        where: `more than ${LIMITS.headerFields}`,
        remedy: "Send what the protocol describes.",
      });
    }
    if (!this.#requestsOfAddress.allows(request.ip)) throw tooMany();
    const partner = connectedPartner(request, partners, new Date(this.#nowMilliseconds()).toISOString());
    if (partner === undefined) throw unknownPartner();
    if (!this.#requestsOfPartner.allows(partner.card.id)) throw tooMany();
    return partner;
  }
}

function connectedPartner(
  request: FastifyRequest,
  partners: readonly KnownPartner[],
  at: string,
): KnownPartner | undefined {
  const shown = (request.raw.socket as TLSSocket).getPeerX509Certificate?.();
  if (shown === undefined) return undefined;
  const fingerprint = shown.fingerprint256.replaceAll(":", "").toLowerCase();
  return partners.find((partner) =>
    servingCards(partner, at).some((card) => certificateFingerprint(card.certificate) === fingerprint),
  );
}

function tooMany(): AccordError {
  return new AccordError("transport.too_many_requests", "too many requests in a short time", {
    remedy: "Wait a minute; what was to be sent is sent again by itself.",
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
