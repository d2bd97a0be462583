import type { FastifyRequest } from "fastify";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../config/config.ts";
import type { AccordNode } from "../node.ts";
import { authenticateBy } from "./authenticate.ts";
import { loadPolicies, permits } from "./policy.ts";

const TOKEN = "the token of the folder";

/** Who a request with the folder's token is, on a node whose configuration says so of access. */
async function whoIs(access: object, token = TOKEN) {
  const config = parseConfig(
    JSON.stringify({
      agency: { id: "iom", name: "IOM", profile: "brave" },
      staff: { host: "127.0.0.1", port: 8080 },
      exchange: { host: "127.0.0.1", port: 8443, publicAddress: "https://localhost:8443" },
      access,
    }),
    "accord.json",
    {},
  );
  const node = { config, nowMilliseconds: () => 0 } as unknown as AccordNode;
  const request = { headers: { authorization: `Bearer ${token}` }, cookies: {}, method: "GET" };
  return authenticateBy(node, TOKEN)(request as unknown as FastifyRequest);
}

describe("the local operator", () => {
  test("holds what a registry is worked with, and neither auditor nor administrator", async () => {
    loadPolicies();
    const operator = await whoIs({});
    for (const action of ["person.open", "person.export", "agreement.sign", "staff.manage"] as const)
      expect(permits(operator, action), action).toBe(true);
    expect(operator?.roles).not.toContain("auditor");
    expect(operator?.roles).not.toContain("administrator");
  });

  test("holds what the configuration leaves to it, and may still add accounts", async () => {
    const operator = await whoIs({ localOperatorRoles: ["programmeOfficer"] });
    expect(permits(operator, "exchange.run")).toBe(true);
    expect(permits(operator, "person.export")).toBe(false);
    expect(permits(await whoIs({ localOperatorRoles: [] }), "person.open")).toBe(false);
    expect(permits(await whoIs({ localOperatorRoles: [] }), "staff.manage")).toBe(true);
  });

  test("is nobody where it is switched off, or the token is another", async () => {
    expect(await whoIs({ localOperator: "off" })).toBeUndefined();
    expect(await whoIs({}, "another")).toBeUndefined();
    expect(await whoIs({}, "")).toBeUndefined();
  });
});
