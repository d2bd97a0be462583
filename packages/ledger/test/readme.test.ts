import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  commitTo,
  cosignCheckpoint,
  ed25519Key,
  Ledger,
  memoryStorage,
  noteSigner,
  noteVerifier,
  openCheckpoint,
  signCheckpoint,
} from "../src/index.ts";

it("does what the README's example says", async () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = example.replace(/^import \{[\s\S]*?\} from .*$/m, "");
  const shown: unknown[] = [];
  const room = {
    commitTo,
    cosignCheckpoint,
    ed25519Key,
    Ledger,
    memoryStorage,
    noteSigner,
    noteVerifier,
    openCheckpoint,
    signCheckpoint,
    console: { log: (value: unknown) => shown.push(value) },
  };
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction(...Object.keys(room), body)(...Object.values(room));
  expect(shown).toEqual([
    expect.objectContaining({
      origin: "iom.example/ledger",
      size: 1,
      cosignatures: [expect.objectContaining({ name: "wfp.example/witness", timeSeconds: 1_769_846_400 })],
    }),
  ]);
});
