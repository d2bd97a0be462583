import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compress, contentSize, decompress } from "./zstandard.ts";

const MOST = 1_000_000;

describe("a compressed message", () => {
  test("unpacks to what it was, and says how large that is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.nat(40), async (bytes, times) => {
        const plain = Buffer.concat(Array.from({ length: times }, () => bytes));
        const packed = await compress(plain);
        expect(contentSize(packed)).toBe(plain.length);
        expect(await decompress(packed, MOST)).toEqual(plain);
      }),
    );
  });

  test("is refused before anything is unpacked where it would be too large", async () => {
    const bomb = await compress(new Uint8Array(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(decompress(bomb, MOST)).rejects.toThrow("too large");
  });

  test("is refused where it unpacks to more or less than it says", async () => {
    const bomb = Buffer.from(await compress(new Uint8Array(64 * 1024 * 1024)));
    const said = contentSize(bomb)!;
    const place = bomb.indexOf(Buffer.from(Uint32Array.of(said).buffer));
    for (const lie of [10, 1000, MOST]) {
      bomb.writeUInt32LE(lie, place);
      expect(contentSize(bomb)).toBe(lie);
      await expect(decompress(bomb, MOST)).rejects.toThrow();
    }
  });

  test("is refused where it is cut, has something after it, or is something else; the next one unpacks all the same", async () => {
    const plain = Buffer.from("Nyandeng ".repeat(500));
    const packed = Buffer.from(await compress(plain));
    for (const wrong of [
      packed.subarray(0, -1),
      packed.subarray(0, 5),
      Buffer.concat([packed, packed]),
      Buffer.from("nothing of the kind"),
      Buffer.alloc(0),
    ]) {
      await expect(decompress(wrong, MOST)).rejects.toThrow();
    }
    expect(await decompress(packed, MOST)).toEqual(plain);
  });
});
