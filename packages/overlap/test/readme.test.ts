import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { arrange, countsOf, pairsOf, Stream, scalarOf } from "../src/index.ts";
import { blindSet, reblindSet } from "../src/pool/index.ts";

it("does what the README's example says", async () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = example.replace(/^import \{[\s\S]*?\} from .*$/gm, "").replaceAll(": readonly string[]", "");
  const shown: unknown[] = [];
  const room = { arrange, countsOf, pairsOf, scalarOf, Stream, blindSet, reblindSet, randomBytes };
  const run = new Function(...Object.keys(room), "console", `return (async () => {${body}})()`);
  await run(...Object.values(room), { log: (value: unknown) => shown.push(value) });
  expect(shown).toEqual([{ 1: 1 }]);
});
