import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract, readImage, readTemplates, type Template, verify } from "@accord/fingerprint";
import { fingerprintTemplates } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePopulation } from "../src/demo/population-files.ts";
import { importFingerprints, importPersons } from "../src/demo/sharing.ts";
import { type Agency, agency } from "./agencies.ts";
import { syntheticImage } from "./synthetic-images.ts";
import { zipOf } from "./zip.ts";

const silent = () => undefined;

describe("images of fingers", () => {
  let root: string;
  let iom: Agency;
  let numbers: string[];
  let archive: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "accord-images-"));
    const files = await writePopulation(join(root, "files"), { people: 20, seed: 4 }, silent);
    iom = await agency(root, "iom", {});
    await importPersons(iom.client, files.iom.persons, "brave", silent);
    numbers = files.truth.iom.map(({ number }) => number);
    archive = join(root, "images.zip");
    await writeFile(
      archive,
      await zipOf({
        [`${numbers[0]}_2.png`]: syntheticImage(1, 1),
        [`${numbers[0]}_right-thumb.png`]: syntheticImage(2, 1),
        [`${numbers[1]}_2.png`]: syntheticImage(3, 1).subarray(0, 2000),
        [`${numbers[1]}_3.png`]: syntheticImage(3, 1),
        "BRV-000000000_2.png": syntheticImage(1, 2),
      }),
    );
  }, 240_000);
  afterAll(async () => {
    await iom?.serving.close();
    await rm(root, { recursive: true, force: true });
  });

  it("become templates of their persons; damaged ones and those of nobody are rejects", async () => {
    expect(await importFingerprints(iom.client, archive, silent)).toEqual({
      rows: 5,
      created: 3,
      updated: 0,
      unchanged: 0,
      rejected: 2,
      warnings: 0,
    });
    const kept: Template[] = [];
    for await (const { template } of fingerprintTemplates(iom.serving.node.store, { agency: "iom" }))
      kept.push(...readTemplates(template).templates);
    expect(kept.map(({ position }) => position).sort()).toEqual([1, 2, 3]);
    const [thumb, index] = kept.toSorted((a, b) => a.position - b.position);
    const otherTouch = extract(readImage(syntheticImage(1, 2))).template;
    expect(verify(otherTouch, index!).score).toBeGreaterThan(40);
    expect(verify(otherTouch, thumb!).score).toBeLessThan(40);
  }, 60_000);

  it("that are known are not extracted again, so that an import which was cut short goes on", async () => {
    expect(await importFingerprints(iom.client, archive, silent)).toMatchObject({
      created: 0,
      unchanged: 3,
      rejected: 2,
    });
  }, 60_000);
});
