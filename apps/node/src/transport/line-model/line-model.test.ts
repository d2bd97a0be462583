import { describe, expect, test } from "vitest";
import { carried, SATELLITE, WAYS } from "./index.ts";

/** A linear congruential generator (Knuth's MMIX constants), so that each run is the same. */
function drawn(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 11n) / 2 ** 53;
  };
}

describe("256 kbit/s, 800 ms there and back, one packet in twenty lost", () => {
  test("carries a flow of batches at 85% of the line's rate or more, counted in sealed bytes", async () => {
    const options = { ...SATELLITE, ...WAYS.asItDoes, messages: 160, sealedBytes: 300_000 };
    const { share, busy } = await carried({ ...options, random: drawn(1) });
    expect(share).toBeGreaterThan(0.85);
    expect(busy).toBeLessThanOrEqual(1);
  });

  test("would carry a quarter of that where one message at a time took one connection", async () => {
    const options = { ...SATELLITE, ...WAYS.oneByOne, messages: 8, sealedBytes: 300_000 };
    expect((await carried({ ...options, random: drawn(1) })).share).toBeLessThan(0.25);
  });

  test("comes to the same time whenever it is run", async () => {
    const once = () =>
      carried({ ...SATELLITE, ...WAYS.asItDoes, messages: 6, sealedBytes: 300_000, random: drawn(2) });
    expect(await once()).toEqual(await once());
  });
});

test("a line without loss or delay carries most of its rate, and never more than headers leave room for", async () => {
  const line = { ...SATELLITE, roundTripMilliseconds: 0.1, loss: 0 };
  const options = { ...line, ...WAYS.asItDoes, messages: 10, sealedBytes: 300_000, random: drawn(3) };
  const { share } = await carried(options);
  expect(share).toBeGreaterThan(0.8);
  expect(share).toBeLessThan(1448 / 1500);
});
