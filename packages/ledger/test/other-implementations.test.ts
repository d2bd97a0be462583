import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { exportTiles, formatProof, Ledger, memoryStorage } from "../src/index.ts";
import { disclosure } from "./arbitrary-entry.ts";
import { buildLedgerCheck } from "./ledger-check.ts";
import { logFolder } from "./log-folder.ts";
import { cosignedCheckpoint, policyText } from "./signed-log.ts";

const run = promisify(execFile);

/** What this room writes, verified by golang.org/x/mod, transparency-dev's formats and merkle, and tessera's fsck. */
describe("implementations that are not ours", async () => {
  const folder = await mkdtemp(join(tmpdir(), "accord-ledger-"));
  const policy = join(folder, "policy");
  const check = await buildLedgerCheck(join(folder, "ledger-check"));
  await writeFile(policy, policyText);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function ledgerOf(size: number): Promise<Ledger> {
    const ledger = await Ledger.open(memoryStorage());
    for (let persons = 0; persons < size; persons++) await ledger.append(disclosure({ persons }));
    return ledger;
  }

  async function checked(...args: string[]): Promise<unknown> {
    return JSON.parse((await run(check!, args)).stdout);
  }

  test.skipIf(check === undefined).each([1, 255, 256, 257, 700, 66_000])(
    "find a log of %i entries sound: checkpoint, both signature types, quorum, tiles, bundles and proofs",
    async (size) => {
      const root = join(folder, `log-${size}`);
      const ledger = await ledgerOf(size);
      await exportTiles(ledger, await cosignedCheckpoint(ledger), logFolder(root));
      const step = Math.max(1, Math.floor(size / 300));
      const proofs = Math.ceil(size / step);
      // The log's two signatures, the partner's two and the third witness's one.
      expect(await checked("fsck", root, policy)).toEqual({
        origin: "accord.ledger/iom",
        size,
        signatures: 5,
        inclusions: proofs,
        consistency: proofs,
      });
    },
    60_000,
  );

  test.skipIf(check === undefined)(
    "find a log broken in which one byte of a tile or of a bundle was changed",
    async () => {
      const ledger = await ledgerOf(300);
      for (const path of [
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
      ]) {
        const root = join(folder, `changed-${path.replaceAll("/", "-")}`);
        const files = logFolder(root);
        await exportTiles(ledger, await cosignedCheckpoint(ledger), files);
        const bytes = (await files.read(path))!;
        bytes[bytes.length - 1]! ^= 1;
        await files.write(path, bytes);
        await expect(checked("fsck", root, policy)).rejects.toThrow();
      }
    },
    60_000,
  );

  test.skipIf(check === undefined)(
    "accept a proof file of each entry, and none with another entry in it",
    async () => {
      const ledger = await ledgerOf(40);
      const { note } = await cosignedCheckpoint(ledger, 37);
      const files: string[] = [];
      for await (const { index, bytes } of ledger.entries(0, 37)) {
        const file = join(folder, `${index}.tlog-proof`);
        const path = await ledger.inclusionProof(index, 37);
        await writeFile(file, formatProof({ index, path, checkpoint: note, extra: bytes }));
        files.push(file);
      }
      expect(await checked("proofs", policy, ...files)).toEqual({ proofs: 37 });
      const wrong = (await readFile(files[3]!, "utf8")).replace("index 3", "index 4");
      await writeFile(files[3]!, wrong);
      await expect(checked("proofs", policy, files[3]!)).rejects.toThrow(/inclusion|root|hash/i);
    },
    60_000,
  );

  test.skipIf(check === undefined)(
    "reject a checkpoint with one wrong signature of a known key",
    async () => {
      const root = join(folder, "forged");
      const ledger = await ledgerOf(5);
      const { note, size } = await cosignedCheckpoint(ledger);
      const lines = note.trimEnd().split("\n");
      const [dash, name, base64] = lines.at(-1)!.split(" ");
      const signature = Buffer.from(base64!, "base64");
      signature[signature.length - 1]! ^= 1;
      const forged = [...lines.slice(0, -1), `${dash} ${name} ${signature.toString("base64")}`, ""].join(
        "\n",
      );
      await exportTiles(ledger, { note: forged, size }, logFolder(root));
      await expect(checked("fsck", root, policy)).rejects.toThrow(/invalid signature/);
    },
  );
});
