import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as engine from "../src/index.ts";
import { ridgePicture, sequence } from "./ridge-picture.ts";

const example = /```ts\nimport \{([^}]*)\} from "@accord\/fingerprint";\n(.*?)```/s.exec(
  readFileSync(new URL("../README.md", import.meta.url), "utf8"),
);

it("the README's example runs: picture, template, comparison, search", () => {
  const [, names = "", body = ""] = example ?? [];
  const draw = sequence(5);
  const minutiae = Array.from({ length: 30 }, (_, at) => ({
    x: 60 + 200 * draw(),
    y: 60 + 200 * draw(),
    turn: at % 2 === 0 ? (1 as const) : (-1 as const),
  }));
  const file = engine.writePng(ridgePicture(320, 320, minutiae));
  const template = engine.extract(engine.readImage(file), { position: 2 }).template;
  const logged: unknown[][] = [];
  const given = {
    ...engine,
    probeFile: file,
    referenceFile: file,
    enrolled: [template],
    console: { log: (...values: unknown[]) => logged.push(values) },
  };
  expect(names.split(",").every((name) => name.trim() in engine)).toBe(true);
  const run = new Function(...Object.keys(given), `${body}; return { svg, record, best };`);
  const { svg, record, best } = run(...Object.values(given));
  expect(svg).toMatch(/^<svg /);
  expect(engine.readTemplates(record).templates[0]!.count).toBe(template.count);
  expect(best).toMatchObject({ subject: 0 });
  expect(logged[0]![1]).toMatch(/^Different fingers/);
});
