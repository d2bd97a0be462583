import type { Force } from "../in-force.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { VerifiedEvent } from "../signature/event.ts";

/**
 * What a document is in its life, from the time that it exists. `suspending`, `resuming`, `revoking` and `windingUp` are
 * the states in which this side has said so and the partner's node has not taken it yet, or has not answered; nothing is
 * granted in any of them.
 */
export type AgreementPhase =
  | "proposed"
  | "signed"
  | "active"
  | "barred"
  | "suspending"
  | "suspended"
  | "resuming"
  | "revoking"
  | "revoked"
  | "expired"
  | "superseded"
  | "woundUp";

export interface PhaseFacts {
  readonly self: string;
  readonly force: Force;
  readonly events: readonly VerifiedEvent[];
  /** True where a word of this side on this agreement has not been taken by the partner's node. */
  readonly untold: boolean;
}

/** Where an agreement stands, worked out from what was signed and from the day: it cannot be set. */
export function phaseOf({ self, force, events, untold }: PhaseFacts): AgreementPhase {
  if (force.inForce) return "active";
  const said = (kind: VerifiedEvent["event"]["kind"]) =>
    events.some(({ event }) => event.kind === kind && event.party === self);
  switch (force.reason) {
    case "unsigned":
      return "proposed";
    case "notYetValid":
    case "notAssessed":
      return "signed";
    case "deniedRecipient":
      return "barred";
    case "suspended":
      if (isResuming(self, events)) return "resuming";
      return untold && said("suspension") ? "suspending" : "suspended";
    case "revoked":
      if (said("windUp")) return "woundUp";
      return untold && said("revocation") ? "revoking" : "revoked";
    case "expired":
    case "superseded":
      return said("windUp") ? "woundUp" : force.reason;
  }
}

/** This side has resumed from every suspension that still stands, and waits for the other. */
function isResuming(self: string, events: readonly VerifiedEvent[]): boolean {
  const resumedBy = (suspension: string) =>
    new Set(
      events.flatMap(({ event }) =>
        event.kind === "resumption" && event.suspension === suspension ? [event.party] : [],
      ),
    );
  const open = events.filter(({ id, event }) => event.kind === "suspension" && resumedBy(id).size < 2);
  return open.length > 0 && open.every(({ id }) => resumedBy(id).has(self));
}

export const ENDED: readonly AgreementPhase[] = ["revoking", "revoked", "expired", "superseded"];

/** What is due in an agreement's life. */
export type Duty =
  | { readonly kind: "review"; readonly by: string; readonly overdue: boolean }
  | { readonly kind: "expiry"; readonly on: string }
  | { readonly kind: "windUp"; readonly by: string; readonly overdue: boolean };

/** Days before a date from which it is reminded of. */
const REMIND_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;

/**
 * What should be reminded of on a day: a review that comes due, unless it was held, then the one after; an end that comes
 * near; and for an agreement that has ended, by when what was received must be deleted and certified.
 * @param today `YYYY-MM-DD`
 * @param endedOn the day on which it was seen to have ended, where it has
 */
export function dutiesOn(
  today: string,
  agreement: Pick<Agreement, "reviewBy" | "validUntil" | "windUp">,
  life: {
    readonly phase: AgreementPhase;
    readonly events: readonly VerifiedEvent[];
    readonly endedOn?: string | undefined;
  },
): readonly Duty[] {
  if (ENDED.includes(life.phase)) {
    const by = plusDays(life.endedOn ?? today, agreement.windUp.deleteWithinDays);
    return [{ kind: "windUp", by, overdue: by < today }];
  }
  if (!["active", "barred", "suspending", "suspended", "resuming"].includes(life.phase)) return [];
  const soon = plusDays(today, REMIND_DAYS);
  const duties: Duty[] = [];
  const reviewBy = nextReview(agreement, life.events);
  if (reviewBy !== undefined && reviewBy <= soon) {
    duties.push({ kind: "review", by: reviewBy, overdue: reviewBy < today });
  }
  if (agreement.validUntil <= soon) duties.push({ kind: "expiry", on: agreement.validUntil });
  return duties;
}

/** The review date that stands: the agreement's, or the one that the last review set; none where it set none. */
function nextReview(
  { reviewBy }: Pick<Agreement, "reviewBy">,
  events: readonly VerifiedEvent[],
): string | undefined {
  const held = events
    .map(({ event }) => event)
    .filter((event) => event.kind === "review")
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
  return held === undefined ? reviewBy : held.nextReviewBy;
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}
