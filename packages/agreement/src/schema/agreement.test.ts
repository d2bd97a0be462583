import { describe, expect, it } from "vitest";
import { draft, keys } from "../../test/fixtures.ts";
import { Agreement, agreementJsonSchema, counterpartOf, overlapTold } from "./agreement.ts";

const agreement = draft();
const pathsOf = (value: unknown) =>
  Agreement.safeParse(value).error?.issues.map((issue) => issue.path.join("."));

describe("the agreement's schema", () => {
  it("takes the template as it is, and changes nothing in it", () => {
    expect(Agreement.parse(agreement)).toEqual(agreement);
  });

  it("refuses a field that it does not know, at any depth", () => {
    expect(Agreement.safeParse({ ...agreement, note: "x" }).success).toBe(false);
    expect(pathsOf({ ...agreement, scope: { ...agreement.scope, state: "any" } })).toEqual(["scope"]);
  });

  it("refuses a key that goes by another key's thumbprint", () => {
    const [iom, wfp] = agreement.parties;
    const signingKey = { ...iom.signingKey, kid: keys.wfp.kid };
    expect(pathsOf({ ...agreement, parties: [{ ...iom, signingKey }, wfp] })).toEqual([
      "parties.0.signingKey.kid",
    ]);
  });

  it("refuses one party, three parties, and a party named as a reserved word", () => {
    const [iom, wfp] = agreement.parties;
    expect(pathsOf({ ...agreement, parties: [iom] })).toEqual(["parties"]);
    expect(pathsOf({ ...agreement, parties: [iom, wfp, iom] })).toEqual(["parties"]);
    expect(pathsOf({ ...agreement, parties: [{ ...iom, id: "latest" }, wfp] })).toEqual(["parties.0.id"]);
  });

  it("has no onward transfer but none", () => {
    expect(pathsOf({ ...agreement, onwardTransfer: "partners" })).toEqual(["onwardTransfer"]);
  });

  it("is published as JSON Schema that closes every object and asks for every field but supersedes and overlap", () => {
    const schema = agreementJsonSchema() as { required: string[]; properties: object };
    expect(new Set(schema.required)).toEqual(
      new Set(Object.keys(schema.properties).filter((name) => !["supersedes", "overlap"].includes(name))),
    );
    const open: unknown[] = [];
    walk(schema, (node) => {
      if (node.type === "object" && node.additionalProperties !== false && !("propertyNames" in node))
        open.push(node);
    });
    expect(open).toEqual([]);
  });

  it("tells a small overlap only as fewer than its minimum, and none of it likewise", () => {
    expect([0, 9, 10, 11].map((count) => overlapTold({ minimumOverlapTold: 10 }, count))).toEqual([
      { fewerThan: 10 },
      { fewerThan: 10 },
      { count: 10 },
      { count: 11 },
    ]);
  });

  it("knows each party's counterpart, and none of a stranger", () => {
    expect(counterpartOf(agreement, "iom")?.id).toBe("wfp");
    expect(counterpartOf(agreement, "wfp")?.id).toBe("iom");
    expect(counterpartOf(agreement, "unhcr")).toBeUndefined();
  });
});

function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>);
  for (const inner of Object.values(value)) walk(inner, visit);
}
