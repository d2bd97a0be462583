import { describe, expect, it } from "vitest";
import { draft } from "../test/fixtures.ts";
import {
  agreementDigest,
  canonicalBytes,
  canonicalJson,
  MAXIMUM_AGREEMENT_BYTES,
  parseAgreement,
} from "./canonical.ts";

const agreement = draft();
const text = new TextDecoder().decode(canonicalBytes(agreement));
const bytes = (written: string) => new TextEncoder().encode(written);
const coded = (code: string) => expect.objectContaining({ code });

describe("canonical bytes", () => {
  it("order keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3 does", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    expect(new TextDecoder().decode(canonicalJson(value))).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  it("are the same whatever the order in which the agreement was written", () => {
    const backwards = Object.fromEntries(Object.entries(agreement).reverse()) as typeof agreement;
    expect(agreementDigest(backwards)).toBe(agreementDigest(agreement));
    expect(agreementDigest(agreement)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("read back as the agreement that they are of", () => {
    expect(parseAgreement(bytes(text))).toEqual(agreement);
  });

  it("differ where any term differs", () => {
    expect(agreementDigest(draft({ breachNoticeHours: 25 }))).not.toBe(agreementDigest(agreement));
  });
});

describe("reading an agreement", () => {
  it("refuses a key that is written twice, whose first value JSON.parse would hide", () => {
    const twice = text.replace('"breachNoticeHours":24', '"breachNoticeHours":720,"breachNoticeHours":24');
    expect(JSON.parse(twice)).toEqual(agreement);
    expect(() => parseAgreement(bytes(twice))).toThrow(coded("agreement.not_canonical"));
  });

  it.each([
    ["a space", text.replace(":", ": ")],
    ["a line at the end", `${text}\n`],
    ["a byte-order mark", `\ufeff${text}`],
    ["a number in another form", text.replace('"breachNoticeHours":24', '"breachNoticeHours":24.0')],
    ["an escape that is not needed", text.replace('"none"', '"\\u006eone"')],
  ])("refuses %s", (_, written) => {
    expect(() => parseAgreement(bytes(written))).toThrow(/not in canonical form|not JSON/);
  });

  it("refuses an integer beyond 2^53-1, even one that canonicalises to itself", () => {
    const large = text.replace('"breachNoticeHours":24', '"breachNoticeHours":9007199254740992');
    expect(() => parseAgreement(bytes(large))).toThrow(coded("agreement.unsafe_number"));
  });

  it("refuses what is not UTF-8, not JSON, nested without end, or too long", () => {
    expect(() => parseAgreement(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(coded("agreement.not_json"));
    expect(() => parseAgreement(bytes("{"))).toThrow(coded("agreement.not_json"));
    expect(() => parseAgreement(bytes(`${"[".repeat(50_000)}${"]".repeat(50_000)}`))).toThrow(
      coded("agreement.malformed"),
    );
    expect(() => parseAgreement(new Uint8Array(MAXIMUM_AGREEMENT_BYTES + 1))).toThrow(
      coded("agreement.too_large"),
    );
  });

  it("refuses a field that the schema library would pass over in silence", () => {
    const beside = text.replace('"assistance":', '"__proto__":{"grants":"all"},"assistance":');
    const inRecord = text.replace('"attributes":{', '"attributes":{"__proto__":"iom"');
    for (const hidden of [beside, inRecord]) {
      expect(hidden).not.toBe(text);
      expect(() => parseAgreement(bytes(hidden))).toThrow(coded("agreement.malformed"));
    }
  });

  it("names the field that is wrong and never its value", () => {
    const wrong = text.replace('"breachNoticeHours":24', '"breachNoticeHours":"secret"');
    let caught: unknown;
    try {
      parseAgreement(bytes(wrong));
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: "agreement.malformed", where: "breachNoticeHours" });
    expect(JSON.stringify(caught)).not.toContain("secret");
  });
});
