import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOrderOf, standardiseDate } from "./date.ts";

describe("dates", () => {
  it.each([
    ["1984-05-12", "1984-05-12"],
    ["12/05/1984", "1984-05-12"],
    ["05/13/1984", "1984-05-13"],
    ["12.5.84", "1984-05-12"],
    ["12 May 1984", "1984-05-12"],
    ["May 12, 1984", "1984-05-12"],
    ["12-MAY-84", "1984-05-12"],
    ["12 mai 1984", "1984-05-12"],
    ["19840512", "1984-05-12"],
    ["12051984", "1984-05-12"],
    ["1984-05-12T00:00:00Z", "1984-05-12"],
    ["12/05/1984 00:00", "1984-05-12"],
    ["١٢ مايو ١٩٨٤", "1984-05-12"],
    ["12 تشرين الثاني 1984", "1984-11-12"],
    ["30th August 1750", "1750-08-30"],
  ])("%s is the day %s", (text, iso) => {
    expect(standardiseDate(text)).toMatchObject({ precision: "day", iso });
  });

  it.each([
    ["1984", "year", "1984"],
    ["1984-00-00", "year", "1984"],
    ["00/00/1984", "year", "1984"],
    ["May 1984", "month", "1984-05"],
    ["5/1984", "month", "1984-05"],
    ["1984-02-30", "month", "1984-02"],
    ["about 1984", "estimated", "1984"],
    ["c. 1984", "estimated", "1984"],
    ["~1984", "estimated", "1984"],
    ["1984?", "estimated", "1984"],
    ["vers 1984", "estimated", "1984"],
    ["حوالي 1984", "estimated", "1984"],
    ["1980s", "estimated", "1985"],
  ])("%s has precision %s", (text, precision, iso) => {
    expect(standardiseDate(text)).toMatchObject({ precision, iso });
  });

  it("reads an age only where it is known when it was given", () => {
    expect(standardiseDate("34 years", { ageAt: "2024-03-01" })).toMatchObject({
      precision: "estimated",
      year: 1990,
    });
    expect(standardiseDate("6 months", { ageAt: "2024-03-01" })?.year).toBe(2023);
    expect(standardiseDate("34")).toBeUndefined();
  });

  it("keeps the digits of a date that cannot be, and says what it is with day and month changed about", () => {
    expect(standardiseDate("19081309")).toMatchObject({ precision: "year", digits: "19081309" });
    expect(standardiseDate("1984-05-12")?.swapped).toBe("1984-12-05");
    expect(standardiseDate("1984-05-13")?.swapped).toBeUndefined();
    expect(standardiseDate("1990-01-01")?.conventional).toBe(true);
  });

  it("takes the month first where the column does", () => {
    expect(standardiseDate("03/04/1990", { order: "monthDayYear" })?.iso).toBe("1990-03-04");
    expect(dateOrderOf(["03/04/1990", "03/25/1990"])).toBe("monthDayYear");
    expect(dateOrderOf(["1990-03-04"])).toBe("yearMonthDay");
    expect(dateOrderOf(["nothing", "03/04/1990"])).toBeUndefined();
  });

  it("reads back every day it writes", () => {
    const day = fc.date({ min: new Date("1700-01-01"), max: new Date("2100-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split("-");
        expect(standardiseDate(iso)?.iso).toBe(iso);
        expect(standardiseDate(`${dayOfMonth}/${month}/${year}`)?.iso).toBe(iso);
        expect(standardiseDate(`${month}/${dayOfMonth}/${year}`, { order: "monthDayYear" })?.iso).toBe(iso);
      }),
      { seed: 5 },
    );
  });

  it("never throws, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const date = standardiseDate(text, { ageAt: "2024-01-01" });
        if (date !== undefined) expect(date.iso).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/);
      }),
      { seed: 5 },
    );
  });
});
