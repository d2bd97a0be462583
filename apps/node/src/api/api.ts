import { fastify } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";

const MAXIMUM_JSON_BYTES = 4 * 1024 * 1024;

export function newApi() {
  return fastify({
    bodyLimit: MAXIMUM_JSON_BYTES,
    logger: false,
    return503OnClosing: false,
  }).withTypeProvider<ZodTypeProvider>();
}

/** The API as the routes see it: requests and answers typed by their zod schemas. */
export type Api = ReturnType<typeof newApi>;
