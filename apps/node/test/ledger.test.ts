import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  ed25519Key,
  formatPolicy,
  formatWitnessRequest,
  noteSigner,
  openCheckpoint,
  parsePolicy,
  parseVerifierKey,
  parseWitnessRequest,
  signCheckpoint,
  verifyTiles,
} from "@accord/ledger";
import { erasePersons, latestCheckpoint, readWitnessedLog, searchPersons } from "@accord/registry";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildLedgerCheck } from "../../../packages/ledger/test/ledger-check.ts";
import { ledgerOrigin, logVerifiers, ownLogVerifiers, witnessVerifiers } from "../src/ledger/log-keys.ts";
import { entriesOfPerson } from "../src/ledger/person-entries.ts";
import { ledgerPolicy, witnessesOf } from "../src/ledger/policy.ts";
import { type Published, publishCheckpoint, publishWhereGrown } from "../src/ledger/publish.ts";
import { recordEntry } from "../src/ledger/record.ts";
import { witnessServer } from "../src/ledger/serve-witness.ts";
import { tileFolder } from "../src/ledger/tile-folder.ts";
import { WitnessFolder } from "../src/ledger/witness-folder.ts";
import type { AccordNode } from "../src/node.ts";
import { ownCard } from "../src/partner/card.ts";
import { accord } from "./accord-command.ts";
import { type Agencies, twoAgencies } from "./agencies.ts";
import { note, putRows, rewriteLedger, rowsOf } from "./tampering.ts";

