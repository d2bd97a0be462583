import type { ApiClient } from "../src/api-client.ts";

export interface Pair {
  readonly own: string | undefined;
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly probability: number;
  readonly decision: string;
  readonly decidedBy: string;
  readonly evidence: unknown;
}

/** All pairs of an exchange as a node holds them, page after page. */
export async function pairsOf(client: ApiClient, exchange: string): Promise<readonly Pair[]> {
  const all: Pair[] = [];
  for (let after = ""; ; ) {
    const page = await client.get<{ pairs: Pair[]; next?: string }>(
      `/api/exchanges/${exchange}/pairs?limit=2000&after=${encodeURIComponent(after)}`,
    );
    all.push(...page.pairs);
    if (page.next === undefined) return all;
    after = page.next;
  }
}
