import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writePng, writeTemplates } from "../src/index.ts";
import { openBrowserEngine } from "../test/browser-engine.ts";
import { impressionOf, masterFinger, randomFrom } from "../test/generate.ts";
import { ridgePicture, sequence } from "../test/ridge-picture.ts";
import { THIRD_PARTY } from "../test/third-party.ts";

/**
 * What one Chromium worker takes on this machine. As a program it prints it as JSON:
 *
 *     node packages/fingerprint/dist/bench/bench/browser.js
 */
export interface BrowserTimes {
  readonly chromium: string;
  readonly bundleBytes: number;
  /** The mean over pictures of the least of five rounds: other work on the machine only adds. */
  readonly extractionMilliseconds: number;
  readonly pictures: string;
  /** The mean over 780 pairs of 40 synthetic impressions, templates prepared for each; the least mean of ten rounds. */
  readonly verificationMilliseconds: number;
}

const REAL_PICTURES = join(THIRD_PARTY, "fvc2002/DB1_B");

/** @returns undefined where no Chromium starts on this machine */
export async function measureInBrowser(): Promise<BrowserTimes | undefined> {
  const engine = await openBrowserEngine();
  if (engine === undefined) return undefined;
  try {
    const random = randomFrom(11);
    const impressions = Array.from({ length: 20 }, () => masterFinger(random)).flatMap((master) => [
      impressionOf(master, random),
      impressionOf(master, random),
    ]);
    const { files, pictures } = picturesAtHand();
    return {
      chromium: engine.version,
      bundleBytes: engine.bundleBytes,
      pictures,
      extractionMilliseconds: Number(await engine.run("timeExtraction", files)),
      verificationMilliseconds: Number(
        await engine.run("timeVerification", [[...writeTemplates(impressions)]]),
      ),
    };
  } finally {
    await engine.close();
  }
}

/** Ten real pictures of 388 x 374 pixels where they are at hand, else drawn ones of that size. */
function picturesAtHand(): { files: number[][]; pictures: string } {
  if (existsSync(REAL_PICTURES)) {
    const names = readdirSync(REAL_PICTURES).filter((name) => name.endsWith("_1.tif"));
    return {
      files: names.map((name) => [...readFileSync(join(REAL_PICTURES, name))]),
      pictures: `${names.length} of FVC2002 DB1_B, 388 x 374`,
    };
  }
  const drawn = [1, 2, 3].map((seed) => {
    const draw = sequence(seed);
    const minutiae = Array.from({ length: 30 }, (_, at) => ({
      x: 60 + 270 * draw(),
      y: 60 + 250 * draw(),
      turn: at % 2 === 0 ? (1 as const) : (-1 as const),
    }));
    return [...writePng(ridgePicture(388, 374, minutiae))];
  });
  return { files: drawn, pictures: "3 drawn, 388 x 374" };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify((await measureInBrowser()) ?? { skipped: "no Chromium starts here" }, null, 2));
}
