import { describe, expect, it } from "vitest";
import { clause, draft } from "../../test/fixtures.ts";
import { agreementDigest } from "../canonical.ts";
import { agreementBlocks } from "./blocks.ts";
import { LANGUAGES } from "./words.ts";

describe.each(LANGUAGES)("the blocks of the agreement in %s", (language) => {
  const necessity = "x | y * z_ `code` [link](http://example.org) \\";
  const agreement = draft({ clauses: [clause({ necessity }), clause({ id: "c2", from: "wfp", to: "iom" })] });
  const blocks = agreementBlocks(agreement, language);

  it("have every clause as a row with what its party wrote, as it was written", () => {
    const tables = blocks.filter((block) => block.kind === "table");
    expect(tables).toHaveLength(2);
    expect(tables.every(({ headings, rows }) => rows.every((row) => row.length === headings.length))).toBe(
      true,
    );
    expect(tables[0]?.rows[0]?.[0]).toBe("c1");
    expect(tables[0]?.rows[0]?.at(-1)).toBe(necessity);
  });

  it("have no markup, and the digest", () => {
    const texts = blocks.flatMap((block) => (block.kind === "table" ? [] : [block.text]));
    expect(texts.some((text) => text.includes(agreementDigest(agreement)))).toBe(true);
    expect(texts.filter((text) => /\*\*|`|\\/.test(text))).toEqual([]);
    expect(blocks[0]).toEqual({ kind: "heading", level: 1, text: agreement.title });
  });
});
