import { openStore } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { signInWithPassword } from "../access/sign-in/with-password.ts";
import type { NodeConfig } from "../config/config.ts";
import type { NodeFolder } from "../config/folder.ts";
import { storeLocation } from "../config/store-location.ts";
import { openSealedByRecovery, openSealedByRoot, writeKeyFile } from "./key-file.ts";
import { NodeKeys } from "./node-keys.ts";
import { combineShares } from "./recovery-key.ts";
import { createRootKey, openRootKey } from "./root/open-root-key.ts";
import { DEFAULT_ROOT } from "./root/root-key.ts";

export interface SignIn {
  readonly login: string;
  readonly password: string;
  readonly code: string;
}

/** What opens a sealed node: shares of its recovery key, or two administrators' sign-ins where it was sealed so. */
export type Reopening =
  | { readonly shares: readonly string[] }
  | { readonly administrators: readonly SignIn[] };

const ADMINISTRATORS = 2;

/**
 * Opens a sealed node's keys again on disk. The store must not be open in another process.
 * @throws AccordError `keys.not_sealed`, `keys.needs_shares`, `keys.recovery_mismatch`, `keys.two_administrators`, and what
 * reading shares and signing in throws
 */
export async function reopenKeys(
  folder: NodeFolder,
  config: NodeConfig,
  reopening: Reopening,
  options: { readonly environment: NodeJS.ProcessEnv; readonly nowMilliseconds: number },
): Promise<void> {
  const place = config.keys?.root ?? DEFAULT_ROOT;
  if ("shares" in reopening) {
    const { privateKey } = await combineShares(reopening.shares);
    const ring = await openSealedByRecovery(folder.keys, privateKey);
    privateKey.fill(0);
    // Sealing destroyed the root key's file: what opens the keys from now on is a new one.
    await createRootKey(place, folder.root).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    await writeKeyFile(folder.keys, await openRootKey(place, folder.root, options.environment), ring);
    return;
  }
  const root = await openRootKey(place, folder.root, options.environment);
  const ring = await openSealedByRoot(folder.keys, root);
  const keys = new NodeKeys(ring);
  try {
    await requireAdministrators(folder, config, keys, reopening.administrators, options.nowMilliseconds);
  } finally {
    keys.drop();
  }
  await writeKeyFile(folder.keys, root, ring);
}

async function requireAdministrators(
  folder: NodeFolder,
  config: NodeConfig,
  keys: NodeKeys,
  signIns: readonly SignIn[],
  nowMilliseconds: number,
): Promise<void> {
  const store = await openStore(storeLocation(config, folder), { wrappingKey: keys.store });
  try {
    const signedIn = new Set<string>();
    for (const signIn of signIns) {
      const account = await signInWithPassword(store, signIn, nowMilliseconds);
      if (account.roles.includes("administrator")) signedIn.add(account.id);
    }
    if (signedIn.size >= ADMINISTRATORS) return;
  } finally {
    await store.close();
  }
  throw new AccordError("keys.two_administrators", "two different administrators must sign in", {
    remedy: "Both give login, password and one-time code; a passkey does not serve here.",
  });
}
