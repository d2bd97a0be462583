import type { Selectable } from "kysely";
import type { Schema } from "../store/schema.ts";
import type { Session } from "../store/store.ts";

/** An operation that waits for, or had, a second pair of eyes. */
export interface StaffApproval {
  readonly id: string;
  readonly operation: string;
  /** SHA-256 of what is asked, so that nothing else is done under it. */
  readonly digest: string;
  /** What is asked, in words and counts. */
  readonly asks: string;
  /** Whom it concerns, where it is decided on named persons; whoever is erased is not among them any more. */
  readonly persons: readonly string[];
  readonly askedBy: string;
  readonly askedAt: string;
  readonly endsAt: string;
  readonly state: "waiting" | "approved" | "refused" | "used";
  readonly decidedBy: string | undefined;
  readonly decidedAt: string | undefined;
  readonly reason: string | undefined;
}

export async function addApproval(
  session: Session,
  asked: Pick<
    StaffApproval,
    "id" | "operation" | "digest" | "asks" | "persons" | "askedBy" | "askedAt" | "endsAt"
  >,
): Promise<void> {
  const { askedBy, askedAt, endsAt, persons, ...rest } = asked;
  await session.db
    .insertInto("staff_approval")
    .values({
      ...rest,
      persons: [...persons],
      asked_by: askedBy,
      asked_at: askedAt,
      ends_at: endsAt,
      state: "waiting",
    })
    .execute();
}

/** Those of one question by one asker, or all; newest first, at most 500. */
export async function listApprovals(
  session: Session,
  question?: Pick<StaffApproval, "operation" | "digest" | "askedBy">,
): Promise<readonly StaffApproval[]> {
  let query = session.db.selectFrom("staff_approval").selectAll();
  if (question !== undefined) {
    query = query
      .where("operation", "=", question.operation)
      .where("digest", "=", question.digest)
      .where("asked_by", "=", question.askedBy);
  }
  return (await query.orderBy("asked_at", "desc").orderBy("id", "desc").limit(500).execute()).map(approvalOf);
}

export async function readApproval(session: Session, id: string): Promise<StaffApproval | undefined> {
  const row = await session.db
    .selectFrom("staff_approval")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : approvalOf(row);
}

/** Moves an approval on from the state it is in; false where it is no longer in that. */
export async function moveApproval(
  session: Session,
  id: string,
  from: StaffApproval["state"],
  to:
    | {
        readonly state: "approved" | "refused";
        readonly by: string;
        readonly at: string;
        readonly reason?: string;
      }
    | { readonly state: "used" },
): Promise<boolean> {
  const change =
    to.state === "used"
      ? { state: to.state }
      : { state: to.state, decided_by: to.by, decided_at: to.at, reason: to.reason ?? null };
  const { numUpdatedRows } = await session.db
    .updateTable("staff_approval")
    .set(change)
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function approvalOf(row: Selectable<Schema["staff_approval"]>): StaffApproval {
  const { id, operation, digest, asks, state } = row;
  return {
    id,
    operation,
    digest,
    asks,
    persons: row.persons,
    state,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    endsAt: row.ends_at,
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}
