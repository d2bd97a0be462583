import { randomBytes, timingSafeEqual } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { type FastifyInstance, fastify } from "fastify";
import { z } from "zod";
import { type KeyFileState, sealedError } from "./key-file.ts";
import type { Reopening } from "./reopen.ts";

const SignIn = z.strictObject({
  login: z.string().max(200),
  password: z.string().max(400),
  code: z.string().max(20),
});
const Body = z.union([
  z.strictObject({ shares: z.array(z.string().max(10_000)).min(2).max(20) }),
  z.strictObject({ administrators: z.array(SignIn).length(2) }),
]);

/**
 * All that a sealed node answers: that it is sealed, since when and what opens it, and the reopening itself. Whatever
 * else is asked for is refused. It holds no key.
 */
export function sealedServer(
  state: KeyFileState,
  reopen: (reopening: Reopening) => Promise<void>,
): { readonly server: FastifyInstance; readonly token: string } {
  const token = randomBytes(32).toString("base64url");
  const server = fastify({ bodyLimit: 256 * 1024, requestTimeout: 30_000, logger: false });
  server.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof AccordError) {
      return reply.code(error.code === "keys.sealed" ? 503 : 400).send(error.toJSON());
    }
    return reply.code(400).send({ code: "api.request_refused", message: "the request cannot be read" });
  });
  server.setNotFoundHandler(async () => {
    throw sealedError(state.sealed);
  });
  server.get("/health", async () => ({ healthy: true }));
  server.get("/", async (_request, reply) =>
    reply.code(503).type("text/plain; charset=utf-8").send("This node's keys are sealed.\n"),
  );
  server.addHook("onRequest", async (request) => {
    if (!request.url.startsWith("/api/keys")) return;
    const told = Buffer.from(request.headers.authorization ?? "");
    const wanted = Buffer.from(`Bearer ${token}`);
    if (told.length === wanted.length && timingSafeEqual(told, wanted)) return;
    throw new AccordError("api.not_signed_in", "this address asks for the node's token", {
      remedy: "Use the command line on the node's own machine.",
    });
  });
  server.get("/api/keys", async () => ({ sealed: state.sealed, recovery: shownRecovery(state) }));
  server.post("/api/keys/reopen", async (request) => {
    const parsed = Body.safeParse(request.body);
    if (!parsed.success) {
      throw new AccordError("keys.reopening_malformed", "neither shares nor two sign-ins were given", {
        remedy: "See `accord keys reopen --help`.",
      });
    }
    await reopen(parsed.data);
    return { reopened: true };
  });
  return { server, token };
}

export function shownRecovery({ recovery }: KeyFileState) {
  return (
    recovery && {
      id: recovery.kid,
      needed: recovery.threshold,
      shares: recovery.shares,
      createdAt: recovery.createdAt,
    }
  );
}
