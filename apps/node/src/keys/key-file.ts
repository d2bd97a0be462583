import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { seal, unseal } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { RecoveryKey, Ring } from "./ring/ring.ts";
import { requireOwnerOnly } from "./root/owner-only.ts";
import type { RootKey } from "./root/root-key.ts";
import { encapsulatedBytes, openWith, sealTo } from "./suite.ts";

/** Why a node's keys are closed, and what opens them again. */
export const SealedState = z.strictObject({
  at: z.iso.datetime(),
  reason: z.string().max(400),
  /** `shares`: only the recovery key opens them, the root key does not. `administrators`: two of them, on this node. */
  opens: z.enum(["shares", "administrators"]),
});
export type SealedState = z.infer<typeof SealedState>;

/**
 * `keys.json`: the ring, encrypted under a key of its own that the root key wraps. While the node is sealed that key is
 * encrypted to the recovery key instead. The public recovery key stands outside too, to be shown while sealed; the one
 * inside is used.
 */
const KeyFile = z.strictObject({
  version: z.literal(2),
  ring: z.base64(),
  wrapped: z.base64().optional(),
  escrow: z.base64().optional(),
  recovery: RecoveryKey.optional(),
  sealed: SealedState.optional(),
});
type KeyFile = z.infer<typeof KeyFile>;

const RING_CONTEXT = "accord/key-ring/2";
const ESCROW_CONTEXT = "accord/key-ring-escrow/2";

/** What can be known of a node's keys without opening them. */
export interface KeyFileState {
  readonly sealed: SealedState | undefined;
  readonly recovery: RecoveryKey | undefined;
}

/** Writes the ring under a fresh key that the root key wraps; the file before is replaced whole or not at all. */
export async function writeKeyFile(path: string, root: RootKey, ring: Ring): Promise<void> {
  const ringKey = randomBytes(32);
  await replaceFile(path, {
    version: 2,
    ring: base64(seal(ringKey, Buffer.from(JSON.stringify(ring)), RING_CONTEXT)),
    wrapped: base64(await root.wrap(ringKey)),
    ...(ring.recovery === undefined ? {} : { recovery: ring.recovery }),
  });
}

/**
 * Reads a node's keys.
 * @throws AccordError `keys.missing`, `keys.readable_by_others`, `keys.invalid`, `keys.sealed`, and what the root key throws
 */
export async function readKeyFile(path: string, root: RootKey): Promise<Ring> {
  const file = await readShape(path);
  if (file.sealed !== undefined || file.wrapped === undefined) throw sealedError(file.sealed);
  return ringOf(path, file, await root.unwrap(Buffer.from(file.wrapped, "base64")));
}

export async function readKeyFileState(path: string): Promise<KeyFileState> {
  const { sealed, recovery } = await readShape(path);
  return { sealed, recovery };
}

/**
 * Closes the keys. With `shares` the root key opens them no longer: what is on disk is encrypted to the recovery key.
 * @throws AccordError `keys.no_recovery_key`
 */
export async function sealKeyFile(
  path: string,
  root: RootKey,
  ring: Ring,
  sealed: SealedState,
): Promise<void> {
  const ringKey = randomBytes(32);
  const { recovery } = ring;
  await replaceFile(path, {
    version: 2,
    ring: base64(seal(ringKey, Buffer.from(JSON.stringify(ring)), RING_CONTEXT)),
    ...(sealed.opens === "administrators" ? { wrapped: base64(await root.wrap(ringKey)) } : {}),
    ...(recovery === undefined ? {} : { escrow: await escrowed(recovery, ringKey), recovery }),
    sealed,
  });
}

/** The ring of a sealed node, by the private recovery key. @throws AccordError `keys.not_sealed`, `keys.recovery_mismatch` */
export async function openSealedByRecovery(path: string, privateKey: Uint8Array): Promise<Ring> {
  const file = await readShape(path);
  if (file.sealed === undefined) throw notSealed();
  if (file.escrow === undefined || file.recovery === undefined) throw noRecoveryKey();
  const { suite } = file.recovery;
  const bytes = Buffer.from(file.escrow, "base64");
  const at = encapsulatedBytes(suite);
  const ringKey = await openWith(
    { suite, privateKey },
    { encapsulated: bytes.subarray(0, at), ciphertext: bytes.subarray(at) },
    ESCROW_CONTEXT,
  ).catch((cause: unknown) => {
    throw new AccordError("keys.recovery_mismatch", "the shares do not make this node's recovery key", {
      remedy: "Gather as many shares of one splitting as it asks for; see `accord keys status`.",
      cause,
    });
  });
  return ringOf(path, file, ringKey);
}

/** The ring of a node that two administrators may open. @throws AccordError `keys.not_sealed`, `keys.needs_shares` */
export async function openSealedByRoot(path: string, root: RootKey): Promise<Ring> {
  const file = await readShape(path);
  if (file.sealed === undefined) throw notSealed();
  if (file.sealed.opens !== "administrators" || file.wrapped === undefined) {
    throw new AccordError(
      "keys.needs_shares",
      "these keys were sealed so that only the recovery key opens them",
      {
        remedy: "Gather shares of the recovery key: accord keys reopen --share FILE --share FILE …",
      },
    );
  }
  return ringOf(path, file, await root.unwrap(Buffer.from(file.wrapped, "base64")));
}

export function sealedError(state: SealedState | undefined): AccordError {
  return new AccordError("keys.sealed", "the node's keys are sealed", {
    where: state?.at ?? "keys.json",
    remedy:
      state?.opens === "administrators"
        ? "Two administrators open them: accord keys reopen --administrator NAME --administrator NAME"
        : "Open them with shares of the recovery key: accord keys reopen --share FILE --share FILE …",
  });
}

export function noRecoveryKey(): AccordError {
  return new AccordError("keys.no_recovery_key", "this node has no recovery key", {
    remedy: "Make one and hand out its shares: accord keys split --shares 5 --needed 3 --into FOLDER",
  });
}

function notSealed(): AccordError {
  return new AccordError("keys.not_sealed", "the node's keys are not sealed", {
    remedy: "See `accord keys status`.",
  });
}

async function escrowed(recovery: RecoveryKey, ringKey: Uint8Array): Promise<string> {
  const publicKey = Buffer.from(recovery.publicKey, "base64url");
  const sealed = await sealTo(
    { suite: recovery.suite, kid: recovery.kid, publicKey },
    ringKey,
    ESCROW_CONTEXT,
  );
  return base64(Buffer.concat([sealed.encapsulated, sealed.ciphertext]));
}

function ringOf(path: string, file: KeyFile, ringKey: Uint8Array): Ring {
  try {
    return Ring.parse(
      JSON.parse(
        Buffer.from(unseal(ringKey, Buffer.from(file.ring, "base64"), RING_CONTEXT)).toString("utf8"),
      ),
    );
  } catch (cause) {
    throw invalid(path, cause);
  }
}

async function readShape(path: string): Promise<KeyFile> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AccordError("keys.missing", "the node has no keys", {
      where: path,
      remedy: "Restore keys.json from its backup, or begin with `accord init`.",
      cause,
    });
  });
  await requireOwnerOnly(path);
  try {
    return KeyFile.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid(path, cause);
  }
}

function invalid(path: string, cause: unknown): AccordError {
  return new AccordError("keys.invalid", "the key file is damaged", {
    where: path,
    remedy: "Restore keys.json from its backup.",
    cause,
  });
}

/** Written beside, flushed, then renamed over the file, so that a crash leaves the old keys or the new. */
async function replaceFile(path: string, file: KeyFile): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString("hex")}`;
  const handle = await open(beside, "wx", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
