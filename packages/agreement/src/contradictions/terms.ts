import type { Agreement } from "../schema/agreement.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Parties, purposes, legal basis, dates and bounds. ISO dates compare as text. */
export function* termContradictions(agreement: Agreement): Generator<Contradiction> {
  const { parties, purposes, purpose, legalBasis, consent, validFrom, validUntil, reviewBy } = agreement;
  const [first, second] = parties;
  if (first.id === second.id) {
    yield error({
      code: "parties.same",
      message: "Both parties have the same id.",
      where: "parties",
      remedy: "Give each party an id of its own.",
    });
  }
  if (first.signingKey.x === second.signingKey.x) {
    yield error({
      code: "parties.same_key",
      message: "Both parties sign with the same key, so one alone could sign for both.",
      where: "parties.signingKey",
      remedy: "Name each party's own key.",
    });
  }
  if (parties.every((party) => party.role === "processor")) {
    yield error({
      code: "parties.no_controller",
      message: "Both parties are processors, so nobody answers for the processing.",
      where: "parties.role",
      remedy: "Make one party a controller, or both joint controllers.",
    });
  }
  if (!purposes.includes(purpose)) {
    yield error({
      code: "purpose.not_agreed",
      message: "The purpose of the exchange is not among the agreed purposes.",
      where: "purpose",
      remedy: "Choose one of the purposes, or add it to them.",
    });
  }
  if (new Set(purposes).size < purposes.length) {
    yield error({
      code: "purpose.repeated",
      message: "A purpose is listed twice.",
      where: "purposes",
      remedy: "List each purpose once.",
    });
  }
  if (legalBasis === "consent" && !consent.required) {
    yield error({
      code: "consent.not_required",
      message: "The legal basis is consent, but consent is not required.",
      where: "consent.required",
      remedy: "Require consent, or name the legal basis that applies.",
    });
  }
  if (validFrom > validUntil) {
    yield error({
      code: "validity.reversed",
      message: "The agreement ends before it starts.",
      where: "validUntil",
      remedy: "Set validUntil on or after validFrom.",
    });
  }
  if (reviewBy > validUntil) {
    yield error({
      code: "review.after_end",
      message: "The review is due after the agreement has ended.",
      where: "reviewBy",
      remedy: "Set reviewBy on or before validUntil.",
    });
  } else if (reviewBy < validFrom) {
    yield error({
      code: "review.before_start",
      message: "The review is due before the agreement starts.",
      where: "reviewBy",
      remedy: "Set reviewBy between validFrom and validUntil.",
    });
  }
  if (agreement.impactAssessment.completedOn > validFrom) {
    yield warning({
      code: "impact_assessment.after_start",
      message: "The impact assessment is completed after the agreement starts.",
      where: "impactAssessment.completedOn",
      remedy: "Complete it first: it should decide whether and how data is shared.",
    });
  }
  const { minimum, maximum } = agreement.circuitBreaker.expectedOverlap;
  if (minimum > maximum) {
    yield error({
      code: "circuit_breaker.reversed",
      message: "The least overlap expected is greater than the most.",
      where: "circuitBreaker.expectedOverlap",
      remedy: "Set minimum below maximum.",
    });
  } else if (minimum === 0 && maximum === 1) {
    yield warning({
      code: "circuit_breaker.open",
      message: "Any overlap is within the bounds, so the circuit breaker never stops an exchange.",
      where: "circuitBreaker.expectedOverlap",
      remedy: "Estimate the overlap and bound it.",
    });
  }
  if (agreement.ceilings.recordsPerDay < agreement.ceilings.personsPerExchange) {
    yield warning({
      code: "ceilings.day_below_exchange",
      message: "A full exchange does not fit into the records of one day.",
      where: "ceilings.recordsPerDay",
      remedy: "Raise recordsPerDay, or lower personsPerExchange.",
    });
  }
}
