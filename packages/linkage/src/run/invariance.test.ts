import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { twoRegistries } from "../../test/households.ts";
import { linkPeople } from "../../test/people.ts";
import { DEFAULT_POLICY } from "../decide/policy.ts";

const source = { ...twoRegistries(40, 7), policy: DEFAULT_POLICY };

it("gives the same model and pairs whatever the number of threads and the size of the pieces, and goes on from finished pieces", async () => {
  const folder = await mkdtemp(join(tmpdir(), "accord-pieces-"));
  try {
    const whole = await linkPeople({ ...source, threads: 1 });
    const inPieces = await linkPeople({ ...source, threads: 2, pairsPerChunk: 300, checkpoints: folder });
    expect(inPieces.model).toEqual(whole.model);
    expect(inPieces.pairs).toEqual(whole.pairs);
    const [run = ""] = await readdir(folder);
    const pieces = await readdir(join(folder, run));
    expect(pieces.length).toBeGreaterThan(1);
    // As if the run had been cut short: one piece is missing, the others are taken from the folder.
    await rm(join(folder, run, pieces[0] ?? ""));
    const { model } = whole;
    const again = await linkPeople({
      ...source,
      model,
      train: false,
      pairsPerChunk: 300,
      checkpoints: folder,
    });
    expect(again.pairs).toEqual(whole.pairs);
    expect((await readdir(join(folder, run))).sort()).toEqual(pieces.sort());
  } finally {
    await rm(folder, { recursive: true });
  }
});
