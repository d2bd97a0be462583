import { currentAssertions, known, type Statement } from "@accord/vocabulary";
import { expect, it } from "vitest";
import { draft } from "../test/fixtures.ts";
import { authorityOf } from "./authority.ts";

const said = (source: string, assertedAt: string): Statement => ({
  id: `s-${source}`,
  source,
  method: "declared",
  assertedAt,
  recordedAt: assertedAt,
  clock: `0m7abc123-0000-${source}`,
  states: { "person.cardNumber": known(`card-${source}`), "person.phone": known(`phone-${source}`) },
});

it("the value of the party with authority stands over a later one, and elsewhere the latest stands", () => {
  const authority = authorityOf(
    draft({ authority: { default: "latest", attributes: { "person.cardNumber": "wfp" } } }),
  );
  const statements = [said("wfp", "2025-01-01T00:00:00Z"), said("iom", "2025-06-01T00:00:00Z")];
  for (const order of [statements, [...statements].reverse()]) {
    const current = currentAssertions(order, authority);
    expect(current.get("person.cardNumber")?.source).toBe("wfp");
    expect(current.get("person.phone")?.source).toBe("iom");
  }
});

it("an attribute can be exempted from the default authority", () => {
  const authority = authorityOf(
    draft({ authority: { default: "iom", attributes: { "person.phone": "latest" } } }),
  );
  expect(authority("person.name", "iom")).toBeGreaterThan(authority("person.name", "wfp"));
  expect(authority("person.phone", "iom")).toBe(authority("person.phone", "wfp"));
});
