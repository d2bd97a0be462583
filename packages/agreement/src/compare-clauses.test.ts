import { expect, it } from "vitest";
import { clause, draft } from "../test/fixtures.ts";
import { compareClauses } from "./compare-clauses.ts";

it("a comparison names what was added, removed and changed, by direction, tier and attribute", () => {
  const name = clause({ id: "a" });
  const sex = clause({ id: "b", attribute: "person.sex" });
  const phone = clause({ id: "c", attribute: "person.phone", transformation: "hash" });
  const before = draft({ clauses: [name, sex] });
  const after = draft({ clauses: [{ ...name, retentionDays: 30 }, phone] });
  expect(compareClauses(before, after)).toEqual([
    { kind: "changed", before: name, after: { ...name, retentionDays: 30 }, fields: ["retentionDays"] },
    { kind: "added", clause: phone },
    { kind: "removed", clause: sex },
  ]);
  expect(compareClauses(after, after)).toEqual([]);
});
