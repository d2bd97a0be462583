import { timingSafeEqual } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import type { FastifyRequest } from "fastify";
import type { AccordNode } from "../node.ts";
import type { Authenticate } from "./guard.ts";
import { sessionCookie } from "./sign-in/cookie.ts";
import { isSessionToken, staffOfSession } from "./sign-in/session.ts";
import { localOperator, type Staff } from "./staff.ts";

export const CSRF_HEADER = "x-accord-csrf";
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Who sends a request: by the token of the node's folder, by a session's token as the command line sends it, or by a
 * session's cookie as a browser does. With the cookie whatever changes something must repeat the session's CSRF token,
 * which no other site can read.
 */
export function authenticateBy(node: AccordNode, folderToken: string): Authenticate {
  const { access } = node.config;
  const operator = access.localOperator === "off" ? undefined : localOperator(access.localOperatorRoles);
  return async (request) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (bearer !== undefined && !isSessionToken(bearer))
      return isSame(bearer, folderToken) ? operator : undefined;
    if (bearer !== undefined)
      return (await staffOfSession(node.store, bearer, access, node.nowMilliseconds()))?.staff;
    return staffOfCookie(node, request);
  };
}

async function staffOfCookie(node: AccordNode, request: FastifyRequest): Promise<Staff | undefined> {
  const token = request.cookies[sessionCookie(node.config).name];
  if (token === undefined) return undefined;
  const found = await staffOfSession(node.store, token, node.config.access, node.nowMilliseconds());
  request.csrf = found?.csrf;
  if (found === undefined || READS.has(request.method)) return found?.staff;
  const repeated = request.headers[CSRF_HEADER];
  if (typeof repeated === "string" && isSame(repeated, found.csrf)) return found.staff;
  throw new AccordError("access.csrf", "the request does not repeat the session's token", {
    where: CSRF_HEADER,
    remedy: "Send the token that the sign-in and /api/me answer, in this header.",
  });
}

function isSame(told: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(told), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
