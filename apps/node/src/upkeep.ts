import { letGo } from "./exchange/retention.ts";
import type { AccordNode } from "./node.ts";
import { scrubWhenDue } from "./rights/scrub.ts";
import { tellPartners } from "./rights/tell-partners.ts";

/** How often a partner that was not reached is tried again, and how often retention is kept. */
const AGAIN_MILLISECONDS = 30_000;
const RETENTION_MILLISECONDS = 3_600_000;

/** What a serving node does by itself: takes up exchanges, carries words of agreements, lets go of what may not be kept. */
export async function startUpkeep(node: AccordNode): Promise<{ stop(): void }> {
  const failed = (code: string) => () => node.log.error({ code }, "upkeep failed; it is tried again");
  const takeUp = async () => {
    await node.driver.resumeAll().catch(failed("upkeep.resume"));
    await node.courier.carryAll().catch(failed("upkeep.agreements"));
    await tellPartners(node).catch(failed("upkeep.notices"));
  };
  const retain = async () => {
    const gone = await letGo(node);
    if (gone.statements + gone.records > 0) node.log.info(gone, "what may no longer be kept was let go");
    const scrubbed = await scrubWhenDue(node);
    if (scrubbed !== undefined) node.log.info(scrubbed, "the store's files were rewritten after erasures");
  };
  await retain().catch(failed("upkeep.retention"));
  await node.driver.resumeAll();
  const again = setInterval(() => void takeUp(), AGAIN_MILLISECONDS);
  const hourly = setInterval(() => void retain().catch(failed("upkeep.retention")), RETENTION_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(again);
      clearInterval(hourly);
    },
  };
}
