import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { ExchangeReport } from "@accord/exchange";
import { readMapping } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import type { ApiClient } from "../api-client.ts";
import type { FeedEvent } from "../exchange/exchange-feed.ts";
import type { ImportEvent, ImportSummary } from "../imports/import-event.ts";
import { FINGERPRINT_PATTERN } from "./population-files.ts";

/** The steps that staff take with the command line, taken through the same API. */

export async function importPersons(
  client: ApiClient,
  file: string,
  mapping: string,
  tell: (rows: number) => void,
): Promise<ImportSummary> {
  const { sendTo } = await client.post<{ sendTo: string }>("/api/imports", {
    fileName: basename(file),
    mapping: await readMapping(mapping),
  });
  return followed(client.upload<ImportEvent>(sendTo, createReadStream(file)), tell);
}

export async function importFingerprints(
  client: ApiClient,
  file: string,
  tell: (rows: number) => void,
): Promise<ImportSummary> {
  const path = `/api/imports/fingerprints?pattern=${encodeURIComponent(FINGERPRINT_PATTERN)}`;
  return followed(client.upload<ImportEvent>(path, createReadStream(file)), tell);
}

async function followed(
  events: AsyncGenerator<ImportEvent>,
  tell: (rows: number) => void,
): Promise<ImportSummary> {
  for await (const event of events) {
    if (event.kind === "finished") return event.summary;
    tell(event.rows);
  }
  throw new AccordError("import.cut_short", "the import ended without a summary", {
    remedy: "Import the file again: what is there already stays as it is.",
  });
}

/** Each adds the other's card; in the demo one hand holds both telephones, so the fingerprints are sure to agree. */
export async function introduce(one: ApiClient, other: ApiClient): Promise<void> {
  const cards = await Promise.all(
    [one, other].map((client) => client.get<{ card: string; fingerprint: string }>("/api/card")),
  );
  await one.post("/api/partners", cards[1]);
  await other.post("/api/partners", cards[0]);
}

/** Drafted by one, signed by both; each node hands it to the other. Answers the digest. */
export async function agree(
  drafter: ApiClient,
  partner: { readonly id: string; readonly client: ApiClient },
  terms: Readonly<Record<string, unknown>>,
  assessors?: readonly Assessors[],
): Promise<string> {
  const { agreement } = await drafter.post<{ agreement: unknown }>("/api/agreements/draft", {
    partner: partner.id,
    ...terms,
  });
  return signBoth(drafter, partner.client, agreement, assessors);
}

/** At one node: who drafts the impact assessment, and who approves it. */
export interface Assessors {
  readonly drafter: ApiClient;
  readonly officer: ApiClient;
}

/** Drafts and approves an agreement's impact assessment as it is proposed. */
export async function assess({ drafter, officer }: Assessors, agreement: unknown): Promise<void> {
  const { id } = await drafter.post<{ id: string }>("/api/assessments", { agreement });
  await officer.post(`/api/assessments/${id}/approve`);
}

/** Signed by both, each of whom has assessed it: by the signing clients themselves where no others are given. */
export async function signBoth(
  first: ApiClient,
  second: ApiClient,
  agreement: unknown,
  assessors: readonly Assessors[] = [first, second].map((client) => ({ drafter: client, officer: client })),
): Promise<string> {
  for (const each of assessors) await assess(each, agreement);
  const half = await first.post<{ signed: string }>("/api/agreements/sign", { document: agreement });
  const whole = await second.post<{ signed: string; standing: { digest: string } }>("/api/agreements/sign", {
    document: JSON.parse(half.signed),
  });
  await first.post("/api/agreements", { signed: whole.signed });
  return whole.standing.digest;
}

export type Followed = ExchangeReport & { readonly waitsFor?: string };

/** Follows an exchange until it is over, or waits for a human; `tell` hears what happens meanwhile. */
export async function follow(
  client: ApiClient,
  exchange: string,
  tell: (event: FeedEvent) => void,
): Promise<Followed> {
  await known(client, exchange);
  const events = client.stream(`/api/exchanges/${exchange}/events`);
  let rest = "";
  try {
    for await (const chunk of events) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((each) => each.startsWith("data: "))) {
        const event = JSON.parse(line.slice("data: ".length)) as FeedEvent;
        tell(event);
        if (event.kind === "state" && (event.step === "done" || event.standing.kind !== "running")) {
          return await client.get<Followed>(`/api/exchanges/${exchange}`);
        }
      }
    }
  } finally {
    await events.return(undefined);
  }
  return client.get<Followed>(`/api/exchanges/${exchange}`);
}

const KNOWN_MILLISECONDS = 30_000;

/** Waits until the partner's hello has made the exchange known to this node. */
async function known(client: ApiClient, exchange: string): Promise<void> {
  const until = Date.now() + KNOWN_MILLISECONDS;
  for (;;) {
    try {
      await client.get(`/api/exchanges/${exchange}`);
      return;
    } catch (error) {
      if (!(error instanceof AccordError) || error.code !== "exchange.unknown" || Date.now() > until)
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
