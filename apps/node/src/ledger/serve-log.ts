import { parseTilePath, signCheckpoint } from "@accord/ledger";
import { keepCheckpoint, latestCheckpoint, type Session } from "@accord/registry";
import type { AccordNode } from "../node.ts";
import { logSigners } from "./log-keys.ts";
import { ledgerStorage } from "./node-ledger.ts";

/** What the log is read from. */
export interface LogParts extends Pick<AccordNode, "ledger" | "keys" | "judge"> {
  readonly store: Session;
}

/** One of a log's resources (C2SP tlog-tiles): what it is, and for how long it may be kept by whoever read it. */
export interface LogResource {
  readonly bytes: Uint8Array | string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/**
 * Reads `checkpoint`, `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`; undefined for what there is not. Tiles are
 * told no further than the checkpoint that is served, so that nobody reads what is not signed yet.
 */
export async function logResource(node: LogParts, path: string): Promise<LogResource | undefined> {
  const published = await publishedCheckpoint(node);
  if (path === "checkpoint") {
    return {
      bytes: published.note,
      contentType: "text/plain; charset=utf-8",
      cacheControl: "no-store",
    };
  }
  const name = parseTilePath(path);
  if (name === undefined) return undefined;
  const bytes = await node.ledger.tile(name, ledgerStorage(node.store), published.size);
  return (
    bytes && {
      bytes,
      contentType: "application/octet-stream",
      cacheControl: "private, max-age=31536000, immutable",
    }
  );
}

/**
 * The checkpoint that is served: the last that a witness cosigned, since one that nobody cosigned proves nothing of the
 * past; where there is none, one that this node signs now.
 */
export async function publishedCheckpoint(
  node: LogParts,
): Promise<{ readonly size: number; readonly note: string }> {
  const cosigned = await latestCheckpoint(node.store, { cosigned: true });
  if (cosigned !== undefined) return cosigned;
  const head = await node.ledger.head(ledgerStorage(node.store));
  const kept = await latestCheckpoint(node.store, { cosigned: false });
  if (kept?.size === head.size) return kept;
  const at = node.judge.now();
  const signers = logSigners(node.judge.self, node.keys);
  const note = await signCheckpoint(head, signers, Math.floor(Date.parse(at) / 1000));
  await keepCheckpoint(node.store, { size: head.size, note, cosigned: false, at });
  return { size: head.size, note };
}
