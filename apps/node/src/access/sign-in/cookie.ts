import type { CookieSerializeOptions } from "@fastify/cookie";
import type { NodeConfig } from "../../config/config.ts";
import type { RelyingParty } from "./passkey.ts";

/** Under which address browsers of staff reach the node. */
export function staffOrigin(config: NodeConfig): URL {
  return new URL(config.staff.publicAddress ?? `http://localhost:${config.staff.port}`);
}

export function relyingParty(config: NodeConfig): RelyingParty {
  const { hostname, origin } = staffOrigin(config);
  return { id: hostname, origin, name: config.agency.name };
}

interface Cookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

/**
 * No script reads it and no other site sends it; over HTTPS it is bound to this host alone (RFC 6265bis, 4.1.3.2). Without
 * HTTPS the name tells the agency, since cookies of one host are not kept apart by port (8.5) and two nodes may be on it.
 */
export function sessionCookie(config: NodeConfig): Cookie {
  const secure = staffOrigin(config).protocol === "https:";
  return {
    name: secure ? "__Host-accord" : `accord-${config.agency.id}`,
    options: { httpOnly: true, sameSite: "strict", path: "/", secure },
  };
}

/** Holds the state of a visit to the identity provider; lax, since the browser comes back from another site. */
export function visitCookie(config: NodeConfig): Cookie {
  const { options, name } = sessionCookie(config);
  return { name: `${name}-visit`, options: { ...options, sameSite: "lax", maxAge: 300 } };
}
