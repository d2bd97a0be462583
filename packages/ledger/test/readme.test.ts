import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as room from "../src/index.ts";

it("does what the README's example says", async () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = example.replace(/^import \{[\s\S]*?\} from .*$/m, "");
  const shown: unknown[] = [];
  const names = [/^import \{([\s\S]*?)\} from/m.exec(example)![1]!.match(/\w+/g)!, "console"].flat();
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction(...names, body)(
    ...names.slice(0, -1).map((name) => room[name as keyof typeof room]),
    { log: (value: unknown) => shown.push(value) },
  );
  expect(shown).toEqual([
    expect.objectContaining({
      origin: "iom.example/ledger",
      size: 1,
      cosignatures: [expect.objectContaining({ name: "wfp.example/witness", timeSeconds: 1_769_846_400 })],
    }),
  ]);
});
