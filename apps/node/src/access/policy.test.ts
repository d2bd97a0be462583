import { beforeAll, describe, expect, test } from "vitest";
import { ACTION_NAMES, definitionOf } from "./action.ts";
import { loadPolicies, permits } from "./policy.ts";
import { type HeldRole, ROLE_NAMES } from "./role.ts";
import { localOperator, type Staff } from "./staff.ts";

const holding = (...roles: HeldRole[]): Staff => ({ ...localOperator(), id: "one", roles });

beforeAll(() => loadPolicies());

describe("the access policies", () => {
  test("permit each action to somebody, and none but the open ones to everybody", () => {
    for (const action of ACTION_NAMES) {
      const open = definitionOf(action).anyone === true;
      expect(permits(undefined, action), action).toBe(open);
      expect(permits(holding(), action), action).toBe(
        open || action === "node.status" || action === "session.own",
      );
      expect(
        [...ROLE_NAMES, "localOperator" as const].some((role) => permits(holding(role), action)),
        action,
      ).toBe(true);
    }
  });

  test("show no person to an auditor or an administrator, whatever other roles they hold", () => {
    for (const action of ACTION_NAMES.filter((name) => definitionOf(name).personal === true)) {
      for (const role of ["auditor", "administrator"] as const) {
        expect(permits(holding(role), action), `${role} ${action}`).toBe(false);
        expect(permits(holding(...ROLE_NAMES), action), `all roles ${action}`).toBe(false);
      }
    }
  });

  test("are refused where a line speaks of an action or a role's kind that there is not", () => {
    const line = 'permit (principal, action == Action::"person.destroy", resource);';
    expect(() => loadPolicies(line)).toThrow(expect.objectContaining({ code: "access.policies_invalid" }));
    expect(() => loadPolicies("permit (principal, action")).toThrow(
      expect.objectContaining({ code: "access.policies_invalid" }),
    );
    loadPolicies();
  });
});
