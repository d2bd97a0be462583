import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The peer, as PyPI has it; figures of another version would be another benchmark's. */
const SPLINK = "splink==5.0.0";
const SCRIPT = join(import.meta.dirname, "../../splink/run.py");

export interface SplinkJob {
  readonly threads: number;
  /** Parquet files with a column `unique_id`: one to deduplicate, two to link. */
  readonly tables: readonly string[];
  readonly derived?: Readonly<Record<string, string>>;
  readonly comparisons: readonly object[];
  readonly blocking: readonly (readonly string[])[];
  /** Rules by which Splink estimates the prior, and the recall that they are taken to have. */
  readonly deterministic: readonly string[];
  readonly recall: number;
  readonly uPairs: number;
  /** Blocking rules of the sessions of expectation-maximisation. */
  readonly sessions: readonly (readonly string[])[];
  /** Train without term frequencies, and on every pair that a session's rule brings. */
  readonly withoutFrequencies?: boolean;
  /** Pairs from this probability on are written. */
  readonly keepFrom: number;
  /** Score and count every pair, also those that are not written. */
  readonly countAll?: boolean;
  readonly chunks?: number;
  readonly out: string;
}

export interface SplinkAnswer {
  readonly version: string;
  readonly duckdb: string;
  readonly trainSeconds: number;
  readonly scoreSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** Pairs that it scored and kept; all pairs of the rules where every one was counted. */
  readonly scored: number;
}

/** A Python with Splink, or why there is none. */
export type Peer = { readonly python: string } | { readonly missing: string };

/** Prepares a virtual environment in the system's temporary folder, once; `ACCORD_SPLINK_PYTHON` names another. */
export function preparePeer(): Peer {
  const given = process.env.ACCORD_SPLINK_PYTHON;
  if (given !== undefined) return { python: given };
  const folder = join(tmpdir(), "accord-bench-splink");
  const python = join(folder, "bin/python");
  if (existsSync(python) && spawnSync(python, ["-c", "import splink"]).status === 0) return { python };
  const made = spawnSync("python3", ["-m", "venv", folder], { encoding: "utf8" });
  if (made.status !== 0) return { missing: "python3 with venv is not at hand" };
  const installed = spawnSync(python, ["-m", "pip", "install", "--quiet", SPLINK], { encoding: "utf8" });
  return installed.status === 0 ? { python } : { missing: `${SPLINK} cannot be installed from PyPI here` };
}

/** Runs one job in a process of its own. */
export function runSplink(python: string, job: SplinkJob): Promise<SplinkAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0)
        reject(new Error(`Splink ended with ${code}: ${Buffer.concat(err).toString().slice(-600)}`));
      else resolve(JSON.parse(Buffer.concat(out).toString().trim().split("\n").at(-1) ?? ""));
    });
    child.stdin.end(JSON.stringify(job));
  });
}
