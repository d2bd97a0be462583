import type { Message } from "@accord/exchange";
import { stagedRecords } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { type Followed, follow } from "../src/demo/sharing.ts";
import { serveNode } from "../src/serve.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";
import { hello, letterTo, post } from "./letter.ts";

describe("an agreement that one party revokes", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 120, templates: false });
    ({ iom, wfp } = agencies);
  });
  afterAll(() => agencies?.close());

  test("grants nothing from that moment, at both nodes", async () => {
    const agreement = await agreeOn(agencies);
    for (const each of [iom, wfp]) expect(await standing(each, agreement)).toMatchObject({ inForce: true });

    const { sentToPartner } = await revoke(iom, agreement);
    expect(sentToPartner).toBe(true);
    for (const each of [iom, wfp]) {
      expect(await standing(each, agreement)).toMatchObject({
        inForce: false,
        reason: expect.stringContaining("revoked"),
      });
      await expect(each.client.post("/api/exchanges", { agreement })).rejects.toMatchObject({
        code: "exchange.not_in_force",
      });
      expect(await each.client.get("/api/exchanges")).toEqual([]);
    }
  });

  test("is refused to a partner who proposes all the same", async () => {
    const agreement = await agreeOn(agencies);
    await revoke(wfp, agreement);
    const { keys } = iom.serving.node;
    const answer = await post(
      wfp,
      await letterTo(wfp, keys, hello({ from: "iom", to: "wfp" }, agreement)),
      keys,
    );
    expect(answer).toMatchObject({ status: 403, code: "agreement.revoked" });
    expect(answer.remedy).toBeTruthy();
  });

  test("is not revoked by who is no party, nor by a revocation that was changed", async () => {
    const agreement = await agreeOn(agencies);
    const other = await agreeOn(agencies);
    const { signed } = await revokedText(iom, other);
    const { keys } = iom.serving.node;
    for (const content of [
      { agreement, event: signed },
      { agreement, event: "{}" },
    ]) {
      const answer = await post(
        wfp,
        await letterTo(wfp, keys, content, { path: "/agreements/events" }),
        keys,
      );
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.code).toBeTruthy();
      expect(await standing(wfp, agreement)).toMatchObject({ inForce: true });
    }
    await revoke(iom, agreement);
  });

  test.each([
    ["revoked", "revoke"],
    ["suspended", "suspend"],
  ])(
    "and one that is %s halts an exchange that runs, on both sides, and nothing that comes after is kept",
    async (state, what) => {
      const agreement = await agreeOn(agencies);
      const { client } = iom.serving.node;
      const deliver = client.deliver.bind(client);
      client.deliver = async (card, letter, suite) => {
        if (isMatchBatch(letter)) await say(wfp, agreement, what);
        return deliver(card, letter, suite);
      };
      const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
      const outcomes = await Promise.all(
        [iom, wfp].map((each) => follow(each.client, exchange, () => undefined)),
      );
      client.deliver = deliver;
      for (const { standing: halted } of outcomes as Followed[]) {
        expect(halted).toMatchObject({
          kind: "halted",
          code: `agreement.${state}`,
          reason: expect.stringContaining(state),
          remedy: expect.any(String),
        });
      }
      expect(await staged(wfp, exchange)).toEqual([]);
      const { entries } = await wfp.client.get<{ entries: { kind: string; exchange?: string }[] }>(
        "/api/ledger?limit=1000",
      );
      const kinds = entries.filter((entry) => entry.exchange === exchange).map(({ kind }) => kind);
      expect(kinds).not.toContain("receipt");
    },
  );

  test("is not in force for a partner who was away, who learns it with the first word", async () => {
    const agreement = await agreeOn(agencies);
    await iom.serving.close();
    expect(await revoke(wfp, agreement)).toMatchObject({ sentToPartner: false });
    await expect(wfp.client.post("/api/exchanges", { agreement })).rejects.toMatchObject({
      code: "exchange.not_in_force",
    });
    iom.serving = await serveNode(iom.folder, { logLevel: "silent" });
    iom.client = await connect(iom.folder);
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    expect(await follow(iom.client, exchange, () => undefined)).toMatchObject({
      standing: { kind: "halted", code: "agreement.revoked" },
      sides: { iom: { disclosed: {} } },
    });
  });
});

const isMatchBatch = ({ body }: Message): boolean => body.kind === "batch" && body.flow === "match";

const say = ({ client }: Agency, agreement: string, what: string): Promise<{ sentToPartner: boolean }> =>
  client.post(`/api/agreements/${agreement}/${what}`, { reason: "The purpose has ended." });
const revoke = (agency: Agency, agreement: string) => say(agency, agreement, "revoke");

async function standing({ client }: Agency, agreement: string): Promise<unknown> {
  return (await client.get<{ standing: unknown }>(`/api/agreements/${agreement}`)).standing;
}

/** Revokes an agreement and gives the text of the revocation as it was sent. */
async function revokedText(agency: Agency, agreement: string): Promise<{ signed: string }> {
  const { client } = agency.serving.node;
  const send = client.send.bind(client);
  let signed = "";
  client.send = (card, path, document) => {
    if (path === "/agreements/events") signed = (document as { event: string }).event;
    return send(card, path, document);
  };
  await revoke(agency, agreement);
  client.send = send;
  return { signed };
}

async function staged({ serving }: Agency, exchange: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const record of stagedRecords(serving.node.store, {
    exchange,
    tier: "match",
    direction: "received",
  }))
    records.push(record);
  return records;
}
