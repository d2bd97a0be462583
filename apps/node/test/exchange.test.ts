import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareWithTruth } from "../src/demo/compare-with-truth.ts";
import { type Followed, follow } from "../src/demo/sharing.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";

describe("two nodes under an agreement", () => {
  let agencies: Agencies;
  let exchange: string;
  let outcome: Followed;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 600 });
    const agreement = await agreeOn(agencies);
    ({ exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement }));
    outcome = await follow(agencies.wfp.client, exchange, () => undefined);
  });
  afterAll(() => agencies?.close());

  test("carry an exchange to its end over mutual TLS", () => {
    expect(outcome).toMatchObject({ step: "done", standing: { kind: "running" } });
  });

  test("come to one report", async () => {
    const theirs = await follow(agencies.iom.client, exchange, () => undefined);
    expect(theirs.sides).toEqual(outcome.sides);
  });

  test("find who is the same person", async () => {
    const truth = await compareWithTruth(exchange, agencies.files.truth, {
      matcher: "wfp",
      iom: agencies.iom.client,
      wfp: agencies.wfp.client,
    });
    expect(truth.links.all.precision).toBeGreaterThan(0.98);
    expect(truth.links.all.recall).toBeGreaterThan(0.9);
  });
});
