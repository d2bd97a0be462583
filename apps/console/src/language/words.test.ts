import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SOURCES = fileURLToPath(new URL("..", import.meta.url));
const PLURAL = /_(zero|one|two|few|many|other)$/;
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.tsx?$/.test(file),
);
const tables = files
  .map((file) => ({ file, source: readFileSync(join(SOURCES, file), "utf8") }))
  .filter(({ source, file }) => source.includes('defineWords("') && !file.endsWith("words.test.ts"))
  .map(({ file, source }) => ({ file, languages: languagesIn(source) }));

/** The words of each language as they stand in the source; a plural counts as one word. */
function languagesIn(source: string): Record<string, Map<string, string>> {
  const found: Record<string, Map<string, string>> = {};
  for (const [, language, body] of source.matchAll(/^ {2}(en|fr|ar): \{\n([\s\S]*?)^ {2}\},/gm)) {
    const words = new Map<string, string>();
    for (const [, quoted, bare, text] of (body as string).matchAll(
      /(?:"([^"]+)"|(\w+)):\s*\n?\s*(?:"((?:[^"\\]|\\.)*)"|'[^']*')/g,
    ))
      words.set((quoted ?? bare ?? "").replace(PLURAL, ""), text ?? "");
    found[language as string] = words;
  }
  return found;
}

describe("the console's words", () => {
  test("are found in every screen", () => expect(tables.length).toBeGreaterThan(15));

  test.each(tables)(
    "of $file are there in every language, with the same places for values",
    ({ languages }) => {
      const english = languages.en ?? new Map();
      expect(english.size).toBeGreaterThan(0);
      for (const language of ["fr", "ar"]) {
        const words = languages[language] ?? new Map<string, string>();
        expect(
          [...english.keys()].filter((word) => !words.has(word)),
          language,
        ).toEqual([]);
        for (const [word, text] of english) {
          const places = (of: string) =>
            [...new Set(of.match(/\{\{\w+\}\}/g) ?? [])].filter((place) => place !== "{{count}}").sort();
          expect(places(words.get(word) ?? ""), `${language} ${word}`).toEqual(places(text));
        }
      }
    },
  );

  test("the console imports no room of the node", () => {
    const imports = files.flatMap(
      (file) => readFileSync(join(SOURCES, file), "utf8").match(/from "@accord\/[^"]+"/g) ?? [],
    );
    expect(imports).toEqual([]);
  });
});
