import { mkdir, writeFile } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import { NodeConfig } from "./config/config.ts";
import { type NodeFolder, nodeFolder } from "./config/folder.ts";
import { createKeys } from "./keys/held-keys.ts";
import type { RootKeyPlace } from "./keys/root/root-key.ts";

export interface NewNode {
  readonly id: string;
  readonly name: string;
  readonly profile: NodeConfig["agency"]["profile"];
  readonly staffPort: number;
  readonly exchangePort: number;
  /** Address on which partners' nodes are let in; loopback where not given, which only a demo or a proxy can use. */
  readonly exchangeHost?: string | undefined;
  /** Where partners reach the node; `https://localhost:<exchange port>` where not given. */
  readonly publicAddress?: string | undefined;
  readonly databaseUrl?: string | undefined;
  /** Where the root key is; a new file `root.key` in the folder where not given. */
  readonly rootKey?: RootKeyPlace | undefined;
}

/**
 * Makes a node's folder: configuration, keys with owner-only permission, and room for the embedded store.
 * @throws AccordError `init.exists` where there is a node already, `config.invalid`
 */
export async function initNode(root: string, options: NewNode): Promise<NodeFolder> {
  const folder = nodeFolder(root);
  const parsed = NodeConfig.safeParse({
    agency: { id: options.id, name: options.name, profile: options.profile },
    staff: { host: "127.0.0.1", port: options.staffPort },
    exchange: {
      host: options.exchangeHost ?? "127.0.0.1",
      port: options.exchangePort,
      publicAddress: options.publicAddress ?? `https://localhost:${options.exchangePort}`,
    },
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    ...(options.rootKey === undefined ? {} : { keys: { root: options.rootKey } }),
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AccordError("config.invalid", problems.join("; "), {
      remedy: "See `accord init --help` for an example.",
    });
  }
  await mkdir(folder.root, { recursive: true, mode: 0o700 });
  try {
    await writeFile(folder.config, `${JSON.stringify(parsed.data, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new AccordError("init.exists", "there is a node in this folder already", {
      where: folder.root,
      remedy: "Choose another folder; nothing was changed.",
    });
  }
  await createKeys(folder, parsed.data, new Date().toISOString());
  await mkdir(folder.store, { recursive: true, mode: 0o700 });
  return folder;
}
