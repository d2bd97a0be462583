import { dutiesOn, ENDED } from "@accord/agreement";
import { listAgreements } from "@accord/registry";
import type { AccordNode } from "../node.ts";
import { haltExchangesUnder } from "./halt-exchanges.ts";
import { observed, phaseNow } from "./observe-agreement.ts";
import { tightenHeld } from "./tighten-held.ts";
import { cutToAmendment, windUp, windUpBy } from "./wind-up.ts";

/**
 * What the days bring: agreements that begin or end are recorded, exchanges under those that ended stop, data shared
 * under an amended one is cut to the new terms, and what another agreement came to narrow is kept no
 * longer than that allows, and what must be deleted by today is deleted and certified. Reviews and
 * ends that come near are told in the log; `accord agreement duties` lists them.
 */
export async function watchAgreements(node: AccordNode): Promise<void> {
  const { store, context, ledger, judge, driver, log } = node;
  const today = judge.now().slice(0, 10);
  for (const document of await listAgreements(store)) {
    const before = document.phase;
    const standing = await store.transaction((transaction) =>
      observed({ session: transaction, ledger, judge }, document),
    );
    const phase = await phaseNow(store, judge, standing);
    if (phase !== before) log.info({ agreement: document.digest, phase }, "an agreement's life went on");
    await haltExchangesUnder(store, driver, standing);
    if (phase === "active") await tightenHeld(store, context, judge, standing);
    if (phase === "superseded") await cutToAmendment(store, context, judge, standing);
    const due = windUpBy(standing);
    if (ENDED.includes(phase) && due !== undefined && due <= today) {
      await windUp(node, standing);
      log.info({ agreement: document.digest }, "an agreement was wound up");
      continue;
    }
    const life = { phase, events: standing.events, endedOn: standing.document.endedOn };
    for (const duty of dutiesOn(today, standing.state.agreement, life)) {
      log.warn({ agreement: document.digest, duty }, "an agreement asks for something");
    }
  }
}
