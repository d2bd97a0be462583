import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CONTROLS } from "../src/governance/controls.ts";
import { proposedRisks } from "../src/governance/risks.ts";

const ROOT = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");

/** Whether a test file of the project has a test of exactly this name. */
function hasTest(file: string, name: string): boolean {
  if (!existsSync(fileURLToPath(new URL(file, ROOT)))) return false;
  return read(file).includes(JSON.stringify(name));
}

describe("what shows that persons are protected", () => {
  test.each(Object.entries(CONTROLS))(
    "control %s names a test that there is",
    (_id, { shownBy: [file, name] }) => {
      expect(hasTest(file, name), `${file}: ${name}`).toBe(true);
    },
  );

  test("a test that there is not would be missed", () => {
    expect(hasTest("apps/node/test/demands.test.ts", "no such test")).toBe(false);
    expect(hasTest("apps/node/test/no-such.test.ts", "that was refused gives nobody's data")).toBe(false);
  });

  test.each(["docs/data-protection.md", "docs/threat-model.md"])("%s names tests that there are", (page) => {
    const named = [...read(page).matchAll(/\[`([^`]+)`\]\(\.\.\/([^)]+\.test\.ts)\)/g)];
    expect(named.length).toBeGreaterThan(9);
    for (const [, name, file] of named) expect(hasTest(file!, name!), `${file}: ${name}`).toBe(true);
  });

  test("each of the ten UN principles, of IOM's thirteen and of WFP's five has a control and a test", () => {
    const [, ...sections] = read("docs/data-protection.md").split("\n## ");
    for (const [at, principles] of [10, 13, 5].entries()) {
      const rows = sections[at]!.split("\n")
        .filter((line) => line.startsWith("| "))
        .slice(2);
      expect(rows.length).toBe(principles);
      for (const row of rows) expect(row).toContain(".test.ts)");
    }
  });

  test("each measure of a proposed risk is a control", () => {
    for (const { measures } of proposedRisks([]))
      for (const measure of measures) expect(Object.keys(CONTROLS)).toContain(measure);
  });
});
