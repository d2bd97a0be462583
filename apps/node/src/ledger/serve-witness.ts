import { type FastifyInstance, fastify } from "fastify";
import type { WitnessFolder } from "./witness-folder.ts";

/** A checkpoint with many post-quantum signatures, and a proof. */
const MAXIMUM_BODY_BYTES = 256 * 1024;

/** A witness over HTTP (C2SP tlog-witness), and the last checkpoint of each log for monitors. */
export function witnessServer(
  witness: WitnessFolder,
  nowMilliseconds: () => number = Date.now,
): FastifyInstance {
  const server = fastify({ bodyLimit: MAXIMUM_BODY_BYTES, logger: false }) as unknown as FastifyInstance;
  // The specification names no content type: whatever comes is text.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  server.post("/add-checkpoint", async (request, reply) => {
    const { status, contentType, body } = await witness.add(String(request.body ?? ""), nowMilliseconds());
    return reply.code(status).type(contentType).send(body);
  });
  server.get("/:origin/checkpoint", async (request, reply) => {
    const note = await witness.checkpoint((request.params as { origin: string }).origin);
    reply.header("cache-control", "no-store").type("text/plain; charset=utf-8");
    return note === undefined ? reply.code(404).send("unknown log\n") : reply.send(note);
  });
  return server;
}
