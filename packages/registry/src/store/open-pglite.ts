import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

let template: Promise<File | Blob> | undefined;

/** A fresh database in memory. The first of a process makes it (seconds), the others copy it (tenths of one). */
export async function openInMemory(): Promise<PGlite> {
  template ??= PGlite.create("memory://").then(async (made) => {
    const dump = await made.dumpDataDir("none");
    await made.close();
    return dump;
  });
  return PGlite.create("memory://", { loadDataDir: await template });
}

/**
 * The database in a folder that this process has locked. A new one is made beside its place and moved there when it is
 * whole, so that a process killed in the middle leaves nothing half made.
 */
export async function openInFolder(folder: string): Promise<PGlite> {
  const place = join(folder, "pgdata");
  if (!existsSync(place)) {
    const draft = join(folder, "pgdata.new");
    rmSync(draft, { recursive: true, force: true });
    const made = await PGlite.create(draft);
    await made.close();
    renameSync(draft, place);
  }
  // The folder's lock says that no process uses it, so this is left from one that was killed.
  rmSync(join(place, "postmaster.pid"), { force: true });
  const pglite = await PGlite.create(place);
  // A log segment that is used again keeps its old rows until it is full: erased values must not lie there.
  await pglite.exec("set wal_recycle = off");
  return pglite;
}
