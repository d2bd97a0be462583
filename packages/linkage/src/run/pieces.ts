import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Wanted } from "../candidates/pair-sql.ts";
import { type LinkageModel, modelDigest } from "../document/linkage-model.ts";
import { rowsOf } from "../engine/database.ts";
import type { RunProgress } from "./options.ts";
import type { Prepared } from "./prepared.ts";
import { type Row, type ScoredPiece, scorePiece } from "./scored-rows.ts";

/** What a finished piece belongs to: the model, the records and how the pairs were cut. */
async function fingerprintOf(prepared: Prepared, model: LinkageModel, pieces: number, keepFrom: number) {
  const hash = createHash("sha256").update(modelDigest(model)).update(`${pieces} ${keepFrom}`);
  for (const { table } of [prepared.left, prepared.right]) {
    const [row] = await rowsOf<{ digest: string }>(
      prepared.database.connection,
      `SELECT CAST(bit_xor(hash(r)) AS VARCHAR) AS digest FROM ${table} r`,
    );
    hash.update(row?.digest ?? "");
  }
  return hash.digest("hex").slice(0, 32);
}

async function readPiece(path: string): Promise<ScoredPiece | undefined> {
  try {
    const bytes = await readFile(path);
    const numbers = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    const [compared = 0, count = 0] = numbers;
    if (numbers.length !== 2 + 4 * count) return undefined;
    const rows: Row[] = [];
    for (let at = 2; at < numbers.length; at += 4) {
      rows.push([numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0]);
    }
    return { compared, rows };
  } catch (error) {
    // A piece that was never finished is compared again.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Written whole under another name first, so that a piece is there finished or not at all. */
async function writePiece(path: string, piece: ScoredPiece): Promise<void> {
  const numbers = new Float64Array(2 + 4 * piece.rows.length);
  numbers[0] = piece.compared;
  numbers[1] = piece.rows.length;
  for (const [at, row] of piece.rows.entries()) numbers.set(row, 2 + 4 * at);
  await writeFile(`${path}.part`, new Uint8Array(numbers.buffer));
  await rename(`${path}.part`, path);
}

/**
 * Compares and scores all candidates piece by piece. With a folder of checkpoints, finished pieces of the same model
 * and records are taken from there. The rows do not depend on the number of pieces.
 */
export async function scoreInPieces(
  prepared: Prepared,
  model: LinkageModel,
  options: {
    readonly keepFrom: number;
    readonly pairsPerChunk: number;
    readonly checkpoints: string | undefined;
    readonly tell: (progress: RunProgress) => void;
    readonly wanted: Wanted;
  },
): Promise<{ readonly rows: Row[]; readonly compared: number }> {
  const pieces = Math.max(1, Math.ceil(prepared.countedPairs / options.pairsPerChunk));
  let folder: string | undefined;
  if (options.checkpoints !== undefined && options.wanted === "all") {
    folder = join(options.checkpoints, await fingerprintOf(prepared, model, pieces, options.keepFrom));
    await mkdir(folder, { recursive: true });
  }
  const rows: Row[] = [];
  let compared = 0;
  let measured = 0;
  const since = performance.now();
  for (let slice = 0; slice < pieces; slice++) {
    const path = folder === undefined ? undefined : join(folder, `piece-${slice}-of-${pieces}`);
    let piece = path === undefined ? undefined : await readPiece(path);
    if (piece === undefined) {
      piece = await scorePiece(prepared, model, { slice, of: pieces }, options.keepFrom, options.wanted);
      if (path !== undefined) await writePiece(path, piece);
      measured += piece.compared;
    }
    for (const row of piece.rows) rows.push(row);
    compared += piece.compared;
    const seconds = (performance.now() - since) / 1000;
    const rate = seconds > 0 ? measured / seconds : 0;
    // Rules overlap, so that what is left is reckoned by pieces, not by the counts of the rules.
    const left = ((pieces - slice - 1) * compared) / (slice + 1);
    options.tell({
      step: "score",
      pairs: compared,
      ofPairs: Math.round(compared + left),
      pairsPerSecond: Math.round(rate),
      ...(rate > 0 ? { secondsLeft: Math.round(left / rate) } : {}),
    });
  }
  return { rows, compared };
}
