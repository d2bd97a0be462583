import { recordRead, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { Action } from "./action.ts";
import { permits } from "./policy.ts";
import type { ReadingPurpose } from "./purpose.ts";
import { accountOf, type Staff } from "./staff.ts";

/**
 * The store as this member of staff sees it for a purpose: persons of their sites, and nothing is written.
 * @throws AccordError `access.purpose_not_yours`
 */
export function staffSession(
  node: Pick<AccordNode, "store">,
  staff: Staff,
  purpose: ReadingPurpose,
): Session {
  if (!staff.purposes.includes("*") && !staff.purposes.includes(purpose)) {
    throw new AccordError(
      "access.purpose_not_yours",
      "your account may not look at persons for this purpose",
      {
        where: purpose,
        remedy:
          "State one of your purposes (`accord staff me` lists them), or ask an administrator for this one.",
      },
    );
  }
  return node.store.asStaff({ sites: staff.sites, purpose });
}

export interface Reading {
  readonly staff: Staff;
  readonly action: Action;
  readonly purpose: ReadingPurpose;
  /** Whose data was shown. */
  readonly shown: readonly string[];
  /** How many, where so many are shown that they are counted and not named. */
  readonly counted?: number;
}

/** Notes a reading in the log of reads, which names the person, and in the ledger, where the person's own key finds it. */
export async function noteReading(
  node: Pick<AccordNode, "store" | "ledger" | "context">,
  { staff, action, purpose, shown, counted }: Reading,
): Promise<void> {
  const at = node.context.now();
  const account = accountOf(staff);
  await node.store.transaction(async (session) => {
    const named = await recordRead(session, {
      at,
      staff: staff.id,
      roles: staff.roles,
      action,
      purpose,
      shown,
      ...(counted === undefined ? {} : { counted }),
    });
    await recordEntry(
      node.ledger,
      session,
      {
        kind: "access",
        action,
        outcome: "allowed",
        persons: counted ?? named.length,
        purpose,
        at,
        ...roleOf(staff, action),
        ...(account === undefined ? {} : { staff: account }),
      },
      named,
    );
  });
}

/** That somebody asked for persons' data who may not. */
export async function noteRefusal(
  node: Pick<AccordNode, "ledger" | "context">,
  { staff, action, code }: { readonly staff: Staff; readonly action: Action; readonly code: string },
): Promise<void> {
  const account = accountOf(staff);
  await node.ledger.append({
    kind: "access",
    action,
    outcome: "refused",
    persons: 0,
    code,
    at: node.context.now(),
    ...(account === undefined ? {} : { staff: account }),
  });
}

/** The first of their roles that would do alone. */
function roleOf(staff: Staff, action: Action): { role?: string } {
  const role = staff.roles.find((each) => permits({ ...staff, roles: [each] }, action));
  return role === undefined ? {} : { role };
}
