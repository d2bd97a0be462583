import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ed25519Key,
  formatWitnessRequest,
  Ledger,
  memoryStorage,
  noteSigner,
  noteVerifier,
  openCheckpoint,
  parseVerifierKey,
  signCheckpoint,
} from "@accord/ledger";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { witnessServer } from "./serve-witness.ts";
import { WitnessFolder } from "./witness-folder.ts";

const ORIGIN = "accord.ledger/iom";
const NAME = "witness.example/third";
const NOW = Date.UTC(2026, 2, 1);
const secret = ed25519Key(new Uint8Array(32).fill(1));
const logs = [noteVerifier(ORIGIN, "ed25519", secret.publicKey)];
const root = await mkdtemp(join(tmpdir(), "accord-witness-"));
afterAll(() => rm(root, { recursive: true, force: true }));

async function ledgerOf(codes: readonly string[]): Promise<Ledger> {
  const ledger = await Ledger.open(memoryStorage());
  for (const code of codes) {
    await ledger.append({ kind: "refusal", partner: "wfp", code, at: "2026-03-01T08:00:00.000Z" });
  }
  return ledger;
}

async function request(ledger: Ledger, oldSize: number, size?: number): Promise<string> {
  const head = { size: size ?? (await ledger.head()).size, root: await ledger.root(size) };
  const note = await signCheckpoint(head, [noteSigner(ORIGIN, "ed25519", secret)]);
  return formatWitnessRequest({ oldSize, proof: await ledger.consistencyProof(oldSize, size), note });
}

describe("a witness that keeps files", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(root, "witness-"));
  });

  test("remembers after a restart what it cosigned, under the same keys, which only its owner can read", async () => {
    const first = await WitnessFolder.open(folder, NAME, logs);
    const honest = await ledgerOf(["a.a", "b.b", "c.c"]);
    const answer = await first.add(await request(honest, 0), NOW);
    expect(answer.status).toBe(200);
    const again = await WitnessFolder.open(folder, NAME, logs);
    expect(again.verifierKeys).toEqual(first.verifierKeys);
    const rewritten = await ledgerOf(["a.a", "x.x", "c.c", "d.d"]);
    expect(await again.add(await request(rewritten, 3), NOW)).toMatchObject({ status: 422 });
    expect(await again.add(await request(rewritten, 0), NOW)).toMatchObject({ status: 409, body: "3\n" });
    expect((await stat(join(folder, "witness-keys.json"))).mode & 0o077).toBe(0);
    expect((await readdir(folder)).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  test("does not go back to a smaller head when requests come at once", async () => {
    const witness = await WitnessFolder.open(folder, NAME, logs);
    const ledger = await ledgerOf(Array.from({ length: 20 }, (_, n) => `code.n${n}`));
    const sizes = Array.from({ length: 20 }, (_, n) => n + 1);
    const bodies = await Promise.all(sizes.map((size) => request(ledger, 0, size)));
    const answers = await Promise.all(bodies.map((body) => witness.add(body, NOW)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test("answers over HTTP, and shows monitors the last checkpoint of the logs that it knows", async () => {
    const witness = await WitnessFolder.open(folder, NAME, logs);
    const server = witnessServer(witness, () => NOW);
    const body = await request(await ledgerOf(["a.a"]), 0);
    const posted = await server.inject({ method: "POST", url: "/add-checkpoint", payload: body });
    expect(posted.statusCode).toBe(200);
    const digest = createHash("sha256").update(ORIGIN).digest("hex");
    const shown = await server.inject({ url: `/${digest}/checkpoint` });
    const keys = witness.verifierKeys.map(parseVerifierKey);
    expect(openCheckpoint(shown.body, logs, keys).cosignatures.map(({ timeSeconds }) => timeSeconds)).toEqual(
      [NOW / 1000, NOW / 1000],
    );
    expect((await server.inject({ url: `/${"0".repeat(64)}/checkpoint` })).statusCode).toBe(404);
    expect((await server.inject({ method: "POST", url: "/add-checkpoint", payload: "x" })).statusCode).toBe(
      400,
    );
    await server.close();
  });

  test("is not opened under another name, nor with damaged keys", async () => {
    await WitnessFolder.open(folder, NAME, logs);
    await expect(WitnessFolder.open(folder, "other.example", logs)).rejects.toMatchObject({
      code: "witness.renamed",
    });
    await writeFile(join(folder, "witness-keys.json"), "{");
    await expect(WitnessFolder.open(folder, NAME, logs)).rejects.toMatchObject({
      code: "witness.keys_damaged",
    });
  });
});
