import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeysStatus } from "../src/api/keys.ts";
import { follow } from "../src/demo/sharing.ts";
import type { Purpose } from "../src/keys/ring/ring.ts";
import { serveNode } from "../src/serve.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

const silent = () => undefined;

describe("a node's keys", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 60, templates: false });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
  }, 240_000);
  afterAll(() => agencies?.close());

  const exchanged = async () => {
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    return Promise.all([iom, wfp].map(({ client }) => follow(client, exchange, silent)));
  };
  const rotate = (agency: Agency, purpose: Purpose) =>
    agency.client.post<KeysStatus>("/api/keys/rotate", { purpose });
  const currentOf = (status: KeysStatus, purpose: Purpose) =>
    status.keys.filter((key) => key.purpose === purpose && key.state === "current").map(({ id }) => id);

  test("lie encrypted in a file that its owner alone can read, under a root key in another", async () => {
    for (const file of ["keys.json", "root.key"]) {
      expect((await stat(join(iom.folder, file))).mode & 0o077).toBe(0);
    }
    const text = await readFile(join(iom.folder, "keys.json"), "utf8");
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(["ring", "version", "wrapped"]);
    expect(text).not.toContain("PRIVATE KEY");
  });

  test("rotate one by one, and the agreement signed before and exchanges go on with the new ones", async () => {
    expect((await exchanged())[0]).toMatchObject({ step: "done" });
    const purposes: Purpose[] = ["encryption", "tls", "signing", "ledger", "witness", "wrapping", "hashing"];
    for (const purpose of purposes) {
      const before = await iom.client.get<KeysStatus>("/api/keys");
      const after = await rotate(iom, purpose);
      expect(after.rotation, purpose).toBeUndefined();
      const changed = currentOf(after, purpose);
      expect(changed.length, purpose).toBe(currentOf(before, purpose).length);
      for (const id of currentOf(before, purpose)) {
        expect(changed).not.toContain(id);
        const state = after.keys.find((key) => key.id === id)?.state;
        expect(state, purpose).toBe(purpose === "wrapping" ? "retired" : "retiring");
      }
      expect(after.dataKeys.wrapped).toBe(after.dataKeys.total);
    }
    for (const outcome of await exchanged()) {
      expect(outcome).toMatchObject({ step: "done", standing: { kind: "running" } });
    }
    for (const { client } of [iom, wfp]) {
      const verdict = await client.post<{ kind: string; cosigned: { agrees: boolean }[] }>(
        "/api/ledger/verify",
      );
      expect(verdict).toMatchObject({ kind: "sound", cosigned: [{ agrees: true }] });
    }
    // The partner knows the node by its new card, without anybody having confirmed it by hand.
    const { fingerprint } = await iom.client.get<{ fingerprint: string }>("/api/card");
    const partners = await wfp.client.get<{ id: string; fingerprint: string }[]>("/api/partners");
    expect(partners).toMatchObject([{ id: "iom", fingerprint }]);
  }, 240_000);

  test("each rotation stands in both ledgers, by public identifiers alone", async () => {
    const keysIn = async (agency: Agency) =>
      (
        await agency.client.get<{ entries: { kind: string; key?: string; event?: string }[] }>(
          "/api/ledger?limit=1000",
        )
      ).entries
        .filter(({ kind, event }) => kind === "key" && event === "rotated")
        .map(({ key }) => key);
    expect((await keysIn(iom)).sort()).toEqual(
      ["encryption", "hashing", "ledger", "signing", "tls", "witness", "wrapping"].sort(),
    );
    expect(new Set(await keysIn(wfp))).toEqual(
      new Set([
        "partner-encryption",
        "partner-hashing",
        "partner-ledger",
        "partner-signing",
        "partner-tls",
        "partner-witness",
      ]),
    );
  });

  test("whose partner is not reached wait, go on after a restart, and the old ones serve until then", async () => {
    await wfp.serving.close();
    const waiting = await rotate(iom, "encryption");
    expect(waiting.rotation).toMatchObject({ purpose: "encryption", waiting: ["wfp"], told: [] });
    await expect(rotate(iom, "signing")).rejects.toMatchObject({ code: "keys.rotation_running" });
    await iom.serving.close();
    wfp.serving = await serveNode(wfp.folder, { logLevel: "silent" });
    iom.serving = await serveNode(iom.folder, { logLevel: "silent" });
    const { connect } = await import("../src/api-client.ts");
    iom.client = await connect(iom.folder);
    wfp.client = await connect(wfp.folder);
    const done = await iom.client.post<KeysStatus>("/api/keys/rotate/resume", {});
    expect(done.rotation).toBeUndefined();
    expect(currentOf(done, "encryption")).not.toEqual(currentOf(waiting, "encryption"));
    for (const outcome of await exchanged()) expect(outcome).toMatchObject({ step: "done" });
  }, 240_000);

  test("are destroyed once their overlap has ended, and what was signed before still counts", async () => {
    await iom.serving.close();
    const later = () => Date.now() + 15 * 86_400_000;
    iom.serving = await serveNode(iom.folder, { logLevel: "silent", nowMilliseconds: later });
    const { retireKeys } = await import("../src/keys/rotate.ts");
    await retireKeys(iom.serving.node);
    const { connect } = await import("../src/api-client.ts");
    iom.client = await connect(iom.folder);
    const { keys } = await iom.client.get<KeysStatus>("/api/keys");
    expect(keys.filter(({ state }) => state === "retiring")).toEqual([]);
    expect(
      iom.serving.node.keys.ring.signing.filter((key) => key.state !== "current" && key.d !== undefined),
    ).toEqual([]);
    const agreements =
      await iom.client.get<{ digest: string; force: { inForce: boolean } }[]>("/api/agreements");
    expect(agreements.find(({ digest }) => digest === agreement)).toMatchObject({ inForce: true });
  }, 120_000);
});
