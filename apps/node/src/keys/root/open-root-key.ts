import { isAbsolute, join } from "node:path";
import { commandRootKey } from "./command-root-key.ts";
import { createRootKeyFile, rootKeyFromEnvironment, rootKeyFromFile } from "./local-root-key.ts";
import type { RootKey, RootKeyPlace } from "./root-key.ts";

/** The root key where `place` says it is; `folder` is the node's. */
export async function openRootKey(
  place: RootKeyPlace,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<RootKey> {
  switch (place.kind) {
    case "file":
      return rootKeyFromFile(rootKeyPath(place.path, folder));
    case "environment":
      return rootKeyFromEnvironment(place.variable, environment);
    case "command":
      return commandRootKey(place.command);
  }
}

/** Makes the root key of a new node where it is a file; one in the environment or behind a command is there already. */
export async function createRootKey(place: RootKeyPlace, folder: string): Promise<void> {
  if (place.kind === "file") await createRootKeyFile(rootKeyPath(place.path, folder));
}

const rootKeyPath = (path: string, folder: string) => (isAbsolute(path) ? path : join(folder, path));
