import { describe, expect, test } from "vitest";
import { parseBounded } from "./bounded-json.ts";
import { TRANSPORT_LIMITS } from "./limits.ts";
import { Rate } from "./rate.ts";

const nested = (depth: number): Buffer => Buffer.from(`${"[".repeat(depth)}1${"]".repeat(depth)}`);

describe("JSON from a partner", () => {
  test("is parsed up to the depth allowed, and refused beyond it before it is parsed", () => {
    const { jsonDepth } = TRANSPORT_LIMITS;
    expect(() => parseBounded(nested(jsonDepth))).not.toThrow();
    expect(() => parseBounded(nested(jsonDepth + 1))).toThrowError(
      expect.objectContaining({ code: "transport.json_too_deep" }),
    );
    expect(() => parseBounded(nested(200_000))).toThrowError(
      expect.objectContaining({ code: "transport.json_too_deep" }),
    );
  });

  test("may hold brackets and quotes in its texts, however many", () => {
    const text = { a: `${"[".repeat(100)}"\\"{{`, b: "\\" };
    expect(parseBounded(Buffer.from(JSON.stringify(text)))).toEqual(text);
  });

  test("is refused where it has too many objects and arrays", () => {
    const many = Buffer.from(`[${"[],".repeat(TRANSPORT_LIMITS.jsonContainers)}0]`);
    expect(() => parseBounded(many)).toThrowError(
      expect.objectContaining({ code: "transport.json_too_large" }),
    );
  });
});

describe("a rate", () => {
  test("lets a minute's worth pass, then as many as have filled up again", () => {
    let now = 0;
    const rate = new Rate({ aMinute: 60, remembered: 10, nowMilliseconds: () => now });
    const passed = () => Array.from({ length: 100 }, () => rate.allows("one")).filter(Boolean).length;
    expect(passed()).toBe(60);
    expect(rate.allows("another")).toBe(true);
    now = 10_000;
    expect(passed()).toBe(10);
  });

  test("remembers so many callers and no more", () => {
    const rate = new Rate({ aMinute: 1, remembered: 2, nowMilliseconds: () => 0 });
    expect(rate.allows("a")).toBe(true);
    expect(rate.allows("a")).toBe(false);
    rate.allows("b");
    rate.allows("c");
    expect(rate.allows("a")).toBe(true);
  });
});
