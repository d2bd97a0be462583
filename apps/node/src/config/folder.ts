import { join } from "node:path";

/** A node's folder: what lies where. */
export interface NodeFolder {
  readonly root: string;
  readonly config: string;
  readonly keys: string;
  readonly store: string;
  /** Where a running node writes its address and the token for the command line; owner only. */
  readonly running: string;
  /** Files on their way in, owner only, deleted after. */
  readonly arrivals: string;
  readonly rejects: string;
  /** Whom auditors of the ledger trust, where that is not simply the partners (C2SP tlog-policy). */
  readonly ledgerPolicy: string;
}

export function nodeFolder(root: string): NodeFolder {
  return {
    root,
    config: join(root, "accord.json"),
    keys: join(root, "keys.json"),
    store: join(root, "store"),
    running: join(root, "running.json"),
    arrivals: join(root, "arrivals"),
    rejects: join(root, "rejects"),
    ledgerPolicy: join(root, "ledger-policy"),
  };
}
