import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { AccordError } from "@accord/vocabulary";

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, in clock ticks since boot; tells a new process with an old id. Linux only. */
  readonly started: string | null;
}

const heldHere = new Set<string>();

/**
 * Takes the folder for this process alone and returns how to let go of it. A lock left by a process that was killed
 * is taken over.
 * @throws AccordError `store.in_use` where a living process holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = realpathSync(folder);
  const file = join(place, "store.lock");
  if (heldHere.has(place)) throw inUse(file, process.pid);
  for (let attempt = 0; attempt < 10; attempt++) {
    if (claim(file)) {
      heldHere.add(place);
      return () => {
        heldHere.delete(place);
        rmSync(file, { force: true });
      };
    }
    const seen = read(file);
    if (seen === undefined) continue;
    const holder = parseHolder(seen);
    if (holder !== undefined && isAlive(holder)) throw inUse(file, holder.pid);
    setAside(file, seen);
  }
  throw inUse(file, undefined);
}

/** A link either appears whole or fails because there is one already, which a written file does not. */
function claim(file: string): boolean {
  const holder: Holder = { host: hostname(), pid: process.pid, started: startOf(process.pid) };
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead lock away; if another process replaced it in between, its lock is put back. */
function setAside(file: string, seen: string): void {
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== seen) linkSync(aside, file);
  } catch {
    // Somebody else set it aside first: the next attempt sees what stands now.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  // A process of another machine (a shared folder) cannot be asked: it is taken for alive.
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return holder.started === null || startOf(holder.pid) === holder.started;
}

function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // Field 22; the second field is the command in parentheses and may hold spaces.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function inUse(file: string, pid: number | undefined): AccordError {
  return new AccordError("store.in_use", "Another process has this store open.", {
    where: file,
    remedy: `Stop ${pid === undefined ? "that process" : `process ${pid}`}; if it no longer runs, delete the lock file.`,
  });
}
