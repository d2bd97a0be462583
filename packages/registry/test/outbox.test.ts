import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acknowledgeOutbox,
  exchangesWithOutbox,
  markInbox,
  openStore,
  pendingOutbox,
  putOutbox,
  type Store,
  useNonce,
} from "../src/index.ts";
import { bothStores, type TestServer, testServer } from "./stores.ts";

const KEY = new Uint8Array(32).fill(7);
const AT = "2026-01-02T00:00:00Z";
const TEXT = "Nyakim Gatwech, in a message";
const message = { id: "o1", exchange: "x", partner: "WFP", body: Buffer.from(TEXT), createdAt: AT };

const server: TestServer | undefined = await testServer();
afterAll(() => server?.stop());

describe.each(bothStores(server, KEY))("messages between nodes, on $name", ({ name, open }) => {
  if (name === "PostgreSQL" && server === undefined) {
    it.skip("needs DATABASE_URL or PostgreSQL's binaries");
    return;
  }
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
  });
  afterAll(() => store.close());
  const keys = async () => {
    const found = await sql<{ owner: string }>`select owner from data_key`.execute(store.db);
    return found.rows.map(({ owner }) => owner);
  };

  it("wait in their order, once each, until they are acknowledged", async () => {
    await putOutbox(store, [message]);
    await putOutbox(store, [message, { ...message, id: "o2", body: Buffer.from("more") }]);
    const waiting = await pendingOutbox(store);
    expect(waiting.map((one) => [one.id, Buffer.from(one.body).toString()])).toEqual([
      ["o1", TEXT],
      ["o2", "more"],
    ]);
    await acknowledgeOutbox(store, "o1", AT);
    expect((await pendingOutbox(store, { exchange: "x" })).map((one) => one.id)).toEqual(["o2"]);
    expect(await exchangesWithOutbox(store)).toEqual(new Set(["x"]));
  });

  it("lie sealed, and their key is destroyed with the last that waits", async () => {
    const { rows } = await sql<{ body: Uint8Array }>`select body from outbox where id = 'o2'`.execute(
      store.db,
    );
    expect(Buffer.from(rows[0]!.body).includes("more")).toBe(false);
    expect(await keys()).toContain("outbox:x");
    await acknowledgeOutbox(store, "o2", AT);
    expect(await keys()).not.toContain("outbox:x");
    expect(await exchangesWithOutbox(store)).toEqual(new Set());
    await putOutbox(store, [{ ...message, id: "o3" }]);
    expect((await pendingOutbox(store)).map((one) => one.id)).toEqual(["o3"]);
    await acknowledgeOutbox(store, "o3", AT);
  });

  it("and nonces are each new once", async () => {
    const nonce = { keyId: "k", nonce: "n", expiresAt: "2026-01-03T00:00:00Z", now: AT };
    expect([await useNonce(store, nonce), await useNonce(store, nonce)]).toEqual([true, false]);
    const seen = { partner: "WFP", id: "m", at: AT };
    expect([await markInbox(store, seen), await markInbox(store, seen)]).toEqual([true, false]);
  });
});

it("messages of a store whose keys are sealed, or are other ones, are not to be had", async () => {
  const folder = mkdtempSync(join(tmpdir(), "accord-outbox-"));
  try {
    const first = await openStore({ kind: "embedded", folder }, { wrappingKey: KEY });
    await first.migrate();
    await putOutbox(first, [message]);
    await first.close();
    for (const [options, code] of [
      [{}, "keys.no_wrapping_key"],
      [{ wrappingKey: randomBytes(32) }, "keys.cannot_unseal"],
    ] as const) {
      const store = await openStore({ kind: "embedded", folder }, options);
      await expect(pendingOutbox(store)).rejects.toMatchObject({ code });
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
