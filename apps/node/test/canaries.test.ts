import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../src/api-client.ts";
import { CANARIES, canariesIn } from "../src/demo/canaries.ts";
import { follow } from "../src/demo/sharing.ts";
import { accord } from "./accord-command.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";

describe("persons and values that must not leave", () => {
  let agencies: Agencies;
  let exchange: string;
  /** What each agency sent, before it was sealed. */
  const sent: Record<string, string> = { iom: "", wfp: "" };

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 120,
      templates: false,
      canaries: true,
      serve: {
        onPlaintext: (to, bytes) => {
          sent[to === "wfp" ? "iom" : "wfp"] += Buffer.from(bytes).toString("utf8");
        },
      },
    });
    const agreement = await agreeOn(agencies);
    ({ exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement }));
    for (const { client } of [agencies.wfp, agencies.iom])
      expect(await follow(client, exchange, () => undefined)).toMatchObject({ step: "done" });
  }, 240_000);
  afterAll(() => agencies?.close());

  test.each([
    ["iom", "wfp"],
    ["wfp", "iom"],
  ] as const)("of %s are in no byte on the wire, nor in what %s exports and shows", async (id, partner) => {
    expect(sent[id]?.length).toBeGreaterThan(1000);
    const { client } = agencies[partner];
    let text = sent[id] + (await exported(client));
    for (const path of [
      `/api/exchanges/${exchange}`,
      `/api/exchanges/${exchange}/document?format=html`,
      "/api/ledger?limit=1000",
      "/api/agreements",
      "/api/status",
    ])
      text += JSON.stringify(await client.get(path));
    expect(canariesIn(text, id)).toEqual([]);
  });

  test.each(["iom", "wfp"] as const)(
    "of %s are in no error, ledger entry or report of its own",
    async (id) => {
      const { client } = agencies[id];
      let text = "";
      for (const path of [`/api/exchanges/${exchange}`, "/api/ledger?limit=1000"])
        text += JSON.stringify(await client.get(path));
      for (const token of CANARIES[id].flatMap(({ tokens }) => tokens)) {
        const error = await client
          .post("/api/persons/search", { identifier: token, purpose: token })
          .catch((refused: { message: string }) => `${refused.message} ${JSON.stringify(refused)}`);
        expect(error).toContain("api.request_malformed");
        text += error;
      }
      expect(canariesIn(text, id)).toEqual([]);
    },
  );

  test.each(["iom", "wfp"] as const)(
    "are found by the scanner where they are: in the own export of %s",
    async (id) => {
      const found = canariesIn(await exported(agencies[id].client), id);
      expect(found).toEqual(expect.arrayContaining(["outsideScope", "protected", "refused"]));
      // A restricted file is kept and not used: it is in no export, the own one neither.
      expect(found).not.toContain("restricted");
    },
  );

  test("are in no byte of a backup", async () => {
    const onNode = ["--node", agencies.iom.folder] as const;
    const [data, keys] = [join(agencies.root, "iom.backup"), join(agencies.root, "keys.backup")];
    const split = await accord([
      ...["keys", "split", "--shares", "3", "--needed", "2", "--into", join(agencies.root, "shares")],
      ...onNode,
    ]);
    expect(split.code, split.err).toBe(0);
    const run = await accord(["backup", "write", "--data", data, "--keys", keys, ...onNode]);
    expect(run.code, run.err).toBe(0);
    for (const file of [data, keys]) {
      const bytes = await readFile(file);
      expect(bytes.length, file).toBeGreaterThan(1000);
      expect(canariesIn(bytes.toString("latin1"), "iom"), file).toEqual([]);
    }
  });
});

async function exported(client: ApiClient): Promise<string> {
  let text = "";
  for await (const chunk of client.stream("/api/export?purpose=statistics")) text += chunk;
  return text;
}
