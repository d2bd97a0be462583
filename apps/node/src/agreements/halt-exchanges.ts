import { type ExchangeDriver, type ExchangeState, isOver } from "@accord/exchange";
import { listExchanges, type Session } from "@accord/registry";
import type { StandingAgreement } from "./held-agreements.ts";

/**
 * Stops at once what runs under an agreement that is not in force any more: without waiting for the exchange's next
 * event, which on a quiet day may be long in coming.
 */
export async function haltExchangesUnder(
  session: Session,
  driver: ExchangeDriver<Session>,
  { state, force }: Pick<StandingAgreement, "state" | "force">,
): Promise<void> {
  if (force.inForce) return;
  for (const row of await listExchanges(session)) {
    if (row.agreementDigest !== state.digest || isOver(row.state as ExchangeState)) continue;
    await driver.halt(row.id, {
      code: force.code,
      reason: force.reason,
      remedy: "When an agreement is in force again, begin a new exchange.",
    });
  }
}
