import { decidedPartnerRefs, forgetOverlapPairs, purgeStaged } from "@accord/registry";
import { ledgerStorage, sha256 } from "../ledger/node-ledger.ts";
import { makeDeletionCertificate } from "./deletion-certificate.ts";
import type { ExchangeTurn } from "./exchange-turn.ts";

/**
 * Destroys what was received for matching, but for the pairs that wait for a human, and signs that it is gone. Answers
 * the certificate.
 */
export async function purgeReceived({ parts, session, state, at }: ExchangeTurn): Promise<string> {
  const { exchange, agreement, partner } = state;
  const waiting = await decidedPartnerRefs(session, { exchange, decision: "waiting" });
  await forgetOverlapPairs(session, exchange);
  const purged = await purgeStaged(session, { exchange, tier: "match", except: waiting });
  const certificate = await makeDeletionCertificate(
    { exchange, agreement, by: state.self, tier: "match", purged, kept: waiting.length, at },
    parts.keys.signing,
  );
  await parts.ledger.append(
    {
      kind: "erasure",
      reason: "purge",
      persons: purged,
      commitment: sha256(certificate),
      exchange,
      partner,
      agreement,
      at,
    },
    ledgerStorage(session),
  );
  return certificate;
}
