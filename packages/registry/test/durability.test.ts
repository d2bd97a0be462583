import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRegistry, openStore, type Store } from "../src/index.ts";
import { register, registration, testContext } from "./world.ts";

const KEY = new Uint8Array(32).fill(7);
const CHILD = join(import.meta.dirname, "write-until-killed.mjs");

describe("a store in a folder", () => {
  let folder: string;
  let child: ChildProcess | undefined;
  const stores: Store[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "accord-registry-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    child = undefined;
    for (const store of stores.splice(0)) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(): Promise<Store> {
    const store = await openStore({ kind: "embedded", folder }, { wrappingKey: KEY });
    stores.push(store);
    await store.migrate();
    return store;
  }

  /** Lines that the child writes, each a count of persons that it committed. */
  async function* committed(): AsyncGenerator<number> {
    child = spawn(process.execPath, [CHILD, folder], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout! })) yield Number(line);
  }

  it("keeps everything that was committed when its process is killed in the middle of a write", async () => {
    let counted = 0;
    for (let kills = 0; kills < 2; kills++) {
      for await (const persons of committed()) {
        counted = persons;
        if (persons >= 300 * (kills + 1)) break;
      }
      child!.kill("SIGKILL");
      if (child!.exitCode === null && child!.signalCode === null) await once(child!, "exit");
    }
    const store = await open();
    const { persons } = await countRegistry(store, { agency: "IOM" });
    expect(counted).toBeGreaterThanOrEqual(600);
    expect(persons).toBeGreaterThanOrEqual(counted);
    expect(persons % 100).toBe(0);
    await register(store, testContext("IOM"), registration("after"));
    expect(await countRegistry(store, { agency: "IOM" })).toMatchObject({ persons: persons + 1 });
  });

  it("is refused to a second opener while it is held, in this process and from another, and free after", async () => {
    const store = await open();
    await expect(openStore({ kind: "embedded", folder })).rejects.toMatchObject({ code: "store.in_use" });
    await store.close();
    stores.length = 0;
    for await (const _persons of committed()) break;
    await expect(openStore({ kind: "embedded", folder })).rejects.toMatchObject({ code: "store.in_use" });
  });

  it("says so when the store is used from inside its own transaction, instead of waiting for itself", async () => {
    const store = await open();
    await expect(store.transaction(() => countRegistry(store, { agency: "IOM" }))).rejects.toMatchObject({
      code: "store.outside_transaction",
    });
    expect(await countRegistry(store, { agency: "IOM" })).toMatchObject({ persons: 0 });
  });
});