describe("the ledgers of two nodes", () => {
  let agencies: Agencies;
  let iom: AccordNode;
  let wfp: AccordNode;
  let root = "";
  /** The policy as an auditor has it from the agency. */
  let policyFile = "";

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "accord-ledger-"));
    agencies = await twoAgencies({ people: 30, templates: false });
    iom = agencies.iom.serving.node;
    wfp = agencies.wfp.serving.node;
    policyFile = join(root, "iom.policy");
    await writeFile(policyFile, (await accord(["ledger", "policy", "--node", agencies.iom.folder])).out);
  }, 180_000);
  afterAll(async () => {
    await agencies.close();
    await rm(root, { recursive: true, force: true });
  });

  const publish = async (node: AccordNode): Promise<Published> => {
    const { keys, ledger, store, judge } = node;
    return publishCheckpoint(
      { self: judge.self, keys, ledger, session: store, at: judge.now() },
      await witnessesOf(node),
    );
  };
  const evidenceAt = async (side: "iom" | "wfp") =>
    (
      await agencies[side].client.get<{ evidence: { code: string; held: string; shown: string }[] }>(
        "/api/ledger/evidence",
      )
    ).evidence;
  const cardOf = (node: AccordNode) => ownCard(node.config, node.keys);

  test("are cosigned by the partner over mutual TLS, with both signature types, and served with the cosignatures", async () => {
    await note(iom, "disclosure.ceiling");
    const published = await publish(iom);
    expect(published.witnesses).toEqual([{ witness: "wfp", outcome: "cosigned" }]);
    const own = ownLogVerifiers("iom", iom.keys);
    const opened = openCheckpoint(published.note, own, witnessVerifiers(cardOf(wfp)));
    expect(opened.verified).toHaveLength(4);
    expect(opened.cosignatures.map(({ type }) => type)).toEqual(["cosignature", "ml-dsa-44"]);
    // The partner holds the same head, and recorded that it cosigned.
    expect(await readWitnessedLog(wfp.store, ledgerOrigin("iom"))).toMatchObject({ size: published.size });
    const entries = (
      await agencies.wfp.client.get<{ entries: { kind: string; partner?: string }[] }>("/api/ledger")
    ).entries;
    expect(entries.at(-1)).toMatchObject({ kind: "checkpoint", partner: "iom", size: published.size });
    const served = await agencies.iom.client.bytes("/api/ledger/log/checkpoint");
    expect(new TextDecoder().decode(served)).toBe(published.note);
  });

  test("are cosigned again only when something else happened than that they cosigned", async () => {
    const parts = (node: AccordNode) => ({
      self: node.judge.self,
      keys: node.keys,
      ledger: node.ledger,
      session: node.store,
      at: node.judge.now(),
    });
    await note(wfp, "disclosure.ceiling");
    expect(await publishWhereGrown(parts(wfp), () => witnessesOf(wfp))).toBeDefined();
    expect((await publish(iom)).witnesses).toMatchObject([{ outcome: "cosigned" }]);
    expect(await publishWhereGrown(parts(wfp), () => witnessesOf(wfp))).toBeUndefined();
    expect(await publishWhereGrown(parts(iom), () => witnessesOf(iom))).toBeUndefined();
  });

  describe("where one node's operator", () => {
    let honest: Awaited<ReturnType<typeof rowsOf>> = [];
    let cosignedSize = 0;
    beforeEach(async () => {
      for (const code of ["one.refused", "two.refused", "three.refused"]) await note(iom, code);
      cosignedSize = (await publish(iom)).size;
      honest = await rowsOf(iom);
    });
    afterEach(async () => {
      await putRows(iom, honest);
      expect((await publish(iom)).witnesses).toMatchObject([{ outcome: "cosigned" }]);
    });

    /** The partner refuses, keeps both signed checkpoints and records it; the node is told what to do. */
    async function expectCaught(code: string, remedy: RegExp): Promise<void> {
      const before = (await evidenceAt("wfp")).length;
      const held = await readWitnessedLog(wfp.store, ledgerOrigin("iom"));
      const { witnesses, size } = await publish(iom);
      expect(witnesses).toEqual([
        { witness: "wfp", outcome: "contradicted", code, remedy: expect.stringMatching(remedy) },
      ]);
      const evidence = await evidenceAt("wfp");
      expect(evidence.length).toBe(before + 1);
      const last = evidence.at(-1)!;
      expect(last.code).toBe(code);
      // Whoever has the log's keys sees from the two notes alone that the log signed both.
      const keys = logVerifiers(cardOf(iom));
      const first = openCheckpoint(last.held, keys);
      const second = openCheckpoint(parseWitnessRequest(last.shown).note, keys);
      expect(first.size).toBe(held?.size);
      expect(second.size).toBe(size);
      expect(second.root).not.toEqual(first.root);
      expect(await readWitnessedLog(wfp.store, ledgerOrigin("iom"))).toEqual(held);
      const { entries } = await agencies.wfp.client.get<{ entries: object[] }>("/api/ledger?limit=1000");
      expect(entries.at(-1)).toMatchObject({ kind: "refusal", partner: "iom", code });
      expect((await accord(["ledger", "evidence", "--node", agencies.wfp.folder])).out).toContain(code);
    }

    test("rewrites an entry and all after it, the partner sees it at the next contact", async () => {
      await rewriteLedger(iom, (entries) =>
        entries.with(1, { ...entries[1]!, at: "2019-01-01T00:00:00.000Z" }),
      );
      await expectCaught("ledger.checkpoint_forked", /keep the store/);
      const verified = await accord(["ledger", "verify", "--node", agencies.iom.folder]);
      expect(verified.code).toBe(1);
      expect(verified.out).toMatch(/REWRITTEN[\s\S]*remedy:/);
    });

    test("rewrites an entry and goes on writing, likewise", async () => {
      await rewriteLedger(iom, (entries) =>
        entries.with(1, { ...entries[1]!, at: "2019-01-01T00:00:00.000Z" }),
      );
      await note(iom, "four.refused");
      await expectCaught("ledger.checkpoint_inconsistent", /keep the store/);
    });

    test("changes an entry's bytes in place, the node itself says which", async () => {
      const bytes = honest[2]!.bytes.slice();
      bytes[20]! ^= 1;
      await putRows(iom, honest.with(2, { ...honest[2]!, bytes }));
      const { out, code } = await accord(["ledger", "verify", "--node", agencies.iom.folder]);
      expect(code).toBe(1);
      expect(out).toMatch(/broken at entry 2/);
    });

    test("drops an entry from the middle, the partner sees it", async () => {
      await rewriteLedger(iom, (entries) => entries.toSpliced(1, 1));
      await expectCaught("ledger.checkpoint_smaller", /backup/);
    });

    test("drops the last entries, as a store restored from a backup does, the partner sees it", async () => {
      await putRows(iom, honest.slice(0, cosignedSize - 2));
      await expectCaught("ledger.checkpoint_smaller", /Restore a newer one/);
    });

    test("hides such a rollback by writing others in their place, likewise", async () => {
      await putRows(iom, honest.slice(0, cosignedSize - 2));
      for (let again = 0; again < 5; again++) await note(iom, "other.refused");
      await expectCaught("ledger.checkpoint_inconsistent", /entries were changed/);
    });

    test("swaps two entries, the partner sees it", async () => {
      await rewriteLedger(iom, (entries) => entries.with(0, entries[1]!).with(1, entries[0]!));
      await expectCaught("ledger.checkpoint_forked", /keep the store/);
    });

    test("shows one past to the partner and another to a third witness, no auditor who asks for both accepts either", async () => {
      const keys = ownLogVerifiers("iom", iom.keys);
      const witness = await WitnessFolder.open(join(root, "split"), "witness.example/third", keys);
      const server = witnessServer(witness);
      const address = await server.listen({ host: "127.0.0.1", port: 0 });
      try {
        const third = witness.verifierKeys.map(parseVerifierKey);
        const both = { ...(await ledgerPolicy(iom)) };
        const policy = {
          ...both,
          witnesses: [...both.witnesses, { name: "third", key: third[0]!, url: address }],
          groups: [{ name: "all", threshold: 2, members: ["wfp", "third"] }],
          quorum: "all",
        };
        await writeFile(iom.folder.ledgerPolicy, formatPolicy(policy));
        await rewriteLedger(iom, (entries) =>
          entries.with(1, { ...entries[1]!, at: "2019-01-01T00:00:00.000Z" }),
        );
        const { note: forked, witnesses } = await publish(iom);
        expect(witnesses).toMatchObject([
          { witness: "wfp", outcome: "contradicted" },
          { witness: "third", outcome: "cosigned" },
        ]);
        const log = tileFolder(join(root, "split-log"));
        await log.write("checkpoint", Buffer.from(forked));
        await expect(verifyTiles(log, policy)).rejects.toMatchObject({ code: "ledger.policy_quorum_missed" });
        // The honest past is now refused by the third witness: whichever the node goes on with, one of them holds it up.
        await putRows(iom, honest);
        expect((await publish(iom)).witnesses).toMatchObject([
          { witness: "wfp", outcome: "cosigned" },
          { witness: "third", outcome: "contradicted" },
        ]);
      } finally {
        await rm(iom.folder.ledgerPolicy);
        await server.close();
      }
    });
  });

  test("are not cosigned on a checkpoint that another key signed, and the partner's ledger says so", async () => {
    const forger = noteSigner(ledgerOrigin("iom"), "ed25519", ed25519Key(new Uint8Array(32)));
    const head = await iom.ledger.head();
    const before = await readWitnessedLog(wfp.store, ledgerOrigin("iom"));
    const body = formatWitnessRequest({
      oldSize: 0,
      proof: [],
      note: await signCheckpoint(head, [forger], 1),
    });
    const request = { method: "POST", path: "/witness/add-checkpoint", body } as const;
    expect(await iom.client.plain(cardOf(wfp), request)).toMatchObject({ status: 403 });
    expect(await readWitnessedLog(wfp.store, ledgerOrigin("iom"))).toEqual(before);
    const { entries } = await agencies.wfp.client.get<{ entries: object[] }>("/api/ledger?limit=1000");
    expect(entries.at(-1)).toMatchObject({ kind: "refusal", partner: "iom", code: "ledger.note_unverified" });
  });

  test("are not cosigned for another agency's log, nor is it told that it is known", async () => {
    const other = noteSigner("accord.ledger/unhcr", "ed25519", ed25519Key(new Uint8Array(32)));
    const body = formatWitnessRequest({
      oldSize: 0,
      proof: [],
      note: await signCheckpoint(await iom.ledger.head(), [other], 1),
    });
    const request = { method: "POST", path: "/witness/add-checkpoint", body } as const;
    expect(await iom.client.plain(cardOf(wfp), request)).toMatchObject({ status: 404 });
  });

  test("keep no cosignature that is not the witness's", async () => {
    await note(iom, "five.refused");
    const { keys, ledger, store, judge } = iom;
    const stranger = noteSigner("accord.witness/wfp", "cosignature", ed25519Key(new Uint8Array(32)));
    const wrong = await signCheckpoint(await ledger.head(), [{ ...stranger, name: ledgerOrigin("iom") }], 1);
    const line = wrong.split("\n").at(-2)!.replace(ledgerOrigin("iom"), "accord.witness/wfp");
    const [known] = await witnessesOf(iom);
    for (const lines of [`${line}\n`, "", "nonsense\n", `${line.replace("wfp ", "wfp AAAA")}\n`]) {
      const lying = { ...known!, post: async () => ({ status: 200, body: lines }) };
      const published = await publishCheckpoint(
        { self: "iom", keys, ledger, session: store, at: judge.now() },
        [lying],
      );
      expect(published.witnesses).toMatchObject([{ outcome: "refused" }]);
      expect(openCheckpoint(published.note, ownLogVerifiers("iom", keys)).cosignatures).toEqual([]);
    }
    expect((await latestCheckpoint(store, { cosigned: false }))?.cosigned).toBe(false);
  });

  test("concern a person by the person's own key alone, with proof that holds without the node", async () => {
    const people = (await searchPersons(iom.store, { name: "a", limit: 20 })).map(({ id }) => id);
    expect(people.length).toBeGreaterThan(3);
    const [first, second, third] = people as [string, string, string];
    const access = {
      kind: "access",
      action: "person.open",
      outcome: "allowed",
      at: "2026-03-01T08:00:00.000Z",
    } as const;
    const one = await recordEntry(iom.ledger, iom.store, { ...access, persons: 1 }, [first]);
    const many = await recordEntry(
      iom.ledger,
      iom.store,
      { ...access, persons: people.length - 1 },
      people.filter((id) => id !== third),
    );
    await publish(iom);
    const of = async (id: string) =>
      (await entriesOfPerson(iom.ledger, iom.store, id))
        .map(({ index }) => index)
        .filter((index) => index >= one.index);
    expect(await of(first)).toEqual([one.index, many.index]);
    expect(await of(second)).toEqual([many.index]);
    expect(await of(third)).toEqual([]);

    const proofs = join(root, "person");
    const told = await accord(["ledger", "person", first, "--out", proofs, "--node", agencies.iom.folder]);
    expect(told.out).toContain("person.open");

    const files = (await readdir(proofs))
      .filter((name) => name.endsWith(".tlog-proof"))
      .map((name) => join(proofs, name));
    const verified = await accord(["ledger", "verify", ...files, "--policy", policyFile]);
    expect(verified.out.match(/^sound .*it concerns the person of the key beside it$/gm)).toHaveLength(
      files.length,
    );
    // Another person's key beside the same proof shows nothing.
    const [other] = await entriesOfPerson(iom.ledger, iom.store, second);
    await writeFile(
      join(proofs, `${one.index}.subject.json`),
      JSON.stringify({ key: other!.key, ...other!.subject }),
    );
    const wrong = await accord([
      "ledger",
      "verify",
      join(proofs, `${one.index}.tlog-proof`),
      "--policy",
      policyFile,
    ]);
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining("does not concern")]);

    // Erased, the person is in no entry that anybody can find; the ledger is as it was.
    await erasePersons(iom.store, iom.context, { persons: [first], reason: "request", by: "local" });
    expect(await entriesOfPerson(iom.ledger, iom.store, first)).toEqual([]);
    expect((await accord(["ledger", "verify", "--node", agencies.iom.folder])).code).toBe(0);
  });

  test("are exported for an auditor who has only files, and whom a changed file does not deceive", async () => {
    const { size } = await publish(iom);
    const folder = join(root, "audit");
    const exported = await accord(["ledger", "export", folder, "--node", agencies.iom.folder]);
    expect([exported.code, exported.out]).toEqual([0, expect.stringContaining(`${size} entries`)]);
    const verify = () => accord(["ledger", "verify", folder, "--policy", policyFile]);
    expect((await verify()).out).toMatch(/^sound .*cosigned by accord\.witness\/wfp$/m);
    const log = tileFolder(folder);
    const name = (await readdir(join(folder, "tile/entries")))[0]!;
    const bundle = `tile/entries/${name}/${(await readdir(join(folder, "tile/entries", name)))[0]}`;
    const bytes = (await log.read(bundle))!;
    bytes[30]! ^= 1;
    await log.write(bundle, bytes);
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/^BROKEN/) });
    expect((await accord(["ledger", "verify", folder])).code).toBe(2);
  });

  test("are found sound by tessera's fsck over the node's own endpoints", async () => {
    const check = await buildLedgerCheck(join(root, "ledger-check"));
    if (check === undefined) return;
    const { size } = await publish(iom);
    const policy = join(root, "fsck.policy");
    await writeFile(policy, formatPolicy(await ledgerPolicy(iom)));
    const { serving } = agencies.iom;
    const { stdout } = await promisify(execFile)(
      check,
      ["fsck", `${serving.staffAddress}/api/ledger/log/`, policy],
      {
        env: { ...process.env, ACCORD_BEARER: serving.token },
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ origin: "accord.ledger/iom", size, signatures: 4 });
  }, 300_000);

  test("show a partner the checkpoint and tiles of hashes, and no entries but as receipts", async () => {
    const get = (path: string) => iom.client.plain(cardOf(wfp), { method: "GET", path });
    await publish(wfp);
    expect((await get("/ledger/checkpoint"))?.status).toBe(200);
    const { size } = (await latestCheckpoint(wfp.store, { cosigned: true }))!;
    expect((await get(`/ledger/tile/0/000.p/${size}`))?.status).toBe(200);
    expect((await get(`/ledger/tile/0/000.p/${size + 1}`))?.status).toBe(404);
    expect((await get(`/ledger/tile/entries/000.p/${size}`))?.status).toBe(404);
    expect((await get("/ledger/exchanges/none/receipts"))?.body).toBe("[]");
  });

  test("record what a partner asks for and is refused, whatever it was", async () => {
    const lastAt = async (code: string) => {
      const { entries } = await agencies.wfp.client.get<{ entries: object[] }>("/api/ledger?limit=1000");
      expect(entries.at(-1)).toMatchObject({ kind: "refusal", partner: "iom", code });
    };
    const ask = (method: "GET" | "POST", path: string, body?: string) =>
      iom.client.plain(cardOf(wfp), { method, path, ...(body === undefined ? {} : { body }) });
    expect(await ask("GET", "/persons")).toMatchObject({ status: 404 });
    await lastAt("transport.not_found");
    expect(await ask("POST", "/exchange/messages", "plain")).toMatchObject({ status: 400 });
    await lastAt("transport.digest_mismatch");
    expect(await ask("POST", "/witness/add-checkpoint", "nonsense")).toMatchObject({ status: 400 });
    await lastAt("ledger.witness_request_malformed");
  });

  test("are read under a policy that is written as C2SP writes it", async () => {
    const text = await readFile(policyFile, "utf8");
    expect(text).toMatch(/^log accord\.ledger\/iom\+[0-9a-f]{8}\+AQ?/m);
    expect(parsePolicy(text)).toMatchObject({ quorum: "wfp", logs: [{}, {}], witnesses: [{}, {}] });
  });
});
