import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { commitTo } from "@accord/ledger";
import { type ConsentWord, personOfRights, type SaidConsent, sayConsent } from "@accord/registry";
import { withdrawLeft } from "../conversations/withdraw-left.ts";
import { bindNotices, keysOf, recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { staffInLedger } from "./staff-in-ledger.ts";
import { tellPartners } from "./tell-partners.ts";

/**
 * Records a person's word on a recipient and purpose, with an entry in the ledger that names nobody, and tells the
 * recipient at once where its node is reached. A no works here from the next disclosure query on, told or not.
 * @throws AccordError as the registry's `sayConsent`
 */
export async function consentSaid(
  node: AccordNode,
  word: ConsentWord,
): Promise<SaidConsent & { readonly notices: { readonly taken: number; readonly waiting: number } }> {
  const { store, context, ledger } = node;
  const said = await store.transaction(async (transaction) => {
    const result = await sayConsent(transaction, context, word);
    const { consent } = result;
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "consent",
        event: word.event,
        recipient: word.recipient,
        purpose: word.purpose,
        persons: 1,
        ...(consent.language === undefined ? {} : { language: consent.language }),
        ...(consent.textVersion === undefined ? {} : { textVersion: consent.textVersion }),
        ...(consent.expression === undefined ? {} : { basis: consent.expression }),
        commitment: commitTo(
          Buffer.from(JSON.stringify({ ...word, at: consent.assertedAt })),
          randomBytes(32),
        ),
        ...staffInLedger(word.askedBy),
        at: consent.assertedAt,
      },
      [word.person],
    );
    await bindNotices(
      transaction,
      await keysOf(transaction, (await personOfRights(transaction, word.person)).files),
    );
    return result;
  });
  return { ...said, notices: await toldNow(node, said.toTell) };
}

/** Whoever waits for an answer waits no longer than this for a partner's node. */
const PATIENCE_MILLISECONDS = 10_000;

/** Tells these partners what waits for them; who is not reached, or does not answer soon, is told by the upkeep. */
export async function toldNow(
  node: AccordNode,
  partners: readonly string[],
): Promise<{ taken: number; waiting: number }> {
  // The partner hears of it by the referral itself as well, whether or not the notice reaches it first.
  await withdrawLeft(node).catch(() =>
    node.log.warn({ code: "upkeep.referrals" }, "referrals could not be withdrawn"),
  );
  const sum = { taken: 0, waiting: 0 };
  for (const partner of partners) {
    const told = await Promise.race([
      tellPartners(node, partner).catch(() => undefined),
      delay(PATIENCE_MILLISECONDS, undefined, { ref: false }),
    ]);
    sum.taken += told?.taken ?? 0;
    sum.waiting += told?.waiting ?? 1;
  }
  return sum;
}
