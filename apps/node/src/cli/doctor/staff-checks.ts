import type { ApiClient } from "../../api-client.ts";
import type { NodeConfig } from "../../config/config.ts";
import { failureOf } from "../failure.ts";
import { count } from "../terminal.ts";
import { type Check, ok, warning } from "./check.ts";

interface Account {
  readonly roles: readonly string[];
  readonly status: string;
}

/** Whether the accounts there are make four eyes possible, and a lost way in replaceable. */
export async function staffChecks(client: ApiClient, config: NodeConfig): Promise<readonly Check[]> {
  const accounts = await client.get<readonly Account[]>("/api/staff").catch((error: unknown) => {
    if (failureOf(error).code === "access.refused") return undefined; // whoever asks may not see the accounts
    throw error;
  });
  if (accounts === undefined) return [];
  if (accounts.length === 0) {
    return [
      warning(
        "staff",
        "no account: what needs four eyes passes, since there is nobody to ask",
        "Add the first administrator: accord staff add --role administrator (docs/staff.md)",
      ),
    ];
  }
  const active = accounts.filter(({ status }) => status === "active");
  const administrators = active.filter(({ roles }) => roles.includes("administrator")).length;
  const checks: Check[] = [
    administrators < 2
      ? warning(
          "staff",
          `${count(administrators)} of ${count(active.length)} active accounts is an administrator: nobody can replace a lost way in`,
          "Add a second administrator: accord staff add --role administrator",
        )
      : ok("staff", `${count(active.length)} active accounts, ${count(administrators)} administrators`),
  ];
  const { localOperator, localOperatorRoles } = config.access;
  if (localOperator === "on" && localOperatorRoles.length > 0) {
    checks.push(
      warning(
        "local operator",
        `without a sign-in the command line here still is ${localOperatorRoles.join(", ")}`,
        "Leave it fewer roles, or none: access.localOperatorRoles in accord.json (docs/staff.md)",
      ),
    );
  }
  return checks;
}
