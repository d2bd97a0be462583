import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TRANSPORT_LIMITS } from "../limits.ts";
import { chunksOf } from "./chunk-place.ts";
import { ChunkedUpload, Lanes, type SendChunk } from "./chunked-upload.ts";
import { ReceivedChunks } from "./received-chunks.ts";

const SIZE = 5 * TRANSPORT_LIMITS.chunkBytes + 17;

/** Puts chunks into what the partner received; `fails` says which attempt, counted from 0, is cut. */
function lineTo(received: ReceivedChunks, fails: (attempt: number) => boolean = () => false) {
  const line = { attempts: 0, most: 0, bytes: 0 };
  let underWay = 0;
  const send: SendChunk = async ({ digest, bytes }, index, chunk) => {
    const attempt = line.attempts++;
    line.most = Math.max(line.most, ++underWay);
    await Promise.resolve();
    underWay -= 1;
    if (fails(attempt)) return { kind: "failed", reason: "cut" };
    line.bytes += chunk.length;
    received.take("wfp", digest, bytes, index, chunk);
    return { kind: "taken" };
  };
  return { line, send };
}

describe("a message in chunks", () => {
  test("comes whole wherever the line is cut, and what was taken before a cut does not travel again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SIZE }), fc.array(fc.nat(20)), async (size, cuts) => {
        const received = new ReceivedChunks();
        const upload = new ChunkedUpload(randomBytes(size));
        const { line, send } = lineTo(received, (attempt) => cuts.includes(attempt));
        for (let tries = 0; (await upload.bring(new Lanes(2), send)) !== undefined; tries++)
          expect(tries).toBeLessThan(30);
        const whole = received.whole("wfp", upload.digest);
        expect("bytes" in whole && whole.bytes.equals(upload.sealed)).toBe(true);
        expect(line.bytes).toBe(size);
      }),
      { numRuns: 50 },
    );
  });

  test("is asked for again by its missing chunks alone where the partner lost some", async () => {
    const received = new ReceivedChunks();
    const upload = new ChunkedUpload(randomBytes(SIZE));
    const { line, send } = lineTo(received);
    await upload.bring(new Lanes(), send);
    received.letGo("wfp", upload.digest);
    expect(received.whole("wfp", upload.digest)).toEqual({ missing: "all" });
    const before = line.attempts;
    upload.missing([1, 3]);
    await upload.bring(new Lanes(), send);
    expect(line.attempts - before).toBe(2);
    expect(received.whole("wfp", upload.digest)).toEqual({ missing: [0, 2, 4, 5] });
  });

  test("has so many chunks under way at once as there are lanes, whatever the number of messages", async () => {
    const received = new ReceivedChunks();
    const lanes = new Lanes(3);
    const { line, send } = lineTo(received);
    const uploads = [1, 2, 3].map(() => new ChunkedUpload(randomBytes(SIZE)));
    await Promise.all(uploads.map((upload) => upload.bring(lanes, send)));
    expect(line.most).toBe(3);
    expect(line.attempts).toBe(3 * chunksOf(SIZE));
  });
});

describe("chunks that came", () => {
  test("are of the partner who sent them alone", () => {
    const received = new ReceivedChunks();
    const { sealed, digest } = new ChunkedUpload(randomBytes(100));
    received.take("wfp", digest, 100, 0, sealed);
    expect(received.whole("iom", digest)).toEqual({ missing: "all" });
  });

  test("are refused where they are not of the message that they name", () => {
    const received = new ReceivedChunks();
    const { digest } = new ChunkedUpload(randomBytes(100));
    received.take("wfp", digest, 100, 0, randomBytes(100));
    expect(() => received.whole("wfp", digest)).toThrow(
      expect.objectContaining({ code: "transport.digest_mismatch" }),
    );
    expect(received.whole("wfp", digest)).toEqual({ missing: "all" });
  });

  test.each([
    ["a size beyond the limit", TRANSPORT_LIMITS.messageBytes + 1, 0, 10],
    ["a size that is no number", Number.NaN, 0, 10],
    ["a place beyond the end", 100, 1, 10],
    ["a place that is no number", 100, Number.NaN, 100],
    ["fewer bytes than its place has", 100, 0, 99],
  ])("are refused with %s", (_, bytes, index, length) => {
    const received = new ReceivedChunks();
    const { digest } = new ChunkedUpload(randomBytes(100));
    expect(() => received.take("wfp", digest, bytes, index, randomBytes(length))).toThrow(
      expect.objectContaining({ code: "transport.chunk_misplaced" }),
    );
  });

  test("take no more memory than is set, however many messages a partner begins", () => {
    const received = new ReceivedChunks();
    const digests = Array.from({ length: 40 }, () => new ChunkedUpload(randomBytes(100)).digest);
    for (const digest of digests)
      received.take(
        "wfp",
        digest,
        TRANSPORT_LIMITS.messageBytes,
        0,
        randomBytes(TRANSPORT_LIMITS.chunkBytes),
      );
    const kept = digests.filter((digest) => {
      const whole = received.whole("wfp", digest);
      return "missing" in whole && whole.missing !== "all";
    });
    expect(kept).toEqual(digests.slice(-TRANSPORT_LIMITS.partialBytes / TRANSPORT_LIMITS.messageBytes));
  });
});
