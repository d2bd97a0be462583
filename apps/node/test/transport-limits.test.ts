import { connect as tcp } from "node:net";
import { connect as tls } from "node:tls";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NodeKeys } from "../src/keys/node-keys.ts";
import { ownCard } from "../src/partner/card.ts";
import { TRANSPORT_LIMITS } from "../src/transport/limits.ts";
import { SEALED_TYPE } from "../src/transport/sealed-message.ts";
import { verifyResponse } from "../src/transport/signed-response.ts";
import { type Agencies, type Agency, twoAgencies } from "./agencies.ts";
import { hello, letterTo, post } from "./letter.ts";

/** Each limit against a real node, from a partner's own keys: whoever keeps to the protocol is let in. */
describe("what a partner's node may send", () => {
  let agencies: Agencies;
  let wfp: Agency;
  let keys: NodeKeys;
  let url: string;
  let dispatcher: Agent;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 20, templates: false });
    wfp = agencies.wfp;
    keys = agencies.iom.serving.node.keys;
    const card = ownCard(wfp.serving.node.config, wfp.serving.node.keys);
    url = new URL("/exchange/messages", card.address).toString();
    dispatcher = new Agent({
      connect: {
        ca: card.certificate,
        cert: keys.tls.certificate,
        key: keys.tls.key,
        checkServerIdentity: () => undefined,
      },
    });
  }, 240_000);
  afterAll(async () => {
    await dispatcher?.close();
    await agencies?.close();
  });

  test("is no more bytes than a message may have", async () => {
    const body = Buffer.alloc(TRANSPORT_LIMITS.messageBytes + 1);
    const answer = await request(url, {
      method: "POST",
      headers: { "content-type": SEALED_TYPE },
      body,
      dispatcher,
    }).catch((error: { code?: string }) => error.code);
    if (typeof answer === "string" || answer === undefined)
      expect(["EPIPE", "ECONNRESET", "UND_ERR_SOCKET"]).toContain(answer);
    else expect(answer.statusCode).toBe(413);
  }, 60_000);

  test("has no more header than allowed, in bytes and in fields", async () => {
    const large = await request(url, {
      method: "POST",
      headers: { "x-large": "a".repeat(TRANSPORT_LIMITS.headerBytes) },
      dispatcher,
    });
    expect(large.statusCode).toBe(431);
    await large.body.dump();
    const fields = Object.fromEntries(
      Array.from({ length: TRANSPORT_LIMITS.headerFields + 1 }, (_, at) => [`x-${at}`, "1"]),
    );
    const many = await request(url, { method: "POST", headers: fields, dispatcher });
    expect([many.statusCode, ((await many.body.json()) as { code: string }).code]).toEqual([
      431,
      "transport.headers_too_many",
    ]);
  });

  test("is JSON of no more depth than allowed, also once it is opened", async () => {
    const plain = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    const letter = await letterTo(wfp, keys, undefined, { plain });
    expect(await post(wfp, letter, keys)).toMatchObject({ status: 413, code: "transport.json_too_deep" });
  });

  test("comes by no more connections at once from one address than allowed", async () => {
    const { port } = new URL(url);
    const sockets = Array.from({ length: TRANSPORT_LIMITS.connectionsPerAddress + 8 }, () =>
      tcp({ host: "127.0.0.1", port: Number(port) }),
    );
    const closed = await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<boolean>((resolve) => {
            socket.on("error", () => resolve(true));
            socket.once("close", () => resolve(true));
            setTimeout(() => resolve(false), 1500);
          }),
      ),
    );
    for (const socket of sockets) socket.destroy();
    expect(closed.filter(Boolean).length).toBeGreaterThanOrEqual(8);
    expect(closed.filter((each) => !each).length).toBeGreaterThan(0);
  }, 20_000);

  test("goes over TLS 1.3 and nothing older", async () => {
    const { port } = new URL(url);
    const failure = await new Promise<string>((resolve) => {
      const socket = tls({
        host: "127.0.0.1",
        port: Number(port),
        maxVersion: "TLSv1.2",
        rejectUnauthorized: false,
      });
      socket.once("secureConnect", () => resolve("connected"));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "refused"));
    });
    expect(failure).not.toBe("connected");
  });

  test("is answered with a signature that holds for this very request and for no other", async () => {
    const send = async () => {
      const letter = await letterTo(wfp, keys, hello({ from: "iom", to: "wfp" }, "0".repeat(64)));
      const answer = await request(letter.url, {
        method: "POST",
        headers: letter.headers,
        body: letter.body,
        dispatcher,
      });
      const headers = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = Buffer.from(await answer.body.arrayBuffer());
      return {
        request: { method: "POST", url: letter.url, headers: letter.headers },
        answer: { status: answer.statusCode, headers, body },
      };
    };
    const [one, two] = [await send(), await send()];
    const signer = wfp.serving.node.keys.signing;
    const by = { keyOf: (id: string) => (id === signer.jwk.kid ? signer.public : undefined), at: Date.now() };
    await verifyResponse(one.request, one.answer, by);
    const refused = { code: "transport.answer_unsigned" };
    await expect(verifyResponse(two.request, one.answer, by)).rejects.toMatchObject(refused);
    await expect(verifyResponse(one.request, { ...one.answer, status: 200 }, by)).rejects.toMatchObject(
      refused,
    );
    const body = Buffer.from('{"kind":"accepted"}');
    await expect(verifyResponse(one.request, { ...one.answer, body }, by)).rejects.toMatchObject(refused);
    const stranger = { ...by, keyOf: () => keys.signing.public };
    await expect(verifyResponse(one.request, one.answer, stranger)).rejects.toMatchObject(refused);
  });
});
