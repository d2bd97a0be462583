import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { erasePersons, exportPersons } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { follow } from "../src/demo/sharing.ts";
import { serveNode } from "../src/serve.ts";
import { accord } from "./accord-command.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

const silent = () => undefined;

describe("a backup", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let folder: string;
  let agreement: string;
  const shares = (...numbers: number[]) =>
    numbers.flatMap((number) => ["--share", join(folder, "shares", `share-${number}-of-5.json`)]);
  const parts = (data: string) => ["--data", join(folder, data), "--keys", join(folder, "keys.backup")];
  const onNode = ["--node"];

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 60, templates: true });
    ({ iom, wfp } = agencies);
    onNode.push(iom.folder);
    agreement = await agreeOn(agencies);
    folder = await mkdtemp(join(tmpdir(), "accord-backup-"));
  }, 240_000);
  afterAll(async () => {
    await agencies?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("asks for a recovery key first", async () => {
    const run = await accord(["backup", "write", ...parts("one.backup"), ...onNode]);
    expect(run.code).not.toBe(0);
    expect(run.err).toContain("keys.no_recovery_key");
    expect(await readdir(folder)).toEqual([]);
  });

  test("is written with the key split among people, and neither shows a person nor a key", async () => {
    const split = await accord([
      "keys",
      "split",
      "--shares",
      "5",
      "--needed",
      "3",
      "--into",
      join(folder, "shares"),
      ...onNode,
    ]);
    expect(split.code, split.err).toBe(0);
    for (const file of await readdir(join(folder, "shares"))) {
      expect((await stat(join(folder, "shares", file))).mode & 0o077).toBe(0);
    }
    const run = await accord(["backup", "write", ...parts("monday.backup"), ...onNode]);
    expect(run.code, run.err).toBe(0);
    for (const name of ["monday.backup", "keys.backup"]) {
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
      const [first = "", ...rest] = (await readFile(join(folder, name), "latin1")).split("\n");
      expect(JSON.parse(first)).toMatchObject({ v: 1, agency: "iom", suite: "xwing-hkdfsha256-aes256gcm" });
      expect(rest.join("\n")).not.toContain("person");
    }
  }, 60_000);

  test("opens with three shares and with no fewer, and not with shares of another key", async () => {
    const whole = await accord(["backup", "verify", ...parts("monday.backup"), ...shares(1, 3, 5), "--json"]);
    expect(whole.code, whole.err).toBe(0);
    const status = await iom.client.get<{ registry: Record<string, number> }>("/api/status");
    expect(JSON.parse(whole.out)).toMatchObject({ agency: "iom", forgotten: 0 });
    expect(JSON.parse(whole.out).persons).toBeGreaterThanOrEqual(status.registry.persons ?? 1);
    const few = await accord(["backup", "verify", ...parts("monday.backup"), ...shares(1, 3)]);
    expect(few.err).toContain("keys.too_few_shares");
    const same = await accord(["backup", "verify", ...parts("monday.backup"), ...shares(2, 2, 2)]);
    expect(same.err).toContain("keys.too_few_shares");
  }, 60_000);

  test("that is damaged or cut off anywhere is refused", async () => {
    const bytes = await readFile(join(folder, "monday.backup"));
    const changed = Buffer.from(bytes);
    const middle = Math.floor(bytes.length / 2);
    changed[middle] = changed[middle]! ^ 1;
    await writeFile(join(folder, "changed.backup"), changed);
    await writeFile(join(folder, "short.backup"), bytes.subarray(0, bytes.length - 70_000));
    for (const name of ["changed.backup", "short.backup"]) {
      const run = await accord(["backup", "verify", ...parts(name), ...shares(1, 2, 3)]);
      expect(run.err, name).toContain("backup.damaged");
    }
  }, 60_000);

  test("forgets whoever was erased since, once the newest key part has replaced the old", async () => {
    await cp(join(folder, "keys.backup"), join(folder, "old-keys.backup"));
    const { node } = iom.serving;
    const { value: person } = await exportPersons(node.store, { holder: "iom" }).next();
    await erasePersons(node.store, node.context, {
      persons: [(person as { id: string }).id],
      reason: "request",
      by: "an officer",
    });
    const run = await accord(["backup", "write", "--keys", join(folder, "keys.backup"), ...onNode]);
    expect(run.code, run.err).toBe(0);
    const told = JSON.parse(
      (await accord(["backup", "verify", ...parts("monday.backup"), ...shares(2, 3, 4), "--json"])).out,
    );
    expect(told.forgotten).toBeGreaterThan(3);
    const old = JSON.parse(
      (
        await accord([
          "backup",
          "verify",
          "--data",
          join(folder, "monday.backup"),
          "--keys",
          join(folder, "old-keys.backup"),
          ...shares(2, 3, 4),
          "--json",
        ])
      ).out,
    );
    expect([old.forgotten, old.persons > told.persons]).toEqual([0, true]);
  }, 60_000);

  test("makes a node anew in another folder, which goes on under the same card and says where the partner is ahead", async () => {
    // The exchange of today is in no backup: its ledger's head is cosigned by the partner.
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    for (const { client } of [iom, wfp]) {
      expect(await follow(client, exchange, silent)).toMatchObject({ step: "done" });
    }
    const card = await iom.client.get<{ fingerprint: string }>("/api/card");
    await iom.serving.close();
    const root = join(folder, "restored");
    const run = await accord(["backup", "restore", root, ...parts("monday.backup"), ...shares(5, 4, 3)]);
    expect(run.code, run.err).toBe(0);
    expect(run.out).toContain("A partner may be ahead of this ledger");
    for (const name of ["accord.json", "keys.json", "root.key"]) {
      expect((await stat(join(root, name))).mode & 0o077).toBe(0);
    }
    const again = await accord(["backup", "restore", root, ...parts("monday.backup"), ...shares(5, 4, 3)]);
    expect(again.err).toContain("backup.folder_in_use");
    iom.serving = await serveNode(root, { logLevel: "silent" });
    iom.client = await connect(root);
    expect(await iom.client.get("/api/card")).toMatchObject(card);
    expect(await iom.client.post("/api/ledger/verify")).toMatchObject({ kind: "sound" });
    const next = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    expect(await follow(iom.client, next.exchange, silent)).toMatchObject({
      standing: { kind: "halted", code: "ledger.partner_ahead" },
    });

    // What docs/keys.md says to do then: another ledger key, and the partner's people confirm the card by hand.
    await iom.client.post("/api/keys/rotate", { purpose: "ledger", compromised: true });
    const { card: handed, fingerprint } = await iom.client.get<{ card: string; fingerprint: string }>(
      "/api/card",
    );
    await wfp.client.post("/api/partners", { card: handed, fingerprint });
    const last = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    expect(await follow(iom.client, last.exchange, silent)).toMatchObject({ step: "done" });
  }, 240_000);
});
