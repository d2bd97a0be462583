import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

// From src/api and from dist/api alike.
const BUILT = fileURLToPath(new URL("../../../console/dist", import.meta.url));
const NONCE = "__NONCE__";
const YEAR_SECONDS = 31_536_000;

/** Nothing from elsewhere, nothing inline but what carries the page's nonce, no frame around it, no form that leaves. */
const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/**
 * The console: one page for every screen, and its files. What it may see and do the API decides; here is nothing but what
 * anyone may read who reaches the node.
 */
export async function consoleRoutes(api: Api, _node: AccordNode): Promise<void> {
  const index = join(BUILT, "index.html");
  // Read each time, it is small: a console built anew is served without a new start.
  const page = () => (existsSync(index) ? readFileSync(index, "utf8") : NOT_BUILT);
  await api.register(fastifyStatic, { root: BUILT, serve: false, preCompressed: true });

  const answer = (reply: FastifyReply) => {
    const nonce = randomBytes(18).toString("base64url");
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", policyWith(nonce))
      .header("cache-control", "no-cache")
      .send(page().replaceAll(NONCE, nonce));
  };
  const greet = { config: { action: "node.greet" }, schema: { hide: true } } as const;

  api.get("/", greet, (_request, reply) => answer(reply));
  // The file's name holds its digest: it never changes.
  api.get("/assets/:file", greet, (request, reply) =>
    reply.sendFile(`assets/${(request.params as { file: string }).file}`, {
      maxAge: YEAR_SECONDS * 1000,
      immutable: true,
    }),
  );
  for (const file of ["icon.svg", "manifest.webmanifest", "worker.js"]) {
    api.get(`/${file}`, greet, (_request, reply) => reply.header("cache-control", "no-cache").sendFile(file));
  }
  api.setNotFoundHandler((request, reply) => {
    if (asksForScreen(request)) return answer(reply);
    return reply.code(404).send({ code: "api.not_found", message: "there is no such address" });
  });
}

/** A browser that opens or reloads one of the console's screens, which are paths of the page and not of the node. */
const asksForScreen = ({ method, url, headers }: FastifyRequest): boolean =>
  method === "GET" &&
  !url.startsWith("/api/") &&
  !url.startsWith("/assets/") &&
  (headers.accept ?? "").includes("text/html");

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Accord</title>
<h1>The console is not built</h1><p>Run <code>npm run console</code> in the project, then load this page again.
The command line works without it: <code>accord --help</code>.</p></html>`;
