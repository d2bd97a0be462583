import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { Api } from "./api/api.ts";
import { apiServer } from "./api/server.ts";
import { type AccordNode, type NodeOptions, openNode } from "./node.ts";
import { partnerListener } from "./transport/partner-listener.ts";
import { startUpkeep } from "./upkeep.ts";

export interface ServingNode {
  readonly node: AccordNode;
  readonly api: Api;
  readonly staffAddress: string;
  readonly exchangeAddress: string;
  readonly token: string;
  close(): Promise<void>;
}

/**
 * Opens a node and lets staff and partners in. What was under way goes on at once. While it runs, `running.json` in
 * the node's folder (owner only) tells the command line the address and the token.
 */
export async function serveNode(root: string, options: NodeOptions = {}): Promise<ServingNode> {
  const node = await openNode(root, options);
  const token = randomBytes(32).toString("base64url");
  const api = await apiServer(node, token);
  const { self } = node.judge;
  const listener = partnerListener({
    self,
    keys: node.keys,
    session: node.store,
    context: node.context,
    ledger: node.ledger,
    judge: node.judge,
    courier: node.courier,
    driver: node.driver,
    log: node.log,
    nowMilliseconds: node.nowMilliseconds,
  });
  try {
    await listener.listen(node.config.exchange);
    await api.listen(node.config.staff);
  } catch (error) {
    await Promise.allSettled([api.close(), listener.close()]);
    await node.close();
    throw error;
  }
  const staffAddress = addressOf("http", api.server.address() as AddressInfo);
  const exchangeAddress = addressOf("https", listener.server.address() as AddressInfo);
  await writeFile(
    node.folder.running,
    JSON.stringify({ address: staffAddress, token, process: process.pid }),
    { mode: 0o600 },
  );
  node.log.info({ staffAddress, exchangeAddress }, "node is up");
  const upkeep = await startUpkeep(node);
  return {
    node,
    api,
    staffAddress,
    exchangeAddress,
    token,
    close: async () => {
      upkeep.stop();
      await rm(node.folder.running, { force: true });
      // Kept-alive connections and screens that follow an exchange would hold the close up.
      api.server.closeAllConnections();
      listener.server.closeAllConnections();
      await Promise.allSettled([api.close(), listener.close()]);
      await node.close();
    },
  };
}

function addressOf(scheme: string, { address, port }: AddressInfo): string {
  return `${scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`;
}
