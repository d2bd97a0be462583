import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig } from "../config/config.ts";
import { nodeFolder } from "../config/folder.ts";
import { initNode } from "../init.ts";
import { openKeys } from "../keys/held-keys.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { pseudonym, sharedHashKey } from "../keys/pseudonym.ts";
import { cardFingerprint, isFingerprintOf, openCard, ownCard, signCard } from "./card.ts";

const CONFIG = JSON.stringify({
  agency: { id: "iom", name: "IOM", profile: "brave" },
  staff: { host: "127.0.0.1", port: 1 },
  exchange: { host: "127.0.0.1", port: 2, publicAddress: "https://localhost:2" },
});
const config = parseConfig(CONFIG, "accord.json", {});
let root: string;
let own: NodeKeys;
let other: NodeKeys;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-keys-"));
  const make = async (id: string) => {
    const folder = await initNode(join(root, id), {
      id,
      name: id,
      profile: "plain",
      staffPort: 1,
      exchangePort: 2,
    });
    return (await openKeys(folder, {})).keys;
  };
  own = await make("iom");
  other = await make("wfp");
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("a partner's card", () => {
  test("opens to what was signed, and its fingerprint is recognised however it is read out", async () => {
    const card = ownCard(config, own);
    const opened = await openCard(await signCard(card, own.signing.private));
    expect(opened).toEqual(card);
    expect(isFingerprintOf(opened, cardFingerprint(card).toLowerCase().replaceAll("-", " "))).toBe(true);
    expect(isFingerprintOf(opened, cardFingerprint(ownCard(config, other)))).toBe(false);
  });

  test("is refused where anything of it was changed", async () => {
    const text = await signCard(ownCard(config, own), own.signing.private);
    const [header = "", payload = "", signature = ""] = text.split(".");
    const changed = Buffer.from(
      Buffer.from(payload, "base64url").toString().replace("localhost:2", "localhost:3"),
    ).toString("base64url");
    await expect(openCard([header, changed, signature].join("."))).rejects.toMatchObject({
      code: "partner.card_invalid",
    });
    await expect(openCard("nothing of the kind")).rejects.toMatchObject({ code: "partner.card_invalid" });
  });
});

describe("a node's keys", () => {
  test("are readable by their owner alone, and refused where they are not", async () => {
    const path = join(root, "iom", "keys.json");
    expect((await stat(path)).mode & 0o077).toBe(0);
    await chmod(path, 0o644);
    await expect(openKeys(nodeFolder(join(root, "iom")), {})).rejects.toMatchObject({
      code: "keys.readable_by_others",
    });
    await chmod(path, 0o600);
  });

  test("are never written over", async () => {
    await expect(
      initNode(join(root, "iom"), { id: "iom", name: "x", profile: "plain", staffPort: 1, exchangePort: 2 }),
    ).rejects.toMatchObject({ code: "init.exists" });
  });

  test("make pseudonyms that differ by agreement, by kind and by node", () => {
    const of = (keys: NodeKeys, kind: "person" | "household", agreement: string) =>
      pseudonym(keys.pseudonym, kind, agreement, "1");
    const all = [
      of(own, "person", "a"),
      of(own, "person", "b"),
      of(own, "household", "a"),
      of(other, "person", "a"),
    ];
    expect(new Set(all).size).toBe(4);
    expect(of(own, "person", "a")).toBe(all[0]);
  });

  test("give two nodes the same hash key for an agreement, and another for another agreement", () => {
    const mine = sharedHashKey(own.hashing.private, other.hashing.public, "a");
    expect(sharedHashKey(other.hashing.private, own.hashing.public, "a")).toEqual(mine);
    expect(sharedHashKey(own.hashing.private, other.hashing.public, "b")).not.toEqual(mine);
  });
});

describe("a configuration", () => {
  test.each([
    ["not JSON", "{", "config.not_json", "accord.json"],
    ["without an agency", "{}", "config.invalid", "agency"],
    ["with a port out of range", CONFIG.replace('"port":1', '"port":99999'), "config.invalid", "staff.port"],
    [
      "with a plain address for partners",
      CONFIG.replace("https:", "http:"),
      "config.invalid",
      "exchange.publicAddress",
    ],
  ])("%s is refused and the field named", (_, text, code, names) => {
    let refused: unknown;
    try {
      parseConfig(text, "accord.json", {});
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code });
    const { message, where } = refused as { message: string; where: string };
    expect(`${message} ${where}`).toContain(names);
  });

  test("gives way to the environment", () => {
    const changed = parseConfig(CONFIG, "accord.json", {
      ACCORD_STAFF_PORT: "7",
      DATABASE_URL: "postgres://db/accord",
    });
    expect(changed).toMatchObject({ staff: { port: 7 }, databaseUrl: "postgres://db/accord" });
    expect(() => parseConfig(CONFIG, "accord.json", { DATABASE_URL: "mysql://db" })).toThrow(/databaseUrl/);
  });
});
