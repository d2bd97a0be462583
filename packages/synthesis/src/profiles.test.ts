import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BRAVE_HEADERS, braveRow, csvLine, population, register, SCOPE_HEADERS, scopeRow } from "./index.ts";

const people = population({ people: 3000, seed: 8 });

const profiles = [
  ["BRaVE", BRAVE_HEADERS, rows("IOM", braveRow), braveShapes()],
  ["SCOPE", SCOPE_HEADERS, rows("WFP", scopeRow), scopeShapes()],
] as const;

test.each(profiles)("every cell of the %s profile has its column's format", (_, headers, written, shapes) => {
  expect(shapes).toHaveLength(headers.length);
  for (const row of written) {
    expect(row).toHaveLength(headers.length);
    row.forEach((cell, column) => {
      if (!shapes[column]!.test(cell)) expect.fail(`${headers[column]} has another format`);
    });
  }
});

test.each(profiles)("the README lists the %s profile's columns in their order", (name, headers) => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const section = readme.split("\n## ").find((part) => part.startsWith(`Profile ${name}`)) ?? "";
  expect([...section.matchAll(/^\| \d+ +\| `([^`]+)` +\|/gm)].map((match) => match[1])).toEqual([...headers]);
});

test("rows do not tell the true person", () => {
  for (const [, headers] of profiles) expect(headers.join(" ")).not.toMatch(/true/i);
});

test("a cell with a comma, quote or break is quoted", () => {
  expect(csvLine(["a", "b,c", 'd"e', "f\ng"])).toBe('a,"b,c","d""e","f\ng"');
});

function rows(agency: "IOM" | "WFP", row: typeof braveRow): string[][] {
  const registry = register(people, { agency, seed: 2 });
  return [...registry].flatMap((household) => household.members.map(row));
}

function braveShapes(): RegExp[] {
  const yesNo = /^[YN]$/;
  return [
    /^BRV-\d{9}$/,
    /^HH-\d{8}$/,
    /^\S+( \S+){0,3}$/u,
    /^[MF]$/,
    /^(\d\d\/\d\d\/\d{4})?$/,
    /^\d{0,2}$/,
    /^2018-\d\d-\d\d$/,
    /^(Head|Spouse|Son|Daughter|Father|Mother|Brother|Sister|Grand(son|daughter|father|mother)|Foster child|Other)$/,
    yesNo,
    /^\d{1,2}$/,
    /^SS\d{4}$/,
    /^SS\d{4}S\d\d$/,
    /^[A-Z]/,
    /^(SS\d{4})?$/,
    /^(IDP|Returnee|Host community)$/,
    /^(\+211\d{9})?$/,
    /^(RC\d{7})?$/,
    /^[YN]?$/,
    /^([A-Z]{3}(;[A-Z]{3})*)?$/,
    yesNo,
    yesNo,
    yesNo,
  ];
}

function scopeShapes(): RegExp[] {
  const yesNo = /^(Yes|No)$/;
  return [
    /^SCP\d{10}$/,
    /^SSH\d{8}$/,
    /^\S+( \S+)?$/u,
    yesNo,
    yesNo,
    /^(Self|Wife\/Husband|Child|Parent|Brother\/Sister|Grandchild|Grandparent|Foster child|Other|Unknown)$/,
    /^\S+$/u,
    /^\S*$/u,
    /^\S*$/u,
    /^(Female|Male)$/,
    /^(19|20)\d\d$/,
    yesNo,
    /^(IDP|Returnee|Resident)$/,
    /^[A-Z]/,
    /^SS\d{4}S\d\d$/,
    /^\d{1,2}$/,
    /^(Unknown|Not vulnerable|Vulnerable|Very vulnerable|Extremely vulnerable)$/,
    /^(SC\d{8}-\d)?$/,
    /^(RC\d{7})?$/,
    /^(\+211\d{9})?$/,
    /^(Yes|No|)$/,
    /^\d\d\.\d\d\.201[89]$/,
    yesNo,
    yesNo,
    yesNo,
  ];
}
