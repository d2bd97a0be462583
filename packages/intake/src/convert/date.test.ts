import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateReader, dateText, isDateFormat } from "./date.ts";

const read = (format: string, text: string): string | undefined => {
  const date = dateReader(format)(text);
  return date === undefined ? undefined : dateText(date);
};

describe("a date format", () => {
  it.each([
    ["DD/MM/YYYY", "12/05/1984", "1984-05-12"],
    ["D.M.YYYY", "2.5.1984", "1984-05-02"],
    ["YYYYMMDD", "19840512", "1984-05-12"],
    ["DD-MMM-YYYY", "12-May-1984", "1984-05-12"],
    ["D MMM YYYY", "1 févr. 1984", "1984-02-01"],
    ["MM/YYYY", "05/1984", "1984-05"],
    ["YYYY", "1984", "1984"],
    ["iso", "1984-05-12T03:04:05Z", "1984-05-12"],
    ["DD/MM/YYYY hh:mm", "12/05/1984 03:04", "1984-05-12"],
  ])("%s reads %s", (format, text, expected) => {
    expect(isDateFormat(format)).toBe(true);
    expect(read(format, text)).toBe(expected);
  });

  it.each([
    ["DD/MM/YYYY", "31/02/1984"],
    ["DD/MM/YYYY", "00/05/1984"],
    ["DD/MM/YYYY", "1984-05-12"],
    ["DD/MM/YYYY", " 12/05/1984 x"],
    ["D MMM YYYY", "1 Smarch 1984"],
    ["iso", "1984-05-12T25:00:00Z"],
    ["YYYY", "0000"],
  ])("%s does not read %s", (format, text) => {
    expect(read(format, text)).toBeUndefined();
  });

  it("is none without a year, or with a part twice, or with a day and no month", () => {
    for (const format of ["DD/MM", "YYYY YYYY", "DD YYYY", ""]) expect(isDateFormat(format)).toBe(false);
  });

  it("reads every day back", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          expect(read("YYYY-MM-DD", day)).toBe(day);
          expect(read("iso", date.toISOString())).toBe(day);
        },
      ),
      { seed: 3 },
    );
  });
});
