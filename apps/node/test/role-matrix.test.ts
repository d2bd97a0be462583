import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACTION_NAMES, definitionOf } from "../src/access/action.ts";
import { FOUR_EYES } from "../src/access/approval.ts";
import type { GuardedRoute } from "../src/access/guard.ts";
import { permits } from "../src/access/policy.ts";
import {
  type HeldRole,
  LOCAL_OPERATOR,
  LOCAL_OPERATOR_ROLES,
  ROLE_NAMES,
  ROLES,
} from "../src/access/role.ts";
import { localOperator } from "../src/access/staff.ts";
import { type Agency, agency } from "./agencies.ts";
import { signedIn } from "./staff-accounts.ts";

/** docs/reference/role-matrix.md: written by `npx vitest run apps/node/test/role-matrix.test.ts -u`. */
const PAGE = "../../../docs/reference/role-matrix.md";

type Asker = HeldRole | "nobody";
const ASKERS: readonly Asker[] = ["nobody", ...ROLE_NAMES, LOCAL_OPERATOR];

let root: string;
let node: Agency;
let routes: readonly GuardedRoute[];
const tokens = new Map<Asker, string>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-matrix-"));
  node = await agency(root, "iom", {});
  routes = node.serving.api.guardedRoutes
    .filter(({ method }) => method !== "HEAD")
    .toSorted((a, b) => (a.url + a.method < b.url + b.method ? -1 : 1));
  for (const role of ROLE_NAMES)
    tokens.set(role, (await signedIn(node, { login: role, roles: [role] })).token);
  tokens.set(LOCAL_OPERATOR, node.serving.token);
});
afterAll(async () => {
  await node?.serving.close();
  await rm(root, { recursive: true, force: true });
});

/** Whether the server lets the request past the guard; what becomes of an empty request after that is no matter here. */
async function isLetPast({ method, url }: GuardedRoute, asker: Asker): Promise<boolean> {
  const path = url.replaceAll(/:[a-zA-Z]+/g, "0191e3a0-0000-7000-8000-000000000001");
  const token = tokens.get(asker);
  const { statusCode, body } = await request(new URL(path, node.serving.staffAddress), {
    method: method as "GET" | "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
    },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
  const text = await body.text();
  if (statusCode !== 401 && statusCode !== 403) return true;
  const { code } = JSON.parse(text) as { code: string };
  expect(["api.not_signed_in", "access.refused"], `${method} ${url} as ${asker}`).toContain(code);
  return false;
}

test("the server lets each role do what the documented matrix says, and refuses the rest, on every route", async () => {
  // Signing out ends the session that the other routes are asked with.
  const asked = routes.toSorted(
    (a, b) => Number(a.url === "/api/sign-out") - Number(b.url === "/api/sign-out"),
  );
  const letPast = new Map<GuardedRoute, readonly Asker[]>();
  for (const route of asked) {
    const by: Asker[] = [];
    for (const asker of ASKERS) if (await isLetPast(route, asker)) by.push(asker);
    letPast.set(route, by);
  }
  for (const [route, by] of letPast) {
    const expected = ASKERS.filter((asker) =>
      permits(
        asker === "nobody"
          ? undefined
          : asker === LOCAL_OPERATOR
            ? localOperator()
            : { ...localOperator(), roles: [asker] },
        route.action,
      ),
    );
    expect(by, `${route.method} ${route.url}`).toEqual(expected);
  }
  await expect(pageOf(letPast)).toMatchFileSnapshot(PAGE);
});

test("each action is asked about somewhere", () => {
  const source = fileURLToPath(new URL("../src", import.meta.url));
  const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== join("access", "action.ts"),
    )
    .map((file) => readFileSync(join(source, file), "utf8"));
  expect(ACTION_NAMES.filter((action) => !texts.some((text) => text.includes(`"${action}"`)))).toEqual([]);
});

function pageOf(letPast: ReadonlyMap<GuardedRoute, readonly Asker[]>): string {
  const heads = ASKERS.map((asker) => asker.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = (
    first: readonly string[],
    rows: readonly (readonly [readonly string[], readonly Asker[]])[],
  ) =>
    [
      line([...first, ...heads]),
      line([...first.map(() => "---"), ...heads.map(() => ":-:")]),
      ...rows.map(([cells, by]) =>
        line([...cells, ...ASKERS.map((asker) => (by.includes(asker) ? "x" : ""))]),
      ),
    ].join("\n");
  const approving = Object.entries(FOUR_EYES).map(([operation, action]) => {
    const by = ROLE_NAMES.filter((role) => permits({ ...localOperator(), roles: [role] }, action));
    return [[`\`${operation}\``, definitionOf(action).does.replace("approve: ", "")], by] as const;
  });
  return `# Who may do what

Written from what a node answers when every role asks at every route (\`npx vitest run apps/node/test/role-matrix.test.ts -u\`);
the test fails where the node answers otherwise. The policies are \`apps/node/policies/staff.cedar\`. Of persons, each
member of staff sees those of their own sites, for a purpose of their own: [staff](../staff.md).

${ROLE_NAMES.map((role) => `- **${role}**: ${ROLES[role]}`).join("\n")}
- **${LOCAL_OPERATOR}**: the command line on the node's own machine without a sign-in; by default it holds ${LOCAL_OPERATOR_ROLES.join(", ")} as well, which is what the column shows

## Routes

${table(
  ["route", "does"],
  routes.map((route) => [
    [`\`${route.method} ${route.url}\``, definitionOf(route.action).does],
    letPast.get(route) ?? [],
  ]),
)}

## Four eyes

What one member of staff asks for and another, of these roles, approves.

${table(["operation", "what"], approving)}
`;
}
