import { createHash } from "node:crypto";
import type { LedgerEntry } from "@accord/ledger";
import {
  addApproval,
  listApprovals,
  listStaffAccounts,
  moveApproval,
  readApproval,
  type Session,
  type StaffApproval,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import canonicalize from "canonicalize";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { Action } from "./action.ts";
import { permits } from "./policy.ts";
import { accountOf, type Staff } from "./staff.ts";

/** What nobody does alone, and by which action a second member of staff lets it pass. */
export const FOUR_EYES = {
  "person.export": "approve.export",
  "agreement.sign": "approve.signature",
  "duplicate.merge-many": "approve.merge",
  "person.erase-many": "approve.erasure",
  "key.rotate": "approve.keys",
  "agreement.deny-list": "approve.denyList",
  "staff.recover": "approve.recovery",
  "referral.delicate": "approve.referral",
} as const satisfies Readonly<Record<string, Action>>;
type GuardedOperation = keyof typeof FOUR_EYES;

const LIFE_MILLISECONDS = 72 * 3_600_000;

type Keeper = Pick<AccordNode, "store" | "ledger" | "context" | "nowMilliseconds">;

export interface Question {
  readonly operation: GuardedOperation;
  readonly staff: Staff;
  /** All that the operation depends on; approved is this and nothing else. Kept by its digest alone. */
  readonly subject: unknown;
  /** Whom it concerns, where it is decided on named persons. */
  readonly persons?: readonly string[];
  /** What the second member of staff reads before deciding: words and counts, never a person. */
  readonly asks: string;
}

/**
 * Lets an operation pass that another member of staff has approved, once; otherwise asks, and throws. The asker repeats
 * the same request when it has been approved.
 *
 * A node that never had an account of staff has nobody else to ask: there it passes, and the ledger says so. From the
 * first account on it does not, whether or not that account is still open.
 * @throws AccordError `approval.waits`, `approval.was_refused`
 */
export async function requireApproval(node: Keeper, question: Question): Promise<void> {
  const { operation, staff, asks, persons = [] } = question;
  const digest = digestOf(question.subject);
  const now = node.nowMilliseconds();
  const outcome = await node.store.transaction(async (session) => {
    const asked = (await listApprovals(session, { operation, digest, askedBy: staff.id })).filter(
      (each) => now < Date.parse(each.endsAt),
    );
    const latest = asked.find((each) => each.state !== "used");
    if (
      latest?.state === "approved" &&
      (await moveApproval(session, latest.id, "approved", { state: "used" }))
    )
      return { kind: "passes" } as const;
    if (latest?.state === "refused" && (await moveApproval(session, latest.id, "refused", { state: "used" })))
      return { kind: "refused", reason: latest.reason } as const;
    if (latest?.state === "waiting") return { kind: "waits", id: latest.id } as const;
    if ((await listStaffAccounts(session)).length === 0) {
      await record(node, session, {
        operation,
        event: "given",
        digest,
        staff,
        persons,
        code: "no-accounts-yet",
      });
      return { kind: "passes" } as const;
    }
    const id = node.context.newId();
    const askedAt = new Date(now).toISOString();
    const endsAt = new Date(now + LIFE_MILLISECONDS).toISOString();
    await addApproval(session, { id, operation, digest, asks, persons, askedBy: staff.id, askedAt, endsAt });
    await record(node, session, { operation, event: "asked", digest, staff, persons, reference: id });
    return { kind: "waits", id } as const;
  });
  if (outcome.kind === "passes") return;
  if (outcome.kind === "refused") {
    throw new AccordError("approval.was_refused", "another member of staff refused this", {
      where: operation,
      remedy: "Settle it with them; asking again begins a new request.",
    });
  }
  throw new AccordError("approval.waits", "this needs a second member of staff, who has been asked", {
    where: outcome.id,
    remedy: `Somebody else signs in and runs \`accord approval approve ${outcome.id}\`; then do the same again.`,
  });
}

/** An approval as staff see it: whether it still waits, and whether they may decide it. */
export interface ShownApproval extends Omit<StaffApproval, "state" | "persons"> {
  readonly state: StaffApproval["state"] | "lapsed";
  readonly yoursToDecide: boolean;
}

export async function approvalsFor(node: Keeper, staff: Staff): Promise<readonly ShownApproval[]> {
  const now = node.nowMilliseconds();
  return (await listApprovals(node.store)).map(({ persons: _, ...each }) => {
    const lapsed = now >= Date.parse(each.endsAt) && (each.state === "waiting" || each.state === "approved");
    return {
      ...each,
      state: lapsed ? "lapsed" : each.state,
      yoursToDecide: !lapsed && each.state === "waiting" && whyNot(each, staff) === undefined,
    };
  });
}

/**
 * @throws AccordError `approval.unknown`, `approval.over`, `approval.own`, `approval.not_yours`
 */
export async function decideApproval(
  node: Keeper,
  staff: Staff,
  decision: { readonly id: string; readonly approve: boolean; readonly reason?: string | undefined },
): Promise<StaffApproval> {
  const { id, approve, reason } = decision;
  const found = await readApproval(node.store, id);
  if (found === undefined)
    throw new AccordError("approval.unknown", "no such request waits here", {
      where: "id",
      remedy: "See `accord approval list`.",
    });
  const refusal = whyNot(found, staff);
  if (refusal !== undefined) throw refusal;
  const at = node.context.now();
  await node.store.transaction(async (session) => {
    const moved =
      node.nowMilliseconds() < Date.parse(found.endsAt) &&
      (await moveApproval(session, id, "waiting", {
        state: approve ? "approved" : "refused",
        by: staff.id,
        at,
        ...(reason === undefined ? {} : { reason }),
      }));
    if (!moved) {
      throw new AccordError("approval.over", "the request was decided before, or has lapsed", {
        where: id,
        remedy: "See `accord approval list`.",
      });
    }
    const { operation, digest, persons } = found;
    await record(node, session, {
      operation,
      event: approve ? "given" : "refused",
      digest,
      staff,
      persons,
      reference: id,
    });
  });
  return (await readApproval(node.store, id)) ?? found;
}

function whyNot(
  approval: Pick<StaffApproval, "id" | "operation" | "askedBy">,
  staff: Staff,
): AccordError | undefined {
  if (accountOf(staff) === undefined || approval.askedBy === staff.id) {
    return new AccordError(
      "approval.own",
      "a request is approved by another member of staff, who has signed in",
      {
        where: approval.id,
        remedy: "Ask somebody else; the local operator approves nothing, since it is nobody's account.",
      },
    );
  }
  const action = FOUR_EYES[approval.operation as GuardedOperation];
  if (action !== undefined && permits(staff, action)) return undefined;
  return new AccordError("approval.not_yours", "your roles do not approve this operation", {
    where: approval.operation,
    remedy: "docs/reference/role-matrix.md lists whose it is.",
  });
}

function digestOf(subject: unknown): string {
  return createHash("sha256")
    .update(canonicalize(JSON.parse(JSON.stringify(subject))) ?? "")
    .digest("hex");
}

async function record(
  node: Keeper,
  session: Session,
  step: {
    readonly operation: string;
    readonly event: Extract<LedgerEntry, { kind: "approval" }>["event"];
    readonly digest: string;
    readonly staff: Staff;
    readonly persons: readonly string[];
    readonly reference?: string;
    readonly code?: string;
  },
): Promise<void> {
  const { operation, event, digest, staff, persons, reference, code } = step;
  const account = accountOf(staff);
  await recordEntry(
    node.ledger,
    session,
    {
      kind: "approval",
      operation,
      event,
      commitment: digest,
      at: node.context.now(),
      ...(reference === undefined ? {} : { reference }),
      ...(code === undefined ? {} : { code }),
      ...(account === undefined ? {} : { staff: account }),
    },
    persons,
  );
}
