import { equalBytes } from "../bytes.ts";
import { leafHash } from "../merkle/hash.ts";
import { HashTree } from "../merkle/hash-tree.ts";
import type { OpenedCheckpoint } from "../note/checkpoint.ts";
import { openUnderPolicy, type Policy } from "../proof/policy.ts";
import { type LedgerVerdict, verifyLedger } from "../verify-ledger.ts";
import { tileNames, tilePath } from "./path.ts";
import { entriesOf, readTile, type TileSource, tileOf } from "./source.ts";

export type TiledVerdict =
  | { readonly kind: "sound"; readonly checkpoint: OpenedCheckpoint }
  /** The entries are not those of the checkpoint. */
  | Extract<LedgerVerdict, { kind: "broken" }>
  /** The entries are, and this tile is not theirs. */
  | { readonly kind: "tile"; readonly path: string };

/**
 * Verifies a whole log from its resources alone, as an auditor does who has a folder and a policy: the checkpoint's
 * signatures and quorum, each entry's form and chain, the root, and every tile against what the entries give.
 *
 * @throws LedgerError of the checkpoint, the policy and missing or malformed tiles
 */
export async function verifyTiles(source: TileSource, policy: Policy): Promise<TiledVerdict> {
  const note = await source.read("checkpoint");
  const checkpoint = openUnderPolicy(new TextDecoder().decode(note ?? new Uint8Array()), policy);
  const tree = new HashTree();
  const verdict = await verifyLedger(
    (async function* () {
      for await (const entry of entriesOf(source, checkpoint.size)) {
        tree.append(leafHash(entry));
        yield entry;
      }
    })(),
    checkpoint,
  );
  if (verdict.kind === "broken") return verdict;
  for (const name of tileNames(checkpoint.size)) {
    if (name.level === "entries") continue;
    const expected = tileOf(tree, { ...name, level: name.level });
    const found = (await readTile(source, name)).subarray(0, expected.length);
    if (!equalBytes(found, expected)) return { kind: "tile", path: tilePath(name) };
  }
  return { kind: "sound", checkpoint };
}
