import { describe, expect, test } from "vitest";
import { disclosure } from "../../test/arbitrary-entry.ts";
import {
  cosignCheckpoint,
  ed25519Key,
  formatCheckpoint,
  formatWitnessRequest,
  Ledger,
  memoryStorage,
  noteSigner,
  noteVerifier,
  openCheckpoint,
  parseCheckpoint,
  parseWitnessRequest,
  signCheckpoint,
  signNote,
  type TreeHead,
} from "../index.ts";

const TIME_SECONDS = 1_700_000_000;
const secret = (seed: number) => ed25519Key(new Uint8Array(32).fill(seed));
const log = noteSigner("iom.example/ledger", "ed25519", secret(1));
const logKey = noteVerifier("iom.example/ledger", "ed25519", secret(1).publicKey);
const cosigner = noteSigner("wfp.example/witness", "cosignature", secret(2));
const witnessKey = noteVerifier("wfp.example/witness", "cosignature", secret(2).publicKey);

async function ledgerOf(persons: readonly number[]): Promise<Ledger> {
  const ledger = await Ledger.open(memoryStorage());
  for (const count of persons) await ledger.append(disclosure({ persons: count }));
  return ledger;
}

async function ask(ledger: Ledger, oldSize: number, last: TreeHead | undefined) {
  const head = await ledger.head();
  const proof = oldSize <= head.size ? await ledger.consistencyProof(oldSize) : [];
  const body = formatWitnessRequest({ oldSize, proof, note: await signCheckpoint(head, [log]) });
  return cosignCheckpoint({
    request: parseWitnessRequest(body),
    logKeys: [logKey],
    last,
    cosigners: [cosigner],
    timeSeconds: TIME_SECONDS,
  });
}

describe("a checkpoint", () => {
  test("is origin, size and root, and is read back", async () => {
    const head = await (await ledgerOf([])).head();
    const text = formatCheckpoint({ origin: "iom.example/ledger", ...head });
    expect(text).toBe("iom.example/ledger\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    expect(parseCheckpoint(text)).toEqual({ origin: "iom.example/ledger", ...head });
  });

  const root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  test.each([
    ["a size with a leading zero", `o\n01\n${root}\n`],
    ["a size beyond whole numbers", `o\n9999999999999999\n${root}\n`],
    ["a negative size", `o\n-1\n${root}\n`],
    ["a short root", "o\n1\nAAAA\n"],
    ["no origin", `\n1\n${root}\n`],
    ["two lines", "o\n1\n"],
    ["no last newline", `o\n1\n${root}`],
    ["an empty extension line", `o\n1\n${root}\n\nx\n`],
  ])("is refused with %s", (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(/checkpoint/);
  });

  test("is refused where its origin is another log's, though the key is right", async () => {
    const { size, root: hash } = await (await ledgerOf([1])).head();
    const note = await signNote(formatCheckpoint({ origin: "unicef.example", size, root: hash }), [log], 0);
    expect(() => openCheckpoint(note, [logKey])).toThrow(/origin/);
  });

  test("is refused where only the witness signed it", async () => {
    const head = await (await ledgerOf([1])).head();
    const note = await signNote(formatCheckpoint({ origin: log.name, ...head }), [cosigner], TIME_SECONDS);
    expect(() => openCheckpoint(note, [logKey], [witnessKey])).toThrow(/log's own key/);
  });
});

describe("a partner", () => {
  test("cosigns a log that grows, and the checkpoint then opens with both signatures", async () => {
    const ledger = await ledgerOf([1, 2, 3]);
    const first = await ask(ledger, 0, undefined);
    for (const persons of [4, 5]) await ledger.append(disclosure({ persons }));
    const second = await ask(ledger, first.head.size, first.head);
    const opened = openCheckpoint(second.note, [logKey], [witnessKey]);
    expect(opened).toMatchObject({ size: 5, root: await ledger.root() });
    expect(opened.cosignatures).toEqual([
      { name: cosigner.name, keyId: cosigner.keyId, type: "cosignature", timeSeconds: TIME_SECONDS },
    ]);
    expect(second.note.endsWith(second.cosignatures)).toBe(true);
  });

  test("cosigns again at the same size, and from an empty log", async () => {
    const empty = await ask(await ledgerOf([]), 0, undefined);
    const ledger = await ledgerOf([1]);
    const one = await ask(ledger, 0, empty.head);
    await expect(ask(ledger, 1, one.head)).resolves.toMatchObject({ head: one.head });
  });

  test("catches a node that rewrote an entry, at the same size or after growing", async () => {
    const { head } = await ask(await ledgerOf([1, 2, 3]), 0, undefined);
    await expect(ask(await ledgerOf([1, 9, 3]), 3, head)).rejects.toMatchObject({
      code: "ledger.checkpoint_forked",
    });
    await expect(ask(await ledgerOf([1, 9, 3, 4, 5]), 3, head)).rejects.toMatchObject({
      code: "ledger.checkpoint_inconsistent",
    });
  });

  test("catches a node that dropped entries, and one that hides it by growing again", async () => {
    const { head } = await ask(await ledgerOf([1, 2, 3]), 0, undefined);
    await expect(ask(await ledgerOf([1, 2]), 2, head)).rejects.toMatchObject({
      code: "ledger.checkpoint_smaller",
    });
    await expect(ask(await ledgerOf([1, 2, 4, 5]), 3, head)).rejects.toMatchObject({
      code: "ledger.checkpoint_inconsistent",
    });
  });

  test("does not forget what it cosigned because the log says it starts anew", async () => {
    const { head } = await ask(await ledgerOf([1, 2, 3]), 0, undefined);
    await expect(ask(await ledgerOf([7, 8, 9, 10]), 0, head)).rejects.toMatchObject({
      code: "ledger.checkpoint_out_of_step",
    });
  });

  test("cosigns nothing that the log's key did not sign", async () => {
    const ledger = await ledgerOf([1]);
    const impostor = noteSigner(log.name, "ed25519", secret(3));
    const request = { oldSize: 0, proof: [], note: await signCheckpoint(await ledger.head(), [impostor]) };
    await expect(
      cosignCheckpoint({
        request,
        logKeys: [logKey],
        last: undefined,
        cosigners: [cosigner],
        timeSeconds: TIME_SECONDS,
      }),
    ).rejects.toMatchObject({ code: "ledger.note_unverified" });
  });
});

describe("a request to a witness", () => {
  test.each([
    ["nothing", ""],
    ["no old size", "\n\nnote\n"],
    ["an old size with a leading zero", "old 01\n\nnote\n"],
    ["a hash that is too short", "old 1\nAAAA\n\nnote\n"],
    [
      "more hashes than a proof can have",
      `old 1\n${`${Buffer.alloc(32).toString("base64")}\n`.repeat(64)}\nnote\n`,
    ],
  ])("is refused with %s", (_, body) => {
    expect(() => parseWitnessRequest(body)).toThrow(/cannot be read/);
  });
});
