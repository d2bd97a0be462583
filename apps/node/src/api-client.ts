import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { AccordError } from "@accord/vocabulary";
import { request } from "undici";
import { z } from "zod";
import type { Api } from "./api/api.ts";
import { nodeFolder } from "./config/folder.ts";

const Running = z.object({ address: z.url(), token: z.string(), process: z.number() });

/**
 * How the command line speaks to a node: over HTTP where it is running, and otherwise through the same API in this
 * process, with nobody listening. Either way there is one way in.
 */
export interface ApiClient {
  readonly running: boolean;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** Sends a file's bytes and gives what is told, one JSON object a line, as it comes. */
  upload<T>(path: string, content: Readable): AsyncGenerator<T>;
  /** A body as bytes, in pieces. */
  download(path: string): AsyncGenerator<Buffer>;
  /** A body as text, in pieces. */
  stream(path: string): AsyncGenerator<string>;
  /** A body as it is. */
  bytes(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

type Answer = { status: number; body: Readable };
type Send = (
  method: "GET" | "POST",
  path: string,
  body?: string | Readable,
  type?: string,
) => Promise<Answer>;

/**
 * `session` is the token of whoever signed in; without one the request is the local operator's.
 * @throws AccordError `config.missing` where there is no node in the folder, and the node's own errors
 */
export async function connect(root: string, session?: string): Promise<ApiClient> {
  const running = await runningNode(root);
  if (running !== undefined) {
    const { address, token } = running;
    return client(true, overHttp({ address, token: session ?? token }), async () => undefined);
  }
  // Loaded here alone: most commands meet a running node and need no node of their own, which takes a second to load.
  const [{ openNode }, { apiServer }] = await Promise.all([import("./node.ts"), import("./api/server.ts")]);
  const node = await openNode(root, { logLevel: "error" });
  const token = "in-process";
  const api = await apiServer(node, token);
  return client(false, inProcess(api, session ?? token), async () => {
    await api.close();
    await node.close();
  });
}

/** Address and token of the node that runs on this folder, where one answers. */
export async function runningNode(root: string): Promise<z.infer<typeof Running> | undefined> {
  try {
    const running = Running.parse(JSON.parse(await readFile(nodeFolder(root).running, "utf8")));
    const { statusCode, body } = await request(new URL("/health", running.address), { headersTimeout: 5000 });
    await body.dump();
    return statusCode === 200 ? running : undefined;
  } catch {
    return undefined; // no node runs here: a file left by a killed one says nothing
  }
}

function overHttp({ address, token }: { address: string; token: string }): Send {
  return async (method, path, body, type = "application/json") => {
    const { statusCode, body: answer } = await request(new URL(path, address), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": type }) },
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(body === undefined ? {} : { body }),
    });
    return { status: statusCode, body: answer };
  };
}

function inProcess(api: Api, token: string): Send {
  return async (method, url, body, type = "application/json") => {
    const response = await api.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": type }) },
      payloadAsStream: true,
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, body: response.stream() };
  };
}

function client(running: boolean, send: Send, close: () => Promise<void>): ApiClient {
  async function json<T>(answer: Answer): Promise<T> {
    const text = await textOf(answer.body);
    const parsed: unknown = text === "" ? undefined : JSON.parse(text);
    if (answer.status >= 400) throw errorOf(answer.status, parsed);
    return parsed as T;
  }
  return {
    running,
    get: async (path) => json(await send("GET", path)),
    post: async (path, body) => json(await send("POST", path, JSON.stringify(body ?? {}))),
    async *upload<T>(path: string, content: Readable): AsyncGenerator<T> {
      const answer = await send("POST", path, content, "application/octet-stream");
      if (answer.status >= 400) throw errorOf(answer.status, JSON.parse(await textOf(answer.body)));
      for await (const line of linesOf(answer.body)) {
        const event = JSON.parse(line) as { kind?: string };
        if (event.kind === "failed") throw errorOf(400, event);
        yield event as T;
      }
    },
    async *download(path) {
      const answer = await send("GET", path);
      if (answer.status >= 400) throw errorOf(answer.status, JSON.parse(await textOf(answer.body)));
      for await (const chunk of answer.body) yield Buffer.from(chunk as Buffer);
    },
    async *stream(path) {
      const answer = await send("GET", path);
      if (answer.status >= 400) throw errorOf(answer.status, JSON.parse(await textOf(answer.body)));
      for await (const chunk of answer.body) yield String(chunk);
    },
    bytes: async (path) => {
      const answer = await send("GET", path);
      if (answer.status >= 400) throw errorOf(answer.status, JSON.parse(await textOf(answer.body)));
      return bytesOf(answer.body);
    },
    close,
  };
}

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

const textOf = async (body: Readable): Promise<string> => (await bytesOf(body)).toString("utf8");

async function* linesOf(body: Readable): AsyncGenerator<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk as Buffer, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}

function errorOf(status: number, body: unknown): AccordError {
  const { code, message, where, remedy } = (body ?? {}) as Record<string, string | undefined>;
  return new AccordError(code ?? "api.failed", message ?? `the node answered ${status}`, {
    ...(where === undefined ? {} : { where }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
