import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FVC_FOLDERS } from "../../bench/fvc.ts";
import { hasThirdParty, THIRD_PARTY, thirdParty } from "../../test/third-party.ts";
import {
  type FingerprintFormatError,
  type FingerprintRecord,
  type FingerView,
  readRecord,
  readTemplates,
  writeRecord,
} from "../index.ts";

const KINDS = ["OTHER", "ENDING", "BIFURCATION"];
const POSITIONS: Record<string, number> = { UNKNOWN: 0, RIGHT_INDEX: 2, LEFT_INDEX: 7 };
const IMPRESSIONS: Record<string, number> = { LIVE_PLAIN: 0 };
const METHODS: Record<string, number> = { CUSTOM: 0, QUADRANTS: 1, OCTANTS: 2 };

type Json = Record<string, unknown>;

/** What a view should be by the decoding published with the sample: each of its fields under our name. */
function expectedView(finger: Json): Json {
  const counts = finger.counts as null | {
    type: string;
    edges: { from: number; to: number; count: number }[];
  };
  const blocks = finger.extensions as { type: number; data: string }[];
  const score = { vendor: finger.qualityVendorId, algorithm: finger.qualityAlgorithmId };
  const image = Object.fromEntries(
    ["width", "height", "resolutionX", "resolutionY"].map((key) => [key, finger[key]]),
  );
  return {
    position: POSITIONS[finger.position as string],
    view: finger.view,
    impression: IMPRESSIONS[finger.scanType as string],
    ...(finger.quality === undefined ? {} : { quality: finger.quality }),
    ...(score.vendor === undefined ? {} : { qualityVendor: score.vendor, qualityAlgorithm: score.algorithm }),
    ...(finger.width === undefined ? {} : { image }),
    ...(finger.datetime === undefined
      ? {}
      : {
          captured: finger.datetime,
          technology: 0,
          deviceVendor: finger.sensorVendor,
          deviceType: finger.sensorId,
          endingType: 0,
          qualities: (finger.qrecords as Json[]).map(({ quality, ...by }) => ({ score: quality, ...by })),
        }),
    // The amendment calls minutiae of kind 0 "either".
    minutiae: (finger.minutiae as Json[]).map((minutia) => ({
      ...minutia,
      type: minutia.type === "EITHER" ? "OTHER" : minutia.type,
    })),
    extended: [
      ...(counts === null
        ? []
        : [
            {
              kind: "ridge-counts",
              method: METHODS[counts.type],
              from: counts.edges.map(({ from }) => from),
              to: counts.edges.map(({ to }) => to),
              ridges: counts.edges.map(({ count }) => count),
            },
          ]),
      ...blocks.map(({ type, data }) => ({ kind: "opaque", type, data: [...Buffer.from(data, "base64")] })),
    ],
  };
}

/** Our view with rows in place of columns and lists in place of typed arrays. */
function plainView({ minutiae, extended, ...view }: FingerView): Json {
  // The published decoding does not tell of bytes left over in a block.
  const told = ([key]: [string, unknown]) => key !== "rest";
  return {
    ...view,
    minutiae: Array.from({ length: minutiae.count }, (_, at) => ({
      type: KINDS[minutiae.kind[at]!],
      positionX: minutiae.x[at],
      positionY: minutiae.y[at],
      angle: minutiae.angle[at],
      quality: minutiae.quality?.[at],
    })),
    extended: extended.map((block) =>
      Object.fromEntries(
        Object.entries(block)
          .filter(told)
          .map(([key, value]) => [key, value instanceof Uint8Array ? [...value] : value]),
      ),
    ),
  };
}

describe.skipIf(!hasThirdParty("templates"))("third-party records", () => {
  it.each([
    ["iso19794p2v2005", "iso-19794-2-2005"],
    ["iso19794p2v2011", "iso-19794-2-2011"],
    ["ansi378v2004", "ansi-378-2004"],
    ["ansi378v2009", "ansi-378-2009"],
    ["ansi378v2009am1", "ansi-378-2009-am1"],
  ])(
    "%s reads as its published decoding says in every field, and is written back byte for byte",
    (file, format) => {
      const bytes = thirdParty(`templates/${file}-sample.dat`);
      const expected = JSON.parse(new TextDecoder().decode(thirdParty(`templates/${file}-sample.json`)));
      const record = readRecord(bytes);
      expect(record.format).toBe(format);
      expect(writeRecord(record)).toEqual(bytes);
      const fields: [ours: string, theirs: string][] = [
        ["productOwner", "vendorId"],
        ["productType", "subformat"],
        ["sensor", "sensorId"],
      ];
      for (const [ours, theirs] of fields) {
        if (theirs in expected) expect((record as unknown as Json)[ours]).toBe(expected[theirs]);
      }
      if ("compliance" in record) expect(record.compliance !== 0).toBe(expected.sensorCertified);
      if ("image" in record) {
        const { width, height, resolutionX, resolutionY } = expected;
        expect(record.image).toEqual({ width, height, resolutionX, resolutionY });
      }
      expect(viewsOf(record).map(plainView)).toEqual(expected.fingerprints.map(expectedView));
    },
  );

  it("that are cut are refused as truncated", () => {
    for (const file of readdirSync(join(THIRD_PARTY, "templates-invalid"))) {
      expect(errorOf(() => readTemplates(thirdParty(`templates-invalid/${file}`))).code).toBe(
        "fingerprint.format.truncated",
      );
    }
  });
});

describe.skipIf(!hasThirdParty("fvc2002"))("the competition's templates", () => {
  it("all read and are written back byte for byte", () => {
    let files = 0;
    for (const folder of FVC_FOLDERS) {
      for (const file of readdirSync(join(THIRD_PARTY, folder)).filter((name) => name.endsWith(".iso"))) {
        const bytes = thirdParty(`${folder}/${file}`);
        expect(writeRecord(readRecord(bytes))).toEqual(bytes);
        files++;
      }
    }
    expect(files).toBe(320);
  });
});

function viewsOf(record: FingerprintRecord): readonly FingerView[] {
  return "views" in record ? record.views : [];
}

function errorOf(act: () => unknown): FingerprintFormatError {
  try {
    act();
  } catch (error) {
    return error as FingerprintFormatError;
  }
  throw new Error("nothing was thrown");
}
