import { expect, it } from "vitest";
import { rejectsFileHeader, rejectsFileLines } from "./rejects-file.ts";

const problem = { column: "Sex", problem: "not listed", remedy: 'Write "F", or M' };

it("A rejects file has a line for each problem, with the line of the original", () => {
  const text =
    rejectsFileHeader() +
    rejectsFileLines({ kind: "reject", line: 7, reject: [problem, { ...problem, column: "" }] });
  expect(text).toBe(
    "\ufeffline,file,key,column,result,problem,remedy\r\n" +
      '7,,,Sex,row rejected,not listed,"Write ""F"", or M"\r\n' +
      '7,,,,row rejected,not listed,"Write ""F"", or M"\r\n',
  );
});

it("A rejects file holds nothing of rows without problems", () => {
  const template = new Uint8Array();
  expect(
    rejectsFileLines({
      kind: "template",
      template: {
        file: "a",
        identifier: "a",
        position: 1,
        impression: 1,
        quality: 0,
        minutiae: 0,
        template,
        digest: "",
      },
    }),
  ).toBe("");
});

it("A spreadsheet does not run what a header or a file name holds", () => {
  const line = rejectsFileLines({
    kind: "reject",
    line: 7,
    reject: [{ ...problem, column: "=HYPERLINK(1)" }],
  });
  expect(line).toContain(",'=HYPERLINK(1),");
  expect(rejectsFileLines({ kind: "reject", file: "@a.iso", problem: "p", remedy: "r" })).toContain(
    ",'@a.iso,",
  );
});
