import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { openArchive } from "./archive.ts";
import { bytesInMemory } from "./byte-source.ts";

const text = new TextEncoder().encode("minutiae ".repeat(50));
const zip = (): Uint8Array => zipSync({ "a/b.iso": text, "c.iso": [text, { level: 0 }] });
const open = (bytes: Uint8Array) => openArchive(bytesInMemory(bytes), "prints.zip");
const central = (bytes: Uint8Array): number => Buffer.from(bytes).indexOf("PK\x01\x02", "latin1");

describe("an archive", () => {
  it("gives its files by their names, packed or stored", async () => {
    const archive = await open(zip());
    expect(archive.entries.map(({ name }) => name)).toEqual(["a/b.iso", "c.iso"]);
    for (const entry of archive.entries) {
      expect(Buffer.from(await archive.unpack(entry, 1_000))).toEqual(Buffer.from(text));
    }
  });

  it("does not unpack more than was allowed", async () => {
    const archive = await open(zip());
    await expect(archive.unpack(archive.entries[0]!, 100)).rejects.toMatchObject({ code: "intake.archive" });
  });

  it("does not unpack a file that is larger or smaller than it claims", async () => {
    for (const claim of [10, 460]) {
      const bytes = zip();
      new DataView(bytes.buffer).setUint32(central(bytes) + 24, claim, true);
      const archive = await open(bytes);
      await expect(archive.unpack(archive.entries[0]!, 1_000)).rejects.toMatchObject({
        code: "intake.archive",
      });
    }
  });

  it("does not unpack a bomb", async () => {
    const archive = await open(zipSync({ "a.iso": new Uint8Array(20_000_000) }));
    await expect(archive.unpack(archive.entries[0]!, 1e9)).rejects.toMatchObject({
      code: "intake.archive",
      message: expect.stringContaining("times its size"),
    });
  });

  it("says so where a file is encrypted", async () => {
    const bytes = zip();
    new DataView(bytes.buffer).setUint16(central(bytes) + 8, 1, true);
    const archive = await open(bytes);
    await expect(archive.unpack(archive.entries[0]!, 1_000)).rejects.toMatchObject({
      message: expect.stringContaining("encrypted"),
    });
  });

  it("is refused, and never throws anything else, wherever it is cut or a byte of its directory is changed", async () => {
    const whole = zip();
    const attempt = async (bytes: Uint8Array): Promise<void> => {
      try {
        const archive = await open(bytes);
        for (const entry of archive.entries) await archive.unpack(entry, 1_000);
      } catch (error) {
        expect(error).toHaveProperty("code", "intake.archive");
      }
    };
    for (let length = 0; length < whole.length; length += 1) await attempt(whole.slice(0, length));
    for (let at = central(whole); at < whole.length; at += 1) {
      const bytes = whole.slice();
      bytes[at] = bytes[at]! ^ 0xff;
      await attempt(bytes);
    }
  });
});
