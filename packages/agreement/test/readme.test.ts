import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as agreement from "../src/index.ts";

it("the README's example works as it is written", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const body = example.replace(/import (\{[^}]*\}) from "@accord\/agreement";/, "const $1 = agreement;");
  expect(body).not.toContain("import ");
  const printed: unknown[][] = [];
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("agreement", "console", body)(agreement, {
    log: (...values: unknown[]) => printed.push(values),
  });
  expect(printed[0]?.[0]).toEqual([]);
  expect(printed[0]?.[1]).toContain("# Sharing of beneficiary data between IOM and WFP");
  expect(printed[1]).toEqual([undefined]);
  expect(printed[2]?.[0]).toMatchObject({ rule: "valueNotTransformed", attribute: "person.location" });
});
