import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { follow } from "../src/demo/sharing.ts";
import { ACCORD, accord } from "./accord-command.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";

const silent = () => undefined;

interface Told {
  readonly kind: "serving" | "sealed";
  readonly staffAddress: string;
}

/** `accord serve` in a process of its own, and what it tells. */
class Served {
  readonly child: ChildProcess;
  readonly #told: Told[] = [];
  #wake: () => void = () => undefined;

  constructor(folder: string) {
    this.child = spawn(process.execPath, [ACCORD, "serve", "--json", "--node", folder], {
      env: { PATH: process.env.PATH ?? "", ACCORD_LOG_LEVEL: "error" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: this.child.stdout! }).on("line", (line) => {
      this.#told.push(JSON.parse(line) as Told);
      this.#wake();
    });
  }

  async next(): Promise<Told> {
    while (this.#told.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#told.shift()!;
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill("SIGTERM");
    await once(this.child, "exit");
  }
}

describe("the kill switch", () => {
  let agencies: Agencies;
  let agreement: string;
  let served: Served[] = [];
  let iom: string;
  const share = (number: number) => ["--share", join(agencies.root, "shares", `share-${number}-of-3.json`)];

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 60, templates: false });
    agreement = await agreeOn(agencies);
    iom = agencies.iom.folder;
    await Promise.all([agencies.iom.serving.close(), agencies.wfp.serving.close()]);
    const split = await accord([
      "keys",
      "split",
      "--shares",
      "3",
      "--needed",
      "2",
      "--into",
      join(agencies.root, "shares"),
      "--node",
      iom,
    ]);
    expect(split.code, split.err).toBe(0);
    served = [new Served(iom), new Served(agencies.wfp.folder)];
    expect(await served[0]!.next()).toMatchObject({ kind: "serving" });
    expect(await served[1]!.next()).toMatchObject({ kind: "serving" });
  }, 240_000);
  afterAll(async () => {
    await Promise.all(served.map((each) => each.end()));
    await rm(agencies.root, { recursive: true, force: true });
  });

  test("in a running exchange: everything is refused at once, and the exchange goes on when shares open the keys", async () => {
    const before = await connect(iom);
    const { exchange } = await before.post<{ exchange: string }>("/api/exchanges", { agreement });
    const run = await accord(["keys", "seal", "--reason", "the compound is entered", "--yes", "--node", iom]);
    expect(run.code, run.err).toBe(0);
    for (const path of ["/api/status", "/api/exchanges", "/api/card"]) {
      await expect(before.get(path), path).rejects.toThrow();
    }
    expect(await served[0]!.next()).toMatchObject({ kind: "sealed" });
    const { address, token } = JSON.parse(await readFile(join(iom, "running.json"), "utf8")) as {
      address: string;
      token: string;
    };
    for (const path of ["/api/status", "/api/exchanges", "/api/export", "/api/card"]) {
      const { statusCode, body } = await request(new URL(path, address), {
        headers: { authorization: `Bearer ${token}` },
      });
      expect([statusCode, ((await body.json()) as { code: string }).code], path).toEqual([
        503,
        "keys.sealed",
      ]);
    }
    const status = await accord(["keys", "status", "--node", iom]);
    expect(status.out).toContain("SEALED");
    expect(status.out).toContain("the compound is entered");
    expect(status.out).toContain("2 of 3 shares");

    // What lies on the disk opens with nothing that lies there.
    await expect(stat(join(iom, "root.key"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(JSON.parse(await readFile(join(iom, "keys.json"), "utf8"))).not.toHaveProperty("wrapped");
    const few = await accord(["keys", "reopen", ...share(1), ...share(1), "--node", iom]);
    expect(few.err).toContain("keys.too_few_shares");
    const administrators = await accord(
      ["keys", "reopen", "--administrators", "--node", iom],
      ["a", "password", "123456", "b", "password", "123456", ""].join("\n"),
    );
    expect(administrators.code).not.toBe(0);

    const reopened = await accord(["keys", "reopen", ...share(3), ...share(1), "--node", iom]);
    expect(reopened.code, reopened.err).toBe(0);
    expect(await served[0]!.next()).toMatchObject({ kind: "serving" });
    for (const folder of [iom, agencies.wfp.folder]) {
      const client = await connect(folder);
      expect(await follow(client, exchange, silent)).toMatchObject({ step: "done" });
      await client.close();
    }
    const ledger = await (await connect(iom)).get<{
      entries: { kind: string; key?: string; event?: string }[];
    }>("/api/ledger?limit=1000");
    const key = ledger.entries.filter((entry) => entry.kind === "key" && entry.key === "node");
    expect(key.map(({ event }) => event)).toEqual(["sealed", "reopened"]);
  }, 240_000);

  test("holds when the process is started anew, and the shares open it there", async () => {
    const run = await accord(["keys", "seal", "--reason", "again", "--yes", "--node", iom]);
    expect(run.code, run.err).toBe(0);
    expect(await served[0]!.next()).toMatchObject({ kind: "sealed" });
    await served[0]!.end();
    const copy = join(agencies.root, "copy");
    await cp(iom, copy, { recursive: true });
    served[0] = new Served(iom);
    expect(await served[0]!.next()).toMatchObject({ kind: "sealed" });
    for (const command of [
      ["ledger", "verify"],
      ["exchange", "status"],
      ["partner", "card"],
    ]) {
      const refused = await accord([...command, "--node", copy]);
      expect(refused.code, command[0]).not.toBe(0);
      expect(refused.err, command[0]).toContain("keys.sealed");
    }
    const reopened = await accord(["keys", "reopen", ...share(2), ...share(3), "--node", iom]);
    expect(reopened.code, reopened.err).toBe(0);
    expect(await served[0]!.next()).toMatchObject({ kind: "serving" });
  }, 240_000);
});
