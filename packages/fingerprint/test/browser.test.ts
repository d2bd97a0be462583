import { encode } from "jpeg-js";
import { afterAll, describe, expect, it } from "vitest";
import { type GreyImage, type TemplateFormat, writePng, writeTemplates } from "../src/index.ts";
import { openBrowserEngine } from "./browser-engine.ts";
import { TASKS, type TaskName } from "./engine-tasks.ts";
import { impressionOf, masterFinger, randomFrom } from "./generate.ts";

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
});
