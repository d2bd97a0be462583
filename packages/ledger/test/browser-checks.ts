import {
  openEntry,
  parsePolicy,
  proveSubject,
  subjectsOf,
  type TileSource,
  verifyProofFile,
  verifySubject,
  verifyTiles,
} from "../src/index.ts";

export interface BrowserChecks {
  readonly policy: string;
  readonly proof: string;
  /** A log's resources by path, each as an array of bytes. */
  readonly files: Readonly<Record<string, readonly number[]>>;
  readonly keys: readonly (readonly number[])[];
}

/** What a console shows of a ledger: a log and a proof verified, and a person found among an entry's subjects. */
export async function checksOf({ policy, proof, files, keys }: BrowserChecks): Promise<string> {
  const trusted = parsePolicy(policy);
  const source: TileSource = {
    read: async (path) => (files[path] === undefined ? undefined : Uint8Array.from(files[path])),
  };
  const log = await verifyTiles(source, trusted);
  const proven = verifyProofFile(proof, trusted);
  const own = Uint8Array.from(keys[0] ?? []);
  const { subjects, tags } = subjectsOf(
    keys.map((key) => Uint8Array.from(key)),
    new Uint8Array(16).fill(9),
  );
  const found = proveSubject(own, subjects, tags);
  let refused = "";
  try {
    openEntry(new TextEncoder().encode('{"kind":"refusal"}'));
  } catch (error) {
    refused = (error as { code: string }).code;
  }
  return JSON.stringify({
    log: log.kind,
    size: log.kind === "sound" ? log.checkpoint.size : undefined,
    cosignatures: log.kind === "sound" ? log.checkpoint.cosignatures : undefined,
    entry: proven.entry,
    subjects,
    concerned: found !== undefined && verifySubject(own, subjects, found),
    refused,
  });
}
