import type { Agreement } from "../schema/agreement.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Purposes, dates and bounds. ISO dates compare as text. */
export function* termContradictions(agreement: Agreement): Generator<Contradiction> {
  const { purposes, purpose, validFrom, validUntil, reviewBy } = agreement;
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
  if (agreement.ceilings.recordsInTotal < agreement.ceilings.personsPerExchange) {
    yield warning({
      code: "ceilings.total_below_exchange",
      message: "A full exchange does not fit into the records of the whole agreement.",
      where: "ceilings.recordsInTotal",
      remedy: "Raise recordsInTotal, or lower personsPerExchange.",
    });
  }
}
