import { describe, expect, it } from "vitest";
import { hashKey } from "../../test/fixtures.ts";
import { HASH_PATTERN, hashText, hashValue } from "./hash.ts";

describe("a keyed hash", () => {
  it("is equal for the same number written differently, and different for another", () => {
    const one = hashText("person.rationCard", "RC-0012 34", hashKey);
    expect(one).toMatch(HASH_PATTERN);
    expect(hashText("person.rationCard", "rc001234", hashKey)).toBe(one);
    expect(hashText("person.rationCard", "rc001235", hashKey)).not.toBe(one);
  });

  it("keeps names in other scripts apart", () => {
    const hash = (part: string) => hashValue("person.name", { parts: [part], script: "Arab" }, hashKey);
    expect(hash("محمد")).not.toEqual(hash("أحمد"));
    expect(hash("محمد")).toMatchObject({ script: "Zyyy" });
  });

  it("differs between attributes and between keys", () => {
    const other = new Uint8Array(32).fill(9);
    expect(hashText("person.cardNumber", "1", hashKey)).not.toBe(hashText("person.rationCard", "1", hashKey));
    expect(hashText("person.phone", "1", other)).not.toBe(hashText("person.phone", "1", hashKey));
  });
});
