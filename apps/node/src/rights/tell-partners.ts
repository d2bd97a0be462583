import type { EntrySubjects } from "@accord/ledger";
import { type RightsNotice, takeNotice, untakenNotices } from "@accord/registry";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { publicKey } from "../partner/card.ts";
import { documentKeys, knownPartner, partnerCard } from "../partner/partners.ts";
import { verifyErasureCertificate } from "./erasure-certificate.ts";
import { digestOfRefs, NOTICE_PATH } from "./notice-message.ts";

type Teller = Pick<AccordNode, "store" | "client" | "judge" | "ledger" | "log">;

export interface Told {
  readonly taken: number;
  /** Notices that wait for the partner's node, or for a certificate that holds. */
  readonly waiting: number;
}

/**
 * Tells partners what persons decided, in order, until each has confirmed: an erasure is confirmed by a certificate of the
 * partner's own key that names the notice, and by nothing else. Nothing here waits on it: the next disclosure leaves the
 * person out already.
 */
export function tellPartners(node: Teller, partner?: string): Promise<Told> {
  const next = (telling.get(node.store) ?? Promise.resolve()).then(() => tellInOrder(node, partner));
  telling.set(
    node.store,
    next.catch(() => undefined),
  );
  return next;
}

/** One round of telling at a time: a withdrawal that is sent twice must not arrive after the consent that followed it. */
const telling = new WeakMap<Teller["store"], Promise<unknown>>();

async function tellInOrder(node: Teller, partner: string | undefined): Promise<Told> {
  const unreached = new Set<string>();
  let taken = 0;
  let waiting = 0;
  for (const notice of await untakenNotices(node.store, { partner })) {
    if (!unreached.has(notice.partner) && (await tell(node, notice))) taken += 1;
    else {
      // Notices keep their order: a restoration must not overtake the withdrawal before it.
      unreached.add(notice.partner);
      waiting += 1;
    }
  }
  return { taken, waiting };
}

async function tell({ store, client, judge, ledger, log }: Teller, notice: RightsNotice): Promise<boolean> {
  const { id, partner, agreement, kind, refs, concerned } = notice;
  const card = await partnerCard(store, partner);
  if (card === undefined) return false;
  const answer = await client.send(card, NOTICE_PATH, { notice: id, agreement, kind, refs });
  if (!answer.taken) return false;
  const at = judge.now();
  if (kind === "restoration") {
    await takeNotice(store, { id, at, certificate: undefined });
    return true;
  }
  // The partner may have changed its key since it was asked: its earlier ones count as well, and its new one does by now.
  const known = await knownPartner(store, partner);
  const keys = known === undefined ? [] : documentKeys(known).map(publicKey);
  const certificate = await verifyErasureCertificate(answer.certificate ?? "", keys, {
    notice: id,
    refs: digestOfRefs(refs),
    agreement,
    by: partner,
  });
  if (certificate === undefined) {
    log.warn({ partner, notice: id, code: "rights.certificate_invalid" }, "a partner confirmed no erasure");
    return false;
  }
  const text = answer.certificate!;
  await store.transaction(async (transaction) => {
    await takeNotice(transaction, { id, at, certificate: text });
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "erasure",
        reason: kind === "withdrawal" ? "withdrawal" : "request",
        persons: refs.length,
        commitment: sha256(text),
        certifiedBy: "partner",
        partner,
        agreement,
        reference: id,
        at,
      },
      concerned && { subjects: concerned.subjects as EntrySubjects, tags: concerned.tags },
    );
  });
  return true;
}
