import { describe, expect, it } from "vitest";
import { phoneReader } from "./phone.ts";

describe("a phone number", () => {
  const read = phoneReader("SS");

  it.each([
    ["+211 912 345 678", "+211912345678"],
    ["0912345678", "+211912345678"],
    ["912-345-678", "+211912345678"],
    ["00211912345678", "+211912345678"],
    ["٠٩١٢٣٤٥٦٧٨", "+211912345678"],
    ["+254 712 345678", "+254712345678"],
    ["00249912345678", "+249912345678"],
  ])("%s is %s in E.164", (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(read(text)).toBe(expected);
  });

  it.each(["none", "0912345678/0923456789", "12", "+211", "call 0912345678", "0912345678901234"])(
    "%s is none",
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  it("is read as of the country that the mapping names", () => {
    expect(phoneReader("KE")("0712345678")).toBe("+254712345678");
  });
});
