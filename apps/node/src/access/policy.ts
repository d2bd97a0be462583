import { readFileSync } from "node:fs";
import { AccordError } from "@accord/vocabulary";
import {
  type DetailedError,
  preparsePolicySet,
  type SchemaJson,
  statefulIsAuthorized,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import { ACTION_NAMES, type Action, definitionOf } from "./action.ts";
import type { Staff } from "./staff.ts";

// From src/access and from dist/access alike.
const POLICIES = new URL("../../policies/staff.cedar", import.meta.url);
const POLICY_SET = "staff";
const NODE = { type: "Node", id: "this" };
const NOBODY = { type: "Anonymous", id: "anonymous" };

/** What the policies may speak of: written from the list of actions, so that a line about any other does not validate. */
function policySchema(): SchemaJson<string> {
  const action = (personal: boolean) => ({
    appliesTo: { principalTypes: ["Staff", "Anonymous"], resourceTypes: ["Node"] },
    ...(personal ? { memberOf: [{ id: "personal" }] } : {}),
  });
  return {
    "": {
      entityTypes: {
        Role: {},
        Staff: { memberOfTypes: ["Role"] },
        Anonymous: { memberOfTypes: ["Role"] },
        Node: {},
      },
      actions: {
        personal: {},
        ...Object.fromEntries(
          ACTION_NAMES.map((name) => [name, action(definitionOf(name).personal === true)]),
        ),
      },
    },
  };
}

/**
 * Reads and checks the policies; nothing can be decided before.
 * @throws AccordError `access.policies_invalid` where they do not parse or speak of what there is not
 */
export function loadPolicies(text = readFileSync(POLICIES, "utf8")): void {
  const policies = { staticPolicies: text };
  const parsed = preparsePolicySet(POLICY_SET, policies);
  if (parsed.type === "failure") throw invalid(parsed.errors);
  const validated = validate({ schema: policySchema(), policies });
  if (validated.type === "failure") throw invalid(validated.errors);
  if (validated.validationErrors.length > 0)
    throw invalid(validated.validationErrors.map(({ error }) => error));
}

/** Whether the policies permit the action; `undefined` is somebody who has not signed in. */
export function permits(staff: Staff | undefined, action: Action): boolean {
  const principal = staff === undefined ? NOBODY : { type: "Staff", id: staff.id };
  const answer = statefulIsAuthorized({
    principal,
    action: { type: "Action", id: action },
    resource: NODE,
    context: {},
    preparsedPolicySetId: POLICY_SET,
    entities: [
      {
        uid: principal,
        attrs: {},
        parents: (staff?.roles ?? []).map((role) => ({ type: "Role", id: role })),
      },
      {
        uid: { type: "Action", id: action },
        attrs: {},
        parents: definitionOf(action).personal === true ? [{ type: "Action", id: "personal" }] : [],
      },
    ],
  });
  return (
    answer.type === "success" &&
    answer.response.decision === "allow" &&
    answer.response.diagnostics.errors.length === 0
  );
}

function invalid(errors: readonly DetailedError[]): AccordError {
  return new AccordError(
    "access.policies_invalid",
    `the access policies are not right: ${errors.map(({ message }) => message).join("; ")}`,
    { where: "policies/staff.cedar", remedy: "Mend the line; roles and actions are those of src/access." },
  );
}
