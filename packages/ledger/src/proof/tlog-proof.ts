import { fromBase64, toBase64 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { HASH_BYTES } from "../merkle/hash.ts";

const HEADER = "c2sp.org/tlog-proof@v1";
/** A path has no more hashes than an index has bits. */
const MAXIMUM_PROOF_HASHES = 63;

/** What a `.tlog-proof` file says: an entry's place, the way from it to the root, and the checkpoint of that root. */
export interface TlogProof {
  readonly index: number;
  /** Audit path from the leaf's sibling up, 32 bytes each. */
  readonly path: readonly Uint8Array[];
  /** The checkpoint as it was signed and cosigned. */
  readonly checkpoint: string;
  /** Not authenticated by itself; here the entry's bytes, which are when their hash leads to the root. */
  readonly extra?: Uint8Array | undefined;
}

/** The text of a proof (C2SP tlog-proof); files of it end in `.tlog-proof`. */
export function formatProof({ index, path, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...path.map(toBase64),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/**
 * Reads a proof; nothing in it is verified yet.
 *
 * @throws LedgerError `ledger.proof_malformed`
 */
export function parseProof(text: string): TlogProof {
  const blank = text.indexOf("\n\n");
  if (blank < 0) throw malformed("A proof has a blank line before its checkpoint.");
  const [header, ...rest] = text.slice(0, blank).split("\n");
  if (header !== HEADER) throw malformed(`A proof begins with ${HEADER}.`);
  const extra = rest[0]?.startsWith("extra ") ? fromBase64(rest.shift()!.slice("extra ".length)) : undefined;
  const [indexLine = "", ...hashes] = rest;
  const index = Number(/^index (0|[1-9]\d{0,15})$/.exec(indexLine)?.[1]);
  if (!Number.isSafeInteger(index) || hashes.length > MAXIMUM_PROOF_HASHES)
    throw malformed("A proof says its index, then at most 63 hashes.");
  const path = hashes.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw malformed("A hash of the proof is not 32 bytes in base64.");
    return hash;
  });
  if (/\nextra /.test(text.slice(0, blank)) && extra === undefined)
    throw malformed("The proof's extra data is not base64, or not in its place.");
  return { index, path, checkpoint: text.slice(blank + 2), ...(extra === undefined ? {} : { extra }) };
}

function malformed(message: string): LedgerError {
  return new LedgerError("ledger.proof_malformed", message, {
    where: "proof",
    remedy: "Take the .tlog-proof file as it was handed out.",
  });
}
