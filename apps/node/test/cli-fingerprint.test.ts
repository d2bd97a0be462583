import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accord } from "./accord-command.ts";
import { syntheticImage } from "./synthetic-images.ts";

describe("fingerprints on the command line", () => {
  let folder: string;
  const image = (finger: number, touch: number) => join(folder, "images", `${finger}_${touch}.png`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "accord-prints-"));
    await mkdir(join(folder, "images"));
    for (const finger of [1, 2, 3])
      for (const touch of [1, 2]) await writeFile(image(finger, touch), syntheticImage(finger, touch));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const json = async (...words: string[]) => {
    const { out, err } = await accord(["fingerprint", ...words, "--json"]);
    expect(err.replaceAll(/^(reading|searching|comparing).*\n/gm, "")).toBe("");
    return JSON.parse(out);
  };

  it("extracts templates of any format from images, which then match their images", async () => {
    const { found } = await json("extract", join(folder, "images"), "--out", join(folder, "iso"));
    expect(found.map(({ file }: { file: string }) => file)).toEqual([
      "1_1.png",
      "1_2.png",
      "2_1.png",
      "2_2.png",
      "3_1.png",
      "3_2.png",
    ]);
    for (const { minutiae, quality } of found) {
      expect(minutiae).toBeGreaterThan(15);
      expect(quality).toBeGreaterThan(20);
    }
    const { comparisons } = await json("verify", image(1, 1), join(folder, "iso", "1_1.iso"));
    expect(comparisons[0].score).toBeGreaterThan(80);
    const again = await json(
      "extract",
      join(folder, "iso", "1_1.iso"),
      "--out",
      folder,
      "--format",
      "ansi-378-2004",
    );
    expect(again.found).toMatchObject([{ file: "1_1.iso", minutiae: found[0].minutiae }]);
    expect((await readFile(join(folder, "1_1.ansi"))).subarray(0, 3).toString()).toBe("FMR");
  });

  it("verifies two files, and says by its exit code whether they match", async () => {
    const same = await accord(["fingerprint", "verify", image(1, 1), image(1, 2)]);
    expect([same.code, same.out]).toEqual([0, expect.stringMatching(/^The same finger\.\nscore \d/)]);
    const other = await accord(["fingerprint", "verify", image(1, 1), image(2, 1)]);
    expect([other.code, other.out]).toEqual([4, expect.stringMatching(/^Not the same finger/)]);
  });

  it("verifies every pair of two folders", async () => {
    const { comparisons } = await json("verify", join(folder, "images"), join(folder, "images"));
    expect(comparisons).toHaveLength(36);
    const genuine = comparisons.filter(({ match }: { match: boolean }) => match);
    for (const { probe, reference } of genuine) expect(probe[0]).toBe(reference[0]);
    expect(genuine.length).toBe(12);
  });

  it("identifies a probe in a gallery", async () => {
    const { results, subjects } = await json("identify", image(2, 2), "--gallery", join(folder, "images"));
    expect(subjects).toBe(3);
    expect(results[0].candidates[0]).toMatchObject({ subject: "2" });
  });

  it("draws a template and a comparison", async () => {
    const one = join(folder, "one.svg");
    const two = join(folder, "two.svg");
    expect((await accord(["fingerprint", "show", image(1, 1), "--out", one])).code).toBe(0);
    expect((await accord(["fingerprint", "show", image(1, 1), image(1, 2), "--out", two])).code).toBe(0);
    expect(await readFile(one, "utf8")).toContain("data:image/png;base64,");
    expect(await readFile(two, "utf8")).toContain("compared with");
  });

  it("evaluates a folder; a damaged image is a failure to enrol and a false non-match", async () => {
    const whole = await json("evaluate", join(folder, "images"), "--det", join(folder, "det.svg"));
    expect(whole).toMatchObject({
      source: "images",
      fingers: 3,
      impressions: 6,
      failuresToEnrol: 0,
      fvc: { genuine: 3, impostor: 3 },
      allPairs: { genuine: 3, impostor: 12, eer: { value: 0, low: 0, high: 0 } },
    });
    expect(await readFile(join(folder, "det.svg"), "utf8")).toContain("<svg");
    const damaged = join(folder, "damaged");
    await mkdir(damaged);
    for (const [finger, touch] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ] as const) {
      const bytes = await readFile(image(finger, touch));
      await writeFile(
        join(damaged, `${finger}_${touch}.png`),
        touch === 2 && finger === 1 ? bytes.subarray(0, 900) : bytes,
      );
    }
    await writeFile(join(damaged, "read_me.txt"), "not a fingerprint");
    const { code, out, err } = await accord(["fingerprint", "evaluate", damaged]);
    expect(code).toBe(0);
    expect(err).toMatch(/^1_2\.png: .*failure to enrol/m);
    expect(out).toMatch(/4 impressions of 2 fingers \(images\), 1 failures to enrol/);
    expect(out).toMatch(/EER +50\.00|ZeroFMR +50\.00/);
  });

  it("says what is wrong with a file or a folder, and what to do", async () => {
    const nothing = join(folder, "nothing");
    await mkdir(nothing);
    expect((await accord(["fingerprint", "evaluate", nothing])).err).toMatch(/fingerprint\.no_files/);
    const text = join(folder, "text.png");
    await writeFile(text, "no picture");
    const { code, err } = await accord(["fingerprint", "show", text, "--out", join(folder, "x.svg")]);
    expect(code).toBe(1);
    expect(err).toMatch(/fingerprint\.image\.format.*\n {2}where: .*text\.png\n {2}remedy: /);
    expect((await accord(["fingerprint", "verify", text, "no-such-file"])).code).not.toBe(0);
    expect((await accord(["fingerprint", "evaluate", folder, "--dpi", "7"])).code).toBe(2);
  });
});
