import { readFileSync } from "node:fs";
import { join } from "node:path";
import { known } from "@accord/vocabulary";
import { expect, it } from "vitest";
import { openStore, personFile, registerBatch, registryContext, searchPersons } from "../src/index.ts";

it("does what the README's example says", async () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = example.replaceAll(/^import .*$/gm, "").replaceAll("!.", ".");
  const shown: unknown[] = [];
  const names = [
    "known",
    "openStore",
    "personFile",
    "registerBatch",
    "registryContext",
    "searchPersons",
    "console",
  ];
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction(...names, body)(
    known,
    openStore,
    personFile,
    registerBatch,
    registryContext,
    searchPersons,
    { log: (value: unknown) => shown.push(value) },
  );
  expect(shown).toEqual([{ "person.sex": known("female"), "person.phone": { state: "declined" } }]);
});
