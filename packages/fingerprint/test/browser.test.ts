import { encode } from "jpeg-js";
import { afterAll, describe, expect, it } from "vitest";
import { FVC_FOLDERS } from "../bench/fvc.ts";
import {
  type GreyImage,
  type Template,
  type TemplateFormat,
  writePng,
  writeTemplates,
} from "../src/index.ts";
import { openBrowserEngine } from "./browser-engine.ts";
import { TASKS, type TaskName } from "./engine-tasks.ts";
import { impressionOf, masterFinger, randomFrom } from "./generate.ts";
import { ridgePicture, sequence } from "./ridge-picture.ts";
import { hasThirdParty, thirdParty } from "./third-party.ts";

const engine = await openBrowserEngine();
afterAll(() => engine?.close());

const random = randomFrom(2026);
const masters = Array.from({ length: 10 }, () => masterFinger(random));
const impressions = masters.flatMap((master) => [impressionOf(master, random), impressionOf(master, random)]);

/** The same task in both engines. */
async function both(task: TaskName, input: never): Promise<[browser: string, node: string]> {
  return [await engine!.run(task, input), JSON.stringify(TASKS[task](input))];
}

describe.skipIf(engine === undefined)("in a browser's worker", () => {
  it("templates of every format are read as in Node", async () => {
    const formats: TemplateFormat[] = [
      "iso-19794-2-2005",
      "iso-19794-2-2011",
      "ansi-378-2004",
      "ansi-378-2009",
      "accord",
      "xyt",
    ];
    const files = formats.map((format) => [...writeTemplates(impressions.slice(0, 1), format)]);
    const [browser, node] = await both("read", files as never);
    expect(browser).toBe(node);
  });

  it("scores, motions and pairs are those of Node to the last digit", async () => {
    const files = [[...writeTemplates(impressions)]];
    const [browser, node] = await both("verify", files as never);
    expect(JSON.parse(node)).toHaveLength(190);
    expect(browser).toBe(node);
  });

  it("candidates of a search, found with the kernels, are those of Node to the last digit", async () => {
    const first = impressions.filter((_, at) => at % 2 === 0);
    const second = impressions.filter((_, at) => at % 2 === 1);
    const files = [first, second].map((templates) => [...writeTemplates(templates)]);
    const [browser, node] = await both("identify", files as never);
    expect((JSON.parse(node) as unknown[][]).flat().length).toBeGreaterThan(8);
    expect(browser).toBe(node);
  });

  it("pictures are decoded as in Node", async () => {
    const image: GreyImage = {
      width: 60,
      height: 50,
      pixels: Uint8Array.from({ length: 3000 }, (_, at) => (at * at) >> 3),
      dotsPerInch: 500,
    };
    const colours = Uint8Array.from({ length: 12_000 }, (_, at) =>
      (at & 3) === 3 ? 255 : image.pixels[at >> 2]!,
    );
    const jpeg = encode({ width: 60, height: 50, data: colours }, 80).data;
    const [browser, node] = await both("image", [[...writePng(image)], [...jpeg]] as never);
    expect(browser).toBe(node);
  });

  it("minutiae found in pictures are those of Node to the last digit", async () => {
    const drawn = (seed: number): GreyImage => {
      const draw = sequence(seed);
      const minutiae = Array.from({ length: 20 }, (_, at) => ({
        x: 60 + 180 * draw(),
        y: 60 + 200 * draw(),
        turn: at % 2 === 0 ? (1 as const) : (-1 as const),
      }));
      return ridgePicture(300, 320, minutiae, (phase) => 130 + 80 * Math.cos(phase) + 40 * (draw() - 0.5));
    };
    const files = [1, 2, 3].map((seed) => [...writePng(drawn(seed))]);
    const [browser, node] = await both("extract", files as never);
    expect((JSON.parse(node) as { template: Template }[]).every(({ template }) => template.count > 5)).toBe(
      true,
    );
    expect(browser).toBe(node);
  });
});

describe.skipIf(engine === undefined || !hasThirdParty("fvc2004"))(
  "in a browser's worker, real prints",
  () => {
    it("give the templates, scores and pairs of Node to the last digit", async () => {
      const pictures = FVC_FOLDERS.flatMap((folder) =>
        ["1", "2"].map((impression) => thirdParty(`${folder}/101_${impression}.tif`)),
      ).map((bytes) => [...bytes]);
      const [browser, node] = await both("extract", pictures as never);
      expect(browser).toBe(node);
      const templates = FVC_FOLDERS.flatMap((folder) =>
        ["1", "2", "3", "4"].map((impression) => [...thirdParty(`${folder}/102_${impression}.iso`)]),
      );
      const [browserScores, nodeScores] = await both("verify", templates as never);
      expect(browserScores).toBe(nodeScores);
    });
  },
);
