import { dutiesOn, ENDED } from "@accord/agreement";
import { z } from "zod";
import type { StandingAgreement } from "../agreements/held-agreements.ts";
import { phaseNow } from "../agreements/observe-agreement.ts";
import { windUpBy } from "../agreements/wind-up.ts";
import type { AccordNode } from "../node.ts";

const Signature = z.object({ kid: z.string(), signatory: z.string().optional(), signedAt: z.string() });

/** How an agreement stands here, as the API tells it. */
export const Standing = z.object({
  digest: z.string(),
  title: z.string(),
  parties: z.array(
    z.object({
      party: z.string(),
      /** When its last signature that is needed was made. */
      signedAt: z.string().optional(),
      required: z.int(),
      signatures: z.array(Signature),
    }),
  ),
  phase: z.string(),
  inForce: z.boolean(),
  reason: z.string().optional(),
  validFrom: z.string(),
  validUntil: z.string(),
  supersededBy: z.string().optional(),
  /** Of one that has ended: by when what was received must be deleted and certified. */
  windUpBy: z.string().optional(),
  /** What it asks for now. */
  duties: z.array(
    z.object({
      kind: z.string(),
      by: z.string().optional(),
      on: z.string().optional(),
      overdue: z.boolean().optional(),
    }),
  ),
  /** What the parties signed of it since, oldest first. */
  events: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      party: z.string(),
      at: z.string(),
      says: z.string(),
      suspension: z.string().optional(),
    }),
  ),
});
export type Standing = z.infer<typeof Standing>;

export async function told(
  { store, judge }: Pick<AccordNode, "store" | "judge">,
  standing: StandingAgreement,
): Promise<Standing> {
  const { state, force, document, supersededBy } = standing;
  const { agreement } = state;
  const phase = await phaseNow(store, judge, standing);
  const by = ENDED.includes(phase) ? windUpBy(standing) : undefined;
  return {
    digest: state.digest,
    title: agreement.title,
    parties: state.parties.map(({ party, signedAt, required, signatures }) => ({
      party,
      ...(signedAt === undefined ? {} : { signedAt }),
      required,
      signatures: signatures.map(({ signatory, ...signature }) => ({
        ...signature,
        ...(signatory === undefined ? {} : { signatory }),
      })),
    })),
    phase,
    inForce: force.inForce,
    ...(force.inForce ? {} : { reason: force.reason }),
    validFrom: agreement.validFrom,
    validUntil: agreement.validUntil,
    ...(supersededBy === undefined ? {} : { supersededBy }),
    ...(by === undefined ? {} : { windUpBy: by }),
    duties: [
      ...dutiesOn(judge.now().slice(0, 10), agreement, {
        phase,
        events: standing.events,
        endedOn: document.endedOn,
      }),
    ],
    events: standing.events.map(({ id, event }) => ({
      id,
      kind: event.kind,
      party: event.party,
      at: event.at,
      says: saysOf(event),
      ...(event.kind === "resumption" ? { suspension: event.suspension } : {}),
    })),
  };
}

function saysOf(event: StandingAgreement["events"][number]["event"]): string {
  if (event.kind !== "windUp") {
    const next =
      event.kind === "review" ? ` (${event.outcome}; next by ${event.nextReviewBy ?? "no date"})` : "";
    return `${event.reason}${next}`;
  }
  const { statements, matchRecords, persons } = event.deleted;
  const deleted = `deleted: ${statements} statements, ${matchRecords} records kept for matching, ${persons} persons`;
  return event.kept === "" ? deleted : `${deleted}. ${event.kept}`;
}
