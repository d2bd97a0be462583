import { request } from "undici";
import { runningNode } from "../api-client.ts";
import type { FeedEvent } from "../exchange/exchange-feed.ts";

/**
 * What happens in an exchange on a running node, as it happens (server-sent events). It ends without an error when the
 * node ends the stream, is not reached, or `signal` is set: what an exchange came to is asked for apart from this.
 */
export async function* exchangeEvents(
  root: string,
  exchange: string,
  signal: AbortSignal,
): AsyncGenerator<FeedEvent> {
  const running = await runningNode(root);
  if (running === undefined || signal.aborted) return;
  try {
    const { statusCode, body } = await request(
      new URL(`/api/exchanges/${exchange}/events`, running.address),
      {
        headers: { authorization: `Bearer ${running.token}` },
        headersTimeout: 10_000,
        bodyTimeout: 60_000,
        signal,
      },
    );
    if (statusCode !== 200) return;
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      rest += decoder.decode(chunk as Buffer, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length)) as FeedEvent;
      }
    }
  } catch {
    return; // the node went away or the follower did: the poll beside this stream says which
  }
}
