import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardiseAddress, standardisePostcode } from "./address.ts";
import { standardiseEmail } from "./email.ts";
import { standardisePhone } from "./phone.ts";
import { placeDistanceKilometres, placeTable, sharedLevels, standardisePlace } from "./place.ts";
import { standardiseSex } from "./sex.ts";

describe("phones", () => {
  it.each(["0912345678", "+211 912 345 678", "00211912345678", "912-345-678", "٠٩١٢٣٤٥٦٧٨"])(
    "%s is one number of South Sudan",
    (text) => {
      expect(standardisePhone(text, "SS")).toEqual({ e164: "+211912345678", tail: "912345678" });
    },
  );
  it.each(["", "none", "12", "0000000000", "0912345678 / 0923456789"])("%j is none", (text) => {
    expect(standardisePhone(text, "SS")).toBeUndefined();
  });
  it("without a country has only its tail", () => {
    expect(standardisePhone("0912345678")).toEqual({ e164: undefined, tail: "912345678" });
  });
});

describe("sex", () => {
  it.each([
    ["F", "female"],
    ["Féminin", "female"],
    ["أنثى", "female"],
    ["MALE", "male"],
    ["homme", "male"],
    ["ذكر", "male"],
    ["Male (head)", "male"],
    ["x", "other"],
  ])("%s is %s", (text, sex) => {
    expect(standardiseSex(text)).toBe(sex);
  });
  it("is unknown where the text says nothing", () => {
    for (const text of ["", "unknown", "constructor", undefined])
      expect(standardiseSex(text)).toBeUndefined();
  });
});

describe("addresses, postcodes and e-mail", () => {
  it("writes abbreviations out", () => {
    expect(standardiseAddress("12a Tullaroop St.")).toEqual({
      text: "12a tullaroop street",
      number: "12a",
      words: "street tullaroop",
    });
  });
  it("makes postcodes plain", () => expect(standardisePostcode("sw1a 1aa")).toBe("SW1A1AA"));
  it("drops a tag from an address", () => {
    expect(standardiseEmail(" Robert+x@Smith.NET ")).toEqual({
      address: "robert@smith.net",
      local: "robert",
      domain: "smith.net",
    });
    expect(standardiseEmail("robert at smith")).toBeUndefined();
  });
});

describe("places", () => {
  const table = placeTable([
    { pcode: "SS", name: "South Sudan" },
    { pcode: "SS07", name: "Upper Nile", parent: "SS", centre: [32, 10] },
    { pcode: "SS0707", name: "Malakal", parent: "SS07", centre: [31.66, 9.53] },
    { pcode: "SS0709", name: "Nasir", parent: "SS07", centre: [33.06, 8.6] },
    { pcode: "SS08", name: "Warrap", parent: "SS" },
  ]);
  it("finds a place by code, by name and by its likeliest misspelling", () => {
    for (const text of ["ss0707", "Malakal", "Malakal County", "Malakall"])
      expect(standardisePlace(text, table)).toEqual({ code: "SS0707", levels: ["SS", "SS07", "SS0707"] });
    expect(standardisePlace("Khartoum", table)).toEqual({ code: "khartoum", levels: ["khartoum"] });
  });
  it("knows the hierarchy of a code without a table", () => {
    expect(standardisePlace("SS070701")?.levels).toEqual(["SS", "SS07", "SS0707", "SS070701"]);
  });
  it("measures how far apart places are, and what they share", () => {
    const [malakal, nasir, warrap] = ["SS0707", "SS0709", "SS08"].map((code) =>
      standardisePlace(code, table),
    );
    if (malakal === undefined || nasir === undefined || warrap === undefined) throw new Error("unreachable");
    expect(placeDistanceKilometres(malakal, nasir, table)).toBeCloseTo(185, -1);
    expect(placeDistanceKilometres(malakal, malakal, table)).toBe(0);
    expect(placeDistanceKilometres(malakal, warrap, table)).toBeUndefined();
    expect(sharedLevels(malakal, nasir)).toBe(2);
    expect(sharedLevels(malakal, warrap)).toBe(1);
  });
  it("is symmetric and never throws, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (one, other) => {
        const [a, b] = [standardisePlace(one, table), standardisePlace(other, table)];
        if (a !== undefined && b !== undefined) expect(sharedLevels(a, b)).toBe(sharedLevels(b, a));
      }),
      { seed: 5 },
    );
  });

  const file = join(
    resolve(process.env.ACCORD_DATA ?? join(import.meta.dirname, "../../../../../shared/data")),
    "places/ssd_pcodes_adm1_adm2.csv",
  );
  it.skipIf(!existsSync(file))("finds every county of South Sudan by its own name, within its state", () => {
    const rows = readFileSync(file, "utf8")
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => line.split(","))
      .map(([, level, pcode = "", name = "", parent]) => ({ level, pcode, name, parent }));
    const counties = placeTable(rows);
    for (const { pcode, name, parent, level } of rows)
      if (level === "2") expect(standardisePlace(name, counties, parent)?.code).toBe(pcode);
  });
});
