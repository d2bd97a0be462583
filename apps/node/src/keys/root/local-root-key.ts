import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { seal, unseal } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { requireOwnerOnly } from "./owner-only.ts";
import type { RootKey } from "./root-key.ts";

const CONTEXT = "accord/root-key/1";

/** A root key that the node holds itself: AES-256-GCM under 32 bytes. */
function localRootKey(kind: "file" | "environment", key: Uint8Array): RootKey {
  return {
    kind,
    wrap: async (inner) => seal(key, inner, CONTEXT),
    unwrap: async (wrapped) => {
      try {
        return unseal(key, wrapped, CONTEXT);
      } catch (cause) {
        throw new AccordError(
          "keys.root_mismatch",
          "the root key is not the one that wraps this node's keys",
          {
            where: kind,
            remedy: "Give the root key under which keys.json was written.",
            cause,
          },
        );
      }
    },
  };
}

/** Makes a root key in a new file, readable by its owner alone; an existing file is never written over. */
export async function createRootKeyFile(path: string): Promise<void> {
  await writeFile(path, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
}

/** @throws AccordError `keys.root_missing`, `keys.readable_by_others`, `keys.root_malformed` */
export async function rootKeyFromFile(path: string): Promise<RootKey> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AccordError("keys.root_missing", "the file of the root key is not there", {
      where: path,
      remedy: "Put it back, or mount what holds it; `keys.root` in accord.json says where it is looked for.",
      cause,
    });
  });
  await requireOwnerOnly(path);
  return {
    ...localRootKey("file", rootBytes(text, path)),
    destroy: async () => {
      // Written over before it goes; a disk that moves its blocks about may keep the old ones (docs/keys.md).
      await writeFile(path, randomBytes(64));
      await rm(path);
    },
  };
}

/**
 * Takes the root key from the environment and removes it there, so that neither child processes nor a dump of the
 * environment show it.
 * @throws AccordError `keys.root_missing`, `keys.root_malformed`
 */
export function rootKeyFromEnvironment(variable: string, environment: NodeJS.ProcessEnv): RootKey {
  const text = environment[variable];
  if (text === undefined || text === "") {
    throw new AccordError("keys.root_missing", "the root key is not in the environment", {
      where: variable,
      remedy: "Start the node with 32 bytes in base64 in this variable.",
    });
  }
  delete environment[variable];
  return localRootKey("environment", rootBytes(text, variable));
}

function rootBytes(text: string, where: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, "base64");
  if (bytes.length === 32 && bytes.toString("base64") === trimmed) return bytes;
  throw new AccordError("keys.root_malformed", "a root key is 32 bytes in base64", {
    where,
    remedy: "Make one with: openssl rand -base64 32",
  });
}
