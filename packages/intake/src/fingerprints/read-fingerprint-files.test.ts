import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { templateOf, writeTemplates } from "@accord/fingerprint";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { all, temporaryFile, temporaryFolder } from "../../test/temporary-file.ts";
import type { FingerprintOutcome } from "./fingerprint-file.ts";
import { readFingerprintFiles } from "./read-fingerprint-files.ts";

const PATTERN = "{identifier}_{position}.iso";
const finger = (position: number, quality = 70) =>
  templateOf({ position, width: 300, height: 400, resolution: 197, quality }, [
    { x: 10, y: 20, angle: 64, kind: 1 },
    { x: 110, y: 120, angle: 128, kind: 2 },
  ]);
const record = (...positions: number[]): Uint8Array =>
  writeTemplates(positions.map((position) => finger(position)));

const inFolder = (files: Record<string, Uint8Array>, pattern = PATTERN): Promise<FingerprintOutcome[]> =>
  all(readFingerprintFiles(temporaryFolder(files), pattern));
const inArchive = (files: Record<string, Uint8Array>, pattern = PATTERN): Promise<FingerprintOutcome[]> =>
  all(readFingerprintFiles(temporaryFile("prints.zip", zipSync(files)), pattern));

describe("template files", () => {
  it("are the same from a folder and from an archive", async () => {
    const files = { "site/BRV-1_1.iso": record(1), "site/BRV-1_6.iso": record(6) };
    const outcomes = await inFolder(files);
    expect(outcomes).toEqual(await inArchive(files));
    expect(outcomes[0]).toEqual({
      kind: "template",
      template: {
        file: "site/BRV-1_1.iso",
        identifier: "BRV-1",
        position: 1,
        impression: 1,
        quality: 70,
        minutiae: 2,
        template: record(1),
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it("of every record format are read, and kept as ISO/IEC 19794-2:2005", async () => {
    for (const format of [
      "iso-19794-2-2011",
      "ansi-378-2004",
      "ansi-378-2009",
      "ansi-378-2009-am1",
    ] as const) {
      const [outcome] = await inFolder({ "P1_6.iso": writeTemplates([finger(6)], format) });
      expect(outcome).toMatchObject({ template: { position: 6, quality: 70, template: record(6) } });
    }
  });

  it("take the finger from the name where the record does not know it, and write it into the record", async () => {
    const [outcome] = await inFolder({ "P1_left-thumb.iso": record(0) });
    expect(outcome).toMatchObject({ template: { position: 6, template: record(6) } });
  });

  it("take the finger from the record where the name does not say it", async () => {
    expect(await inFolder({ "P1.iso": record(7) }, "{identifier}.iso")).toMatchObject([
      { template: { position: 7 } },
    ]);
  });

  it("are rejected where name and record speak of two fingers", async () => {
    expect(await inFolder({ "P1_2.iso": record(1) })).toMatchObject([
      { kind: "reject", file: "P1_2.iso", problem: "the name says finger 2, the record says finger 1" },
    ]);
  });

  it("give one template for each view of a record", async () => {
    const outcomes = await inFolder({ "P1.iso": record(1, 6, 1) }, "{identifier}.iso");
    expect(
      outcomes.map(
        (outcome) => outcome.kind === "template" && [outcome.template.position, outcome.template.impression],
      ),
    ).toEqual([
      [1, 1],
      [6, 1],
      [1, 2],
    ]);
  });

  it("are rejected where their lengths lie, or they are cut, empty or no record", async () => {
    const lying = record(1);
    new DataView(lying.buffer, lying.byteOffset).setUint32(8, 5_000);
    const tooManyMinutiae = record(1);
    tooManyMinutiae[27] = 200;
    const outcomes = await inFolder({
      "a_1.iso": lying,
      "b_1.iso": tooManyMinutiae,
      "c_1.iso": record(1).subarray(0, 30),
      "d_1.iso": new Uint8Array(),
      "e_1.iso": new TextEncoder().encode("a,b,c"),
      "f_1.iso": record(1),
    });
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "reject",
      "reject",
      "reject",
      "reject",
      "reject",
      "template",
    ]);
    for (const outcome of outcomes) if (outcome.kind === "reject") expect(outcome.remedy).not.toBe("");
  });

  it("are rejected where the name leads out of the archive, and nothing is written anywhere", async () => {
    const names = ["../P1_1.iso", "a/../../P2_1.iso", "/P3_1.iso", "C:P4_1.iso", "a\\P5_1.iso"];
    const outcomes = await inArchive(Object.fromEntries(names.map((name) => [name, record(1)])));
    expect(outcomes.map(({ kind }) => kind)).toEqual(names.map(() => "reject"));
    expect(outcomes[0]).toMatchObject({ problem: "the name leads out of the archive" });
  });

  it("are rejected where they are too large for a template, packed or not", async () => {
    const files = { "P1_1.iso": new Uint8Array(70_000) };
    expect(await inFolder(files)).toMatchObject([{ kind: "reject" }]);
    expect(await inArchive(files)).toMatchObject([{ kind: "reject" }]);
  });

  it("are rejected where the name does not fit the pattern, or the same impression comes again", async () => {
    const outcomes = await inFolder({
      "a/P1_1.iso": record(1),
      "b/P1_1.iso": record(1),
      "P1.iso": record(1),
      "P1_11.iso": record(1),
    });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["reject", "reject", "template", "reject"]);
    const numbered = await inFolder(
      { "P1-1-1.fmr": record(1), "P1-1-2.fmr": record(1) },
      "{identifier}-{position}-{impression}.fmr",
    );
    expect(numbered).toMatchObject([{ template: { impression: 1 } }, { template: { impression: 2 } }]);
  });

  it("are refused whole where the archive is cut short, the path is not there, or the pattern is none", async () => {
    const zip = zipSync({ "P1_1.iso": record(1) });
    const cut = temporaryFile("cut.zip", zip.subarray(0, zip.length - 30));
    await expect(all(readFingerprintFiles(cut, PATTERN))).rejects.toMatchObject({ code: "intake.archive" });
    await expect(all(readFingerprintFiles("no-such.zip", PATTERN))).rejects.toMatchObject({
      code: "intake.not_readable",
    });
    for (const pattern of [
      "{position}.iso",
      "{identifier}{position}",
      "{who}.iso",
      "{identifier}_{identifier}",
      "{identifier",
    ]) {
      await expect(inFolder({}, pattern)).rejects.toMatchObject({ code: "intake.pattern" });
    }
  });

  const cutTemplates = join(import.meta.dirname, "../../../../../shared/data/templates-invalid");
  it.skipIf(!existsSync(cutTemplates))("are rejected where real ones lack their last bytes", async () => {
    const outcomes = await all(readFingerprintFiles(cutTemplates, "{identifier}_{any}.iso"));
    expect(outcomes).toHaveLength(readdirSync(cutTemplates).length);
    expect(outcomes.every(({ kind }) => kind === "reject")).toBe(true);
  });
});
