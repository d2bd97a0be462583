import type { Ledger } from "@accord/ledger";
import {
  liftBar,
  personsOfPartnerRefs,
  type RegistryContext,
  type Session,
  takeBack,
} from "@accord/registry";
import { type AgreementJudge, heldWithPartner } from "../agreements/held-agreements.ts";
import type { NodeKeys } from "../keys/node-keys.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { keysOf, recordEntry } from "../ledger/record.ts";
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
  await heldWithPartner(session, judge, agreement, partner);
  if (kind === "restoration") {
    await liftBar(session, { partner, agreement, refs });
    return undefined;
  }
  const reason = kind === "withdrawal" ? "withdrawal" : "request";
  return session.transaction(async (transaction) => {
    // Before what was received goes: afterwards nothing tells whom the pseudonyms stood for.
    const concerned = await keysOf(
      transaction,
      await personsOfPartnerRefs(transaction, { agreement, partner, refs }),
    );
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
