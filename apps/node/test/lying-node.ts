import { createHash } from "node:crypto";
import type { ExchangeReport, Message } from "@accord/exchange";
import { commitTo } from "@accord/ledger";
import type { MatchRecord } from "@accord/vocabulary";
import { follow } from "../src/demo/sharing.ts";
import type { Agency } from "./agencies.ts";

type Body = Message["body"];
type Batch = Extract<Body, { kind: "batch" }>;
/** What is sent in a message's place; undefined where it is kept back and its sender believes that it arrived. */
export type Lie = (body: Body) => Body | undefined;

/** A node with its true keys whose messages are changed after its own checks and before they are sealed and signed. */
export async function lying<T>({ serving }: Agency, lie: Lie, act: () => Promise<T>): Promise<T> {
  const { client } = serving.node;
  const deliver = client.deliver.bind(client);
  client.deliver = async (card, message, suite) => {
    const body = lie(message.body);
    return body === undefined ? { kind: "accepted" } : deliver(card, { ...message, body }, suite);
  };
  try {
    return await act();
  } finally {
    client.deliver = deliver;
  }
}

/**
 * A whole exchange that the liar proposes, since a delta after one that is done has little to lie about, as both
 * sides see it when it is over or held.
 */
export async function exchangeWith(
  liar: Agency,
  victim: Agency,
  agreement: string,
  lie: Lie,
  terms: { readonly whole?: boolean } = {},
): Promise<{ exchange: string; victim: ExchangeReport; liar: ExchangeReport }> {
  return lying(liar, lie, async () => {
    const { exchange } = await liar.client.post<{ exchange: string }>("/api/exchanges", {
      agreement,
      whole: true,
      ...terms,
    });
    const seen = await follow(victim.client, exchange, () => undefined);
    // The word that it is refused is on its way to the liar, whose own standing does not matter.
    if (seen.standing.kind === "halted") await follow(liar.client, exchange, () => undefined);
    return {
      exchange,
      victim: seen,
      liar: await liar.client.get<ExchangeReport>(`/api/exchanges/${exchange}`),
    };
  });
}

/** Changes batches of one flow, and makes their commitment anew, so that nothing but the content is wrong. */
export const inBatch =
  (flow: Batch["flow"], change: (batch: Batch) => Pick<Batch, "match" | "links" | "persons">): Lie =>
  (body) => {
    if (body.kind !== "batch" || body.flow !== flow) return body;
    const content = change(body);
    const bytes = Buffer.from(canonical(content));
    return { ...body, ...content, commitment: commitTo(bytes, Buffer.from(body.salt, "base64url")) };
  };

/** Changes the first record of each match batch. */
export const inFirstRecord = (change: (record: MatchRecord) => unknown): Lie =>
  inBatch("match", ({ match = [] }) => ({
    match: match.map((record, index) => (index === 0 ? change(record) : record)) as MatchRecord[],
  }));

export const knows = (record: MatchRecord, attribute: string, value: unknown) => ({
  ...record,
  states: { ...record.states, [attribute]: { state: "known", value } },
});

/** Canonical JSON (RFC 8785): keys in order, numbers and strings as JSON.stringify writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

/** What a node writes of its own doings whatever a partner sends, keys for the ledger's tags among it: not what it holds. */
const OWN_DOINGS =
  /^(exchange|exchange_pin|exchange_member|outbox|inbox|nonce|disclosure|disclosure_terms|ledger_.*|witnessed_log|staff_.*|data_key)$/;

/** SHA-256 of the rows of each table of what a node holds, by table; rows in order of their text. */
export async function digestOfStore(
  { serving }: Agency,
  but: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const { db } = serving.node.store;
  const digests: Record<string, string> = {};
  for (const { name, schema } of await db.introspection.getTables()) {
    if (schema !== "public" || OWN_DOINGS.test(name) || but.includes(name)) continue;
    const rows = await db
      .selectFrom(name as never)
      .selectAll()
      .execute();
    const lines = rows.map((row) => JSON.stringify(row)).sort();
    digests[name] = createHash("sha256").update(lines.join("\n")).digest("hex");
  }
  return digests;
}

export interface Entry {
  readonly kind: string;
  readonly code?: string;
  readonly event?: string;
  readonly exchange?: string;
  readonly commitment?: string;
  readonly partner?: string;
}

export const entriesOf = async ({ client }: Agency): Promise<readonly Entry[]> =>
  (await client.get<{ entries: Entry[] }>("/api/ledger?limit=1000")).entries;
