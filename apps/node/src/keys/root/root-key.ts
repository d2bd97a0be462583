import { z } from "zod";

/**
 * What wraps the key under which a node's keys are kept. The node's own part of this is a file or the environment; a
 * hardware module or a key service stands behind a command.
 */
export interface RootKey {
  readonly kind: RootKeyPlace["kind"];
  /** Wraps 32 bytes. */
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** @throws AccordError `keys.root_mismatch` where it wrapped another, `keys.root_unavailable` where it does not answer */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
  /** Destroys what the node itself holds of it; absent where that is elsewhere. */
  destroy?(): Promise<void>;
}

/** Where a node's root key is, as `accord.json` says under `keys.root`. */
export const RootKeyPlace = z.discriminatedUnion("kind", [
  /** A file of 32 bytes in base64, readable by its owner alone; relative to the node's folder. */
  z.strictObject({ kind: z.literal("file"), path: z.string().min(1) }),
  /** 32 bytes in base64 in a variable of the environment, which is removed from it once read. */
  z.strictObject({ kind: z.literal("environment"), variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }),
  /** A program and its arguments, called with `wrap` or `unwrap` last: a key service, or a module behind PKCS#11. */
  z.strictObject({ kind: z.literal("command"), command: z.array(z.string().min(1)).min(1).max(20) }),
]);
export type RootKeyPlace = z.infer<typeof RootKeyPlace>;

export const DEFAULT_ROOT: RootKeyPlace = { kind: "file", path: "root.key" };
