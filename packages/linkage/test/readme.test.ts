import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "@swc/core";
import { expect, it, vi } from "vitest";

const ROOM = fileURLToPath(new URL("..", import.meta.url));
const PEOPLE = [
  "id,name,sex,birth_date,village",
  "1,Nyandeng Chuol Gatluak,F,1990-05-12,Malakal",
  "2,Majok Deng Kuol,M,1984-02-03,Bor",
  "3,Achol Garang Mabior,F,2001-11-30,Juba",
  "4,Peter Lual Wol,M,1979-07-21,Wau",
];

it("runs the example of the README, which links the same people", async () => {
  const readme = await readFile(join(ROOM, "README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(example.trim().split("\n").length).toBeLessThanOrEqual(15);
  const folder = await mkdtemp(join(tmpdir(), "accord-readme-"));
  try {
    await writeFile(join(folder, "iom.csv"), `${PEOPLE.join("\n")}\n`);
    await writeFile(join(folder, "wfp.csv"), `${PEOPLE.join("\n").replace("Nyandeng", "Nyandieng")}\n`);
    const script = example
      .replace('"@accord/linkage"', JSON.stringify(pathToFileURL(join(ROOM, "dist/index.js")).href))
      .replace(/"(iom|wfp)\.csv"/g, (_, name) => JSON.stringify(join(folder, `${name}.csv`)));
    const { code } = transformSync(script, { jsc: { parser: { syntax: "typescript" }, target: "es2022" } });
    await writeFile(join(folder, "example.mjs"), code);
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    await import(pathToFileURL(join(folder, "example.mjs")).href);
    const links = said.mock.calls.filter((call) => call.length === 4).map(([left, right]) => [left, right]);
    expect(links.sort()).toEqual([
      ["1", "1"],
      ["2", "2"],
      ["3", "3"],
      ["4", "4"],
    ]);
    said.mockRestore();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
