import { dropEndedSignIns, dropFindings } from "@accord/registry";
import { watchAgreements } from "./agreements/watch-agreements.ts";
import { withdrawLeft } from "./conversations/withdraw-left.ts";
import { letGo } from "./exchange/retention.ts";
import { carryIncidentNotices } from "./governance/notify-partners.ts";
import { continueRotation, retireKeys } from "./keys/rotate.ts";
import { witnessesOf } from "./ledger/policy.ts";
import { publishWhereGrown } from "./ledger/publish.ts";
import type { AccordNode } from "./node.ts";
import { scrubWhenDue } from "./rights/scrub.ts";
import { tellPartners } from "./rights/tell-partners.ts";

/** How often a partner that was not reached is tried again; how often retention is kept and the ledger cosigned. */
const AGAIN_MILLISECONDS = 30_000;
const HOUR_MILLISECONDS = 3_600_000;

/** What a serving node does by itself: takes up exchanges, carries words of agreements, lets go of what may not be kept, has the
 * ledger cosigned. */
export async function startUpkeep(node: AccordNode): Promise<{ stop(): void }> {
  const failed = (code: string) => () => node.log.error({ code }, "upkeep failed; it is tried again");
  const takeUp = async () => {
    if (node.keys.dropped) return;
    await node.driver.resumeAll().catch(failed("upkeep.resume"));
    await withdrawLeft(node).catch(failed("upkeep.referrals"));
    await node.referrals.resumeAll().catch(failed("upkeep.referrals"));
    await node.inquiries.resumeAll().catch(failed("upkeep.inquiries"));
    await node.courier.carryAll().catch(failed("upkeep.agreements"));
    await tellPartners(node).catch(failed("upkeep.notices"));
    await continueRotation(node).catch(failed("upkeep.rotation"));
    await retireKeys(node).catch(failed("upkeep.retired_keys"));
    await carryIncidentNotices(node).catch(failed("upkeep.incidents"));
  };
  const retain = async () => {
    if (node.keys.dropped) return;
    await watchAgreements(node).catch(failed("upkeep.agreements"));
    await dropEndedSignIns(node.store, node.context.now()).catch(failed("upkeep.sign_ins"));
    await dropFindings(node.store, node.context.now()).catch(failed("upkeep.findings"));
    const gone = await letGo(node);
    if (gone.statements + gone.persons + gone.records > 0)
      node.log.info(gone, "what may no longer be kept was let go");
    const scrubbed = await scrubWhenDue(node);
    if (scrubbed !== undefined) node.log.info(scrubbed, "the store's files were rewritten after erasures");
  };
  const publish = async () => {
    const { keys, ledger, store, judge } = node;
    const parts = { self: judge.self, keys, ledger, session: store, at: judge.now() };
    const published = await publishWhereGrown(parts, () => witnessesOf(node));
    for (const { witness, outcome, code } of published?.witnesses ?? []) {
      if (outcome === "contradicted")
        node.log.error({ witness, code }, "a witness holds another past of the ledger");
    }
  };
  await retain().catch(failed("upkeep.retention"));
  await node.driver.resumeAll();
  await node.referrals.resumeAll();
  await node.inquiries.resumeAll();
  const again = setInterval(() => void takeUp(), AGAIN_MILLISECONDS);
  const hourly = setInterval(() => {
    void retain().catch(failed("upkeep.retention"));
    void publish().catch(failed("upkeep.publish"));
  }, HOUR_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(again);
      clearInterval(hourly);
    },
  };
}
