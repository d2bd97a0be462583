import { randomUUID } from "node:crypto";
import { type Message, type MessageBody, PROTOCOL } from "@accord/exchange";
import { Agent, request } from "undici";
import type { NodeKeys } from "../src/keys/node-keys.ts";
import { SUITE_IDS, type SuiteId } from "../src/keys/suite.ts";
import { ownCard, suiteKeys } from "../src/partner/card.ts";
import { SEALED_TYPE, sealMessage } from "../src/transport/sealed-message.ts";
import { signRequest } from "../src/transport/signed-request.ts";
import type { Agency } from "./agencies.ts";

export interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly remedy?: string;
}

/** One request to a node's exchange listener, as bytes and headers that a test can change after they were signed. */
export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function hello(parties: { from: string; to: string }, agreement: string): Message {
  return message(parties, {
    kind: "hello",
    protocol: PROTOCOL,
    agreement,
    suites: [...SUITE_IDS],
    alongside: [],
    bases: [],
  });
}

export function message({ from, to }: { from: string; to: string }, body: MessageBody): Message {
  return { exchange: randomUUID(), from, to, number: 0, sentAt: new Date().toISOString(), body };
}

/** Seals content for a node and signs the request with somebody's keys. */
export async function letterTo(
  agency: Agency,
  signer: NodeKeys,
  content: unknown,
  change: {
    at?: number;
    recipient?: string;
    sealedFor?: Agency;
    path?: string;
    plain?: string;
    suite?: SuiteId;
    from?: string;
  } = {},
): Promise<Letter> {
  const card = cardOf(agency);
  const sealing = suiteKeys(cardOf(change.sealedFor ?? agency)).find(
    ({ suite }) => suite === (change.suite ?? SUITE_IDS[0]),
  );
  const body = await sealMessage(Buffer.from(change.plain ?? JSON.stringify(content)), sealing!, {
    from: change.from ?? "iom",
    to: card.id,
  });
  const url = new URL(change.path ?? "/exchange/messages", card.address).toString();
  const headers = await signRequest(
    { method: "POST", url, body, contentType: SEALED_TYPE, recipient: change.recipient ?? card.id },
    { key: signer.signing.private, keyId: signer.signing.jwk.kid },
    change.at ?? Date.now(),
  );
  return { url, headers, body };
}

/** Sends a letter over a connection that shows somebody's certificate, or none. */
export async function post(agency: Agency, letter: Letter, shown: NodeKeys | undefined): Promise<Answer> {
  const dispatcher = new Agent({
    connect: {
      ca: cardOf(agency).certificate,
      ...(shown === undefined ? {} : { cert: shown.tls.certificate, key: shown.tls.key }),
      checkServerIdentity: () => undefined,
    },
  });
  try {
    const { url, headers, body } = letter;
    const { statusCode, body: answer } = await request(url, { method: "POST", headers, body, dispatcher });
    return { status: statusCode, ...((await answer.json()) as object) };
  } finally {
    await dispatcher.close();
  }
}

const cardOf = ({ serving }: Agency) => ownCard(serving.node.config, serving.node.keys);
