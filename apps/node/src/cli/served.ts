import { type ApiClient, connect, runningNode } from "../api-client.ts";
import { keptSession } from "./kept-session.ts";
import { remark } from "./terminal.ts";

/**
 * Works with a node that runs: the one on this folder, or one that is served for as long as the work takes. An
 * exchange needs that, since the partner's node must be able to come in.
 */
export async function whileServed<T>(
  root: string,
  work: (client: ApiClient, served: { readonly forThisCommand: boolean }) => Promise<T>,
): Promise<T> {
  const forThisCommand = (await runningNode(root)) === undefined;
  const serving = forThisCommand ? await servedHere(root) : undefined;
  if (serving !== undefined) {
    remark(
      `No node runs on this folder: it is served at ${serving.exchangeAddress} while this command runs.`,
    );
  }
  try {
    const client = await connect(root, await keptSession(root));
    try {
      const result = await work(client, { forThisCommand });
      await serving?.node.driver.settled(); // what the partner has still to be told
      return result;
    } finally {
      await client.close();
    }
  } finally {
    serving?.api.server.closeAllConnections(); // a connection that is kept alive would hold the close up
    await serving?.close();
  }
}

/** The whole node is loaded by those alone who serve it. */
async function servedHere(root: string) {
  const { serveNode } = await import("../serve.ts");
  return serveNode(root, { logLevel: "error" });
}
