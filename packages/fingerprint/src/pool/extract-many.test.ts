import { describe, expect, it } from "vitest";
import { ridgePicture } from "../../test/ridge-picture.ts";
import { extract } from "../extract/extract.ts";
import { writePng } from "../image/write-png.ts";
import { extractMany } from "./extract-many.ts";

const IMAGES = Array.from({ length: 9 }, (_, index) =>
  ridgePicture(160, 150, [{ x: 60 + 5 * index, y: 70, turn: 1 }]),
);

describe("extraction over worker threads", () => {
  it("gives what extraction one by one gives, in order, whether from pixels or from files", async () => {
    const progress: number[] = [];
    const found = await extractMany(
      IMAGES.map((image, index) => ({ image: index % 2 === 0 ? image : writePng(image), position: index })),
      { workers: 2, onProgress: (done) => progress.push(done) },
    );
    expect(found).toEqual(
      IMAGES.map((image, position) => ({ kind: "extracted", extraction: extract(image, { position }) })),
    );
    expect(progress.at(-1)).toBe(9);
    expect(IMAGES[0]!.pixels).toHaveLength(160 * 150);
  });

  it("a file that is no picture fails alone", async () => {
    const [first, second] = await extractMany([{ image: new Uint8Array(40) }, { image: IMAGES[0]! }]);
    expect(first).toMatchObject({ kind: "failed", code: "fingerprint.image.format" });
    expect(second).toMatchObject({ kind: "extracted" });
  });

  it("stops with the signal's reason", async () => {
    const control = new AbortController();
    const reason = new Error("enough");
    const pictures = { length: 1000, at: (index: number) => ({ image: IMAGES[index % 9]! }) };
    const run = extractMany(pictures, {
      workers: 1,
      signal: control.signal,
      onProgress: () => control.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
    await expect(extractMany(pictures, { signal: control.signal })).rejects.toBe(reason);
  });
});
