import { counterpartOf } from "@accord/agreement";
import type { Ledger } from "@accord/ledger";
import {
  liftBar,
  personsOfPartnerRefs,
  type RegistryContext,
  type Session,
  takeBack,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { type AgreementJudge, heldAgreement } from "../agreements/held-agreements.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import { makeErasureCertificate } from "./erasure-certificate.ts";
import { digestOfRefs, type NoticeMessage } from "./notice-message.ts";

export interface NoticeParts {
  readonly session: Session;
  readonly context: RegistryContext;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
  readonly keys: NodeKeys;
}

/**
 * Does what a partner's notice asks, at once and whole: erases what was received of the persons and signs that it is gone,
 * or takes in again what comes for them. A notice that comes twice is answered with a certificate of what was left to
 * erase. An agreement that has ended is no hindrance.
 * @throws AccordError `agreement.unknown`, `agreement.not_ours`
 */
export async function answerNotice(
  parts: NoticeParts,
  partner: string,
  message: NoticeMessage,
): Promise<string | undefined> {
  const { session, context, ledger, judge, keys } = parts;
  const { notice, agreement, kind, refs } = message;
  const held = await heldAgreement(session, judge, agreement);
  if (held === undefined) {
    throw new AccordError("agreement.unknown", "there is no such agreement here", {
      remedy: "Hand over the agreement first.",
    });
  }
  if (counterpartOf(held.agreement, judge.self)?.id !== partner) {
    throw new AccordError("agreement.not_ours", "the agreement is not one with this partner", {
      remedy: "Send the notice to the agreement's other party.",
    });
  }
  if (kind === "restoration") {
    await liftBar(session, { partner, agreement, refs });
    return undefined;
  }
  const reason = kind === "withdrawal" ? "withdrawal" : "request";
  return session.transaction(async (transaction) => {
    // Before what was received goes: afterwards nothing tells whom the pseudonyms stood for.
    const concerned = await personsOfPartnerRefs(transaction, { agreement, partner, refs });
    const { scrubBy, ...erased } = await takeBack(transaction, context, { partner, agreement, refs, reason });
    const at = context.now();
    const certificate = await makeErasureCertificate(
      { notice, refs: digestOfRefs(refs), agreement, by: judge.self, erased, at, scrubBy },
      keys.signing,
    );
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "erasure",
        reason,
        persons: refs.length,
        commitment: sha256(certificate),
        certifiedBy: "own",
        partner,
        agreement,
        reference: notice,
        at,
      },
      concerned,
    );
    return certificate;
  });
}
