import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { openStore, type Store } from "../src/index.ts";

export interface TestServer {
  /** A new, empty database of the server; owned by the server's superuser, by a user who may only create roles, or by one who may not even that. */
  newDatabase(owner?: "superuser" | "plain" | "bare"): Promise<string>;
  /** The server's own files, where they can be read from here. */
  readonly files: string | undefined;
  stop(): Promise<void>;
}

/**
 * PostgreSQL for the conformance tests: the one of DATABASE_URL, else a temporary server from installed binaries;
 * undefined where there is neither.
 */
export async function testServer(): Promise<TestServer | undefined> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== "") return serverAt(url, undefined, async () => undefined);
  return serverWithFiles();
}

/** A server of the test's own, whose files it can read whatever DATABASE_URL names; undefined where none is installed. */
export async function serverWithFiles(): Promise<TestServer | undefined> {
  const binaries = installedBinaries();
  return binaries === undefined ? undefined : temporaryServer(binaries);
}

/** The store's two kinds, each opened empty under `wrappingKey`; for the second there must be a server. */
export function bothStores(
  server: TestServer | undefined,
  wrappingKey: Uint8Array,
): readonly { readonly name: "PGlite" | "PostgreSQL"; readonly open: () => Promise<Store> }[] {
  return [
    { name: "PGlite", open: () => openStore({ kind: "memory" }, { wrappingKey }) },
    {
      name: "PostgreSQL",
      open: async () => openStore({ kind: "postgres", url: await server!.newDatabase() }, { wrappingKey }),
    },
  ];
}

let made = 0;

function serverAt(url: string, files: string | undefined, stop: () => Promise<void>): TestServer {
  const databases: string[] = [];
  const users: string[] = [];
  async function asOwner(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
  return {
    files,
    async newDatabase(owner = "superuser") {
      const name = `accord_test_${process.pid}_${++made}`;
      databases.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      if (owner !== "superuser") {
        const password = randomBytes(16).toString("hex");
        users.push(name);
        await asOwner(
          `create role ${name} login ${owner === "plain" ? "createrole" : ""} password '${password}'`,
        );
        [address.username, address.password] = [name, password];
      }
      await asOwner(`create database ${name}${owner === "superuser" ? "" : ` owner ${name}`}`);
      return address.href;
    },
    async stop() {
      for (const name of databases) await asOwner(`drop database if exists ${name} with (force)`);
      for (const name of users) await asOwner(`drop role if exists ${name}`);
      await stop();
    },
  };
}

function installedBinaries(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort() : [];
  return versions
    .map((version) => join(root, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
}

async function temporaryServer(binaries: string): Promise<TestServer | undefined> {
  // PostgreSQL refuses to run as root: there it runs as `postgres`, if there is such a user.
  const user = process.getuid?.() === 0 ? idsOf("postgres") : {};
  if (user === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "accord-pg-"));
  chmodSync(folder, 0o700);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder, stdio: "ignore" as const };
  execFileSync(join(binaries, "initdb"), ["-D", data, "-U", "accord", "-A", "trust", "--no-sync"], options);
  const port = 20_000 + (process.pid % 20_000);
  const settings = ["-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const server = spawn(join(binaries, "postgres"), ["-D", data, ...settings], options);
  const url = `postgres://accord@127.0.0.1:${port}/postgres`;
  await answering(url);
  return serverAt(url, data, async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
}

function idsOf(name: string): { uid?: number; gid?: number } | undefined {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt >= 100) throw error;
      await delay(100);
    }
  }
}
