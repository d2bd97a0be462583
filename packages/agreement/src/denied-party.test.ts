import { describe, expect, it } from "vitest";
import { denies } from "./denied-party.ts";

const ministry = { id: "moi-sd", name: "Ministry of Interior", kind: "government", country: "SD" } as const;

describe("an entry of the deny list", () => {
  it("denies the authorities of a country, its police too, and nobody else of it", () => {
    const entry = { kind: "authoritiesOf", value: "SD" } as const;
    expect(denies(entry, ministry)).toBe(true);
    expect(denies(entry, { ...ministry, kind: "lawEnforcement" })).toBe(true);
    expect(denies(entry, { ...ministry, country: "SS" })).toBe(false);
    expect(denies(entry, { ...ministry, kind: "nonGovernmental" })).toBe(false);
  });

  it("denies an authority of which it is not known whose it is", () => {
    expect(denies({ kind: "authoritiesOf", value: "SD" }, { kind: "government" })).toBe(true);
  });

  it("denies a kind, and one by name or id however it is spelt", () => {
    expect(denies({ kind: "partyKind", value: "government" }, ministry)).toBe(true);
    expect(denies({ kind: "partyKind", value: "commercial" }, ministry)).toBe(false);
    expect(denies({ kind: "named", value: " ministry  of INTERIOR" }, ministry)).toBe(true);
    expect(denies({ kind: "named", value: "MOI-sd" }, ministry)).toBe(true);
    expect(denies({ kind: "named", value: "Ministry" }, ministry)).toBe(false);
  });
});
