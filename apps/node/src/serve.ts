import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { Api } from "./api/api.ts";
import { apiServer } from "./api/server.ts";
import { readConfig } from "./config/config.ts";
import { nodeFolder } from "./config/folder.ts";
import { readKeyFileState } from "./keys/key-file.ts";
import { reopenKeys } from "./keys/reopen.ts";
import { noteReopened } from "./keys/seal.ts";
import { sealedServer } from "./keys/sealed-server.ts";
import { type AccordNode, type NodeOptions, openNode } from "./node.ts";
import { tellPartners } from "./rights/tell-partners.ts";
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
    referrals: node.referrals,
    inquiries: node.inquiries,
    log: node.log,
    onContact: (partner) =>
      void tellPartners(node, partner).catch(() => node.log.warn({ partner }, "a partner could not be told")),
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

/** A node that is served, whether its keys are open or sealed. */
export interface ServedAgency {
  readonly staffAddress: string;
  readonly exchangeAddress: string | undefined;
  readonly sealed: boolean;
  close(): Promise<void>;
}

/** How long a sealed node's store may take to let go before its process is of no more use. */
const LETTING_GO_MILLISECONDS = 20_000;

/**
 * Serves a node for as long as its process lives: open, until somebody seals its keys; sealed, until somebody opens them
 * again; and so on. Partners reach it only while it is open.
 */
export async function serveAgency(
  root: string,
  options: NodeOptions & { readonly onChange?: (served: ServedAgency) => void } = {},
): Promise<ServedAgency> {
  let served: ServedAgency = await begin();
  async function begin(): Promise<ServedAgency> {
    const { sealed } = await readKeyFileState(nodeFolder(root).keys);
    return sealed === undefined ? open() : closed();
  }
  async function change(next: () => Promise<ServedAgency>, letGo: () => Promise<void>): Promise<void> {
    await letGo();
    served = await next();
    options.onChange?.(served);
  }
  async function reopened(): Promise<ServedAgency> {
    const agency = await open();
    await noteReopened(agency.node);
    return agency;
  }
  async function open(): Promise<ServedAgency & { readonly node: AccordNode }> {
    const serving = await serveNode(root, options);
    void serving.node.sealing.sealed.then(async () => {
      // The answer to whoever sealed it is still on its way.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await change(closed, () => withinTime(serving.close()));
    });
    const { staffAddress, exchangeAddress } = serving;
    return {
      node: serving.node,
      staffAddress,
      exchangeAddress,
      sealed: false,
      close: () => serving.close(),
    };
  }
  async function closed(): Promise<ServedAgency> {
    const sealed = await serveSealed(root, options, () => change(reopened, sealed.close));
    return sealed;
  }
  return {
    get staffAddress() {
      return served.staffAddress;
    },
    get exchangeAddress() {
      return served.exchangeAddress;
    },
    get sealed() {
      return served.sealed;
    },
    close: () => served.close(),
  };
}

async function serveSealed(
  root: string,
  options: NodeOptions,
  reopened: () => Promise<void>,
): Promise<ServedAgency> {
  const folder = nodeFolder(root);
  const config = await readConfig(folder.config, options.environment);
  const { server, token } = sealedServer(await readKeyFileState(folder.keys), async (reopening) => {
    await reopenKeys(folder, config, reopening, {
      environment: options.environment ?? process.env,
      nowMilliseconds: (options.nowMilliseconds ?? Date.now)(),
    });
    setTimeout(() => void reopened(), 100);
  });
  await server.listen(config.staff);
  const staffAddress = addressOf("http", server.server.address() as AddressInfo);
  await writeFile(folder.running, JSON.stringify({ address: staffAddress, token, process: process.pid }), {
    mode: 0o600,
  });
  return {
    staffAddress,
    exchangeAddress: undefined,
    sealed: true,
    close: async () => {
      await rm(folder.running, { force: true });
      server.server.closeAllConnections();
      await server.close();
    },
  };
}

/** Work under way that asks for a key fails by itself; what does not end in time ends with the process. */
async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), LETTING_GO_MILLISECONDS);
  });
  const ended = await Promise.race([work.then(() => "done" as const), late]);
  clearTimeout(timer);
  if (ended === "late") process.exit(SEALED_EXIT);
}

/** Says to whoever supervises the process that it ended in order to be started again, sealed. */
const SEALED_EXIT = 75;

function addressOf(scheme: string, { address, port }: AddressInfo): string {
  return `${scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`;
}
