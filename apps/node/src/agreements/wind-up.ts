import { type Agreement, type AgreementEvent, ENDED, plusDays, signatureState } from "@accord/agreement";
import {
  cutReceived,
  deleteReceived,
  listExchanges,
  personsReceived,
  purgeStaged,
  type RegistryContext,
  readAgreement,
  type Session,
} from "@accord/registry";
import { AccordError, type AttributeName } from "@accord/vocabulary";
import { sha256 } from "../ledger/node-ledger.ts";
import { keysOf, recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { AgreementJudge, StandingAgreement } from "./held-agreements.ts";
import { partnerIn } from "./keep-agreement.ts";
import { phaseNow } from "./observe-agreement.ts";
import { type Said, sayEvent } from "./say-event.ts";

export type WindUpParts = Pick<
  AccordNode,
  "context" | "store" | "ledger" | "judge" | "keys" | "driver" | "courier"
>;
type Certificate = Extract<AgreementEvent, { kind: "windUp" }>;

/** `YYYY-MM-DD` by which what was received must be gone; undefined where the agreement has not ended. */
export function windUpBy({
  document,
  state,
}: Pick<StandingAgreement, "document" | "state">): string | undefined {
  return document.endedOn === undefined
    ? undefined
    : plusDays(document.endedOn, state.agreement.windUp.deleteWithinDays);
}

/**
 * Deletes what was received under an agreement that has ended, records it, and sends the partner a signed certificate.
 * Under an amended one, the data goes where its amendment says.
 * @throws AccordError `agreement.not_ended`, `agreement.wound_up`
 */
export async function windUp(parts: WindUpParts, standing: StandingAgreement): Promise<Said> {
  const phase = await phaseNow(parts.store, parts.judge, standing);
  if (phase === "woundUp") {
    throw new AccordError("agreement.wound_up", "the agreement is wound up already", {
      remedy: "Its certificate is among its events.",
    });
  }
  if (!ENDED.includes(phase)) {
    throw new AccordError("agreement.not_ended", `the agreement is ${phase}, so nothing is to be wound up`, {
      remedy: "Revoke it first, or wait for its last day.",
    });
  }
  const { deleted, kept } = await parts.store.transaction((transaction) =>
    letGo({ ...parts, session: transaction }, standing),
  );
  const ended = phase === "revoking" ? "revoked" : (phase as Certificate["ended"]);
  return sayEvent(parts, standing, { kind: "windUp", ended, deleted, kept });
}

async function letGo(
  {
    session,
    context,
    ledger,
    judge,
  }: Pick<WindUpParts, "context" | "ledger" | "judge"> & { readonly session: Session },
  standing: StandingAgreement,
): Promise<Pick<Certificate, "deleted" | "kept">> {
  const { digest } = standing.state;
  const partner = partnerIn(standing.state, judge.self);
  const now = judge.now();
  const matchRecords = await purgeMatches(session, digest);
  const shared = (await amendmentOf(session, standing))?.supersedes?.dataShared ?? "deleted";
  if (shared !== "deleted") {
    await cutToAmendment(session, context, judge, standing);
    return {
      deleted: { statements: 0, matchRecords, persons: 0 },
      kept: `What its amendment keeps (${shared}).`,
    };
  }
  const keys = await keysOf(session, await personsReceived(session, digest));
  const gone = await deleteReceived(session, context, { agreement: digest, now });
  const deleted = { ...gone, matchRecords };
  await recordEntry(
    ledger,
    session,
    {
      kind: "erasure",
      reason: "agreement-ended",
      persons: gone.persons,
      commitment: sha256(JSON.stringify({ agreement: digest, deleted, at: now })),
      partner,
      agreement: digest,
      at: now,
    },
    keys,
  );
  return { deleted, kept: "" };
}

async function purgeMatches(session: Session, digest: string): Promise<number> {
  let purged = 0;
  for (const row of await listExchanges(session)) {
    if (row.agreementDigest === digest) purged += await purgeStaged(session, { exchange: row.id });
  }
  return purged;
}

/** The terms of the agreement that amends this one and has begun. */
async function amendmentOf(
  session: Session,
  { supersededBy }: StandingAgreement,
): Promise<Agreement | undefined> {
  const document = supersededBy === undefined ? undefined : await readAgreement(session, supersededBy);
  return document === undefined ? undefined : signatureState(JSON.parse(document.text)).agreement;
}

/**
 * An amendment has begun: what was shared under the earlier agreement is cut to the new clauses at once, where they say
 * so. Doing it again changes nothing.
 * @returns statements that were held to the new terms
 */
export async function cutToAmendment(
  session: Session,
  context: RegistryContext,
  judge: Pick<AgreementJudge, "self" | "now">,
  amended: StandingAgreement,
): Promise<number> {
  const terms = await amendmentOf(session, amended);
  if (terms?.supersedes?.dataShared !== "cutToNewTerms") return 0;
  const days: Partial<Record<AttributeName, number>> = {};
  for (const clause of terms.clauses) {
    if (clause.to !== judge.self || clause.tier === "match") continue;
    days[clause.attribute] = Math.max(days[clause.attribute] ?? 0, clause.retentionDays);
  }
  return cutReceived(session, context, {
    from: amended.state.digest,
    to: amended.supersededBy ?? "",
    days,
    now: judge.now(),
  });
}
