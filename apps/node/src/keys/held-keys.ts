import { access } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import type { NodeConfig } from "../config/config.ts";
import type { NodeFolder } from "../config/folder.ts";
import {
  readKeyFile,
  readKeyFileState,
  type SealedState,
  sealedError,
  sealKeyFile,
  writeKeyFile,
} from "./key-file.ts";
import { NodeKeys } from "./node-keys.ts";
import { newRing } from "./ring/new-ring.ts";
import type { Ring } from "./ring/ring.ts";
import { createRootKey, openRootKey } from "./root/open-root-key.ts";
import { DEFAULT_ROOT, type RootKey } from "./root/root-key.ts";

/** A node's open keys together with where they are kept: what changes a key changes both. */
export class HeldKeys {
  readonly keys: NodeKeys;
  readonly root: RootKey;
  readonly #path: string;

  constructor(path: string, root: RootKey, ring: Ring) {
    this.#path = path;
    this.root = root;
    this.keys = new NodeKeys(ring);
  }

  /** Writes the changed ring, then takes it into use. */
  async change(change: (ring: Ring) => Ring): Promise<void> {
    const ring = change(this.keys.ring);
    await writeKeyFile(this.#path, this.root, ring);
    this.keys.replace(ring);
  }

  /** Closes the file of the keys. Where only shares shall open it, the root key's own file is destroyed as well. */
  async close(ring: Ring, state: SealedState): Promise<void> {
    await sealKeyFile(this.#path, this.root, ring, state);
    if (state.opens === "shares") await this.root.destroy?.();
  }
}

/** Opens a node's keys with its root key. @throws AccordError as `readKeyFile` and `openRootKey` do */
export async function openKeys(
  folder: NodeFolder,
  config: Pick<NodeConfig, "keys">,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<HeldKeys> {
  await access(folder.keys).catch((cause: unknown) => {
    throw new AccordError("keys.missing", "the node has no keys", {
      where: folder.keys,
      remedy: "Restore keys.json from its backup, or begin with `accord init`.",
      cause,
    });
  });
  // Asked first: sealing may have destroyed the root key, and what opens the keys then is not it.
  const { sealed } = await readKeyFileState(folder.keys);
  if (sealed !== undefined) throw sealedError(sealed);
  const root = await openRootKey(config.keys?.root ?? DEFAULT_ROOT, folder.root, environment);
  return new HeldKeys(folder.keys, root, await readKeyFile(folder.keys, root));
}

/** Makes a new node's keys; `at` is ISO 8601 in UTC. */
export async function createKeys(
  folder: NodeFolder,
  config: Pick<NodeConfig, "agency" | "keys">,
  at: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const place = config.keys?.root ?? DEFAULT_ROOT;
  await createRootKey(place, folder.root);
  const root = await openRootKey(place, folder.root, environment);
  await writeKeyFile(folder.keys, root, await newRing(config.agency.id, at));
}
