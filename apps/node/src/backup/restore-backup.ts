import { mkdir, stat, writeFile } from "node:fs/promises";
import type { ExchangeState } from "@accord/exchange";
import {
  appendLedgerEntries,
  holdsNothing,
  listExchanges,
  openStore,
  recordRestoration,
  restoreDataKeys,
  restorer,
  type Session,
  saveExchange,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { parseConfig } from "../config/config.ts";
import { nodeFolder } from "../config/folder.ts";
import { storeLocation } from "../config/store-location.ts";
import { writeKeyFile } from "../keys/key-file.ts";
import { NodeKeys } from "../keys/node-keys.ts";
import { createRootKey, openRootKey } from "../keys/root/open-root-key.ts";
import { DEFAULT_ROOT } from "../keys/root/root-key.ts";
import { type DataAccount, type Recovery, readDataPart, readKeyPart } from "./read-backup.ts";

export interface Restored extends DataAccount {
  /** Entries of the restored ledger: as of the key part. */
  readonly ledgerEntries: number;
  /** Exchanges that were under way when the data was written: they are over. */
  readonly halted: number;
}

const AT_ONCE = 5_000;

/**
 * Makes a node in a new folder from both parts of a backup: its configuration, its keys under a new root key, its store.
 * The key part may be newer than the data part, and should be: whoever was erased in between stays forgotten, and the
 * ledger is that of the key part.
 * @throws AccordError `backup.folder_in_use`, `backup.store_not_empty`, and what opening the parts throws
 */
export async function restoreBackup(
  root: string,
  files: { readonly data: string; readonly keys: string },
  recovery: Recovery,
  options: {
    readonly environment: NodeJS.ProcessEnv;
    readonly at: string;
    readonly databaseUrl?: string | undefined;
  },
): Promise<Restored> {
  const folder = nodeFolder(root);
  if ((await stat(folder.keys).catch(() => undefined)) !== undefined) {
    throw new AccordError("backup.folder_in_use", "there is a node in this folder", {
      where: folder.root,
      remedy: "Restore into a new folder; then put it in the other's place.",
    });
  }
  const part = await readKeyPart(files.keys, recovery);
  const text = configFor(part.config, options.databaseUrl);
  const config = parseConfig(text, folder.config, {});
  await mkdir(folder.store, { recursive: true, mode: 0o700 });
  const keys = new NodeKeys(part.ring);
  const store = await openStore(storeLocation(config, folder), { wrappingKey: keys.store });
  try {
    await store.migrate();
    if (!(await holdsNothing(store))) {
      throw new AccordError("backup.store_not_empty", "the store holds something already", {
        remedy: "Restore into a new folder or an empty database.",
      });
    }
    const restored = await store.transaction(async (session) => {
      for (let at = 0; at < part.dataKeys.length; at += AT_ONCE) {
        await restoreDataKeys(session, part.dataKeys.slice(at, at + AT_ONCE));
      }
      const rows = await restorer(session);
      const account = await readDataPart(files.data, recovery, part.dataKeys, rows.restore);
      await rows.finish();
      for (let at = 0; at < part.ledger.length; at += AT_ONCE) {
        await appendLedgerEntries(session, part.ledger.slice(at, at + AT_ONCE));
      }
      await recordRestoration(session, { at: options.at, ledgerSize: part.ledger.length });
      return {
        ...account,
        ledgerEntries: part.ledger.length,
        halted: await haltUnfinished(session, options.at),
      };
    });
    const place = config.keys?.root ?? DEFAULT_ROOT;
    await writeFile(folder.config, text, { mode: 0o600 });
    await createRootKey(place, folder.root);
    await writeKeyFile(folder.keys, await openRootKey(place, folder.root, options.environment), part.ring);
    return restored;
  } finally {
    await store.close();
    keys.drop();
  }
}

/** The configuration that was backed up, with its store where it is restored to. */
function configFor(text: string, databaseUrl: string | undefined): string {
  const { databaseUrl: _before, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return `${JSON.stringify({ ...rest, ...(databaseUrl === undefined ? {} : { databaseUrl }) }, null, 2)}\n`;
}

/** What an exchange had sent and received since is not known here: it cannot go on, and a new one finds the same. */
async function haltUnfinished(session: Session, at: string): Promise<number> {
  let halted = 0;
  for (const row of await listExchanges(session)) {
    const state = row.state as ExchangeState;
    if (state.step === "done" || state.standing.kind === "halted") continue;
    halted += 1;
    const standing: ExchangeState["standing"] = {
      kind: "halted",
      code: "exchange.restored",
      reason: "the node was restored from a backup that was written while the exchange was under way",
      remedy: "Begin a new exchange.",
      by: state.self,
    };
    await saveExchange(session, { ...row, state: { ...state, standing, working: [] }, updatedAt: at });
  }
  return halted;
}
