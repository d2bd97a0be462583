import type { HeldAgreement } from "@accord/exchange";
import { agreementNamed, type Terms } from "./agreements.ts";
import type { AgreementRow } from "./rows.ts";

/** An agreement as a node holds it at a time: what staff and the partner said of it, and its dates. */
export function heldAgreement(
  row: AgreementRow | undefined,
  terms: Terms,
  now: string,
): HeldAgreement | undefined {
  if (row === undefined) return undefined;
  const { agreement, digest } = agreementNamed(row.name, terms);
  const why = whyNot(row, agreement, now.slice(0, 10));
  return {
    agreement,
    digest,
    // Agreements beside one another only make each other stricter; that is the agreement room's to test.
    alongside: [],
    force:
      why === undefined
        ? { inForce: true }
        : { inForce: false, code: `agreement.${why}`, reason: `The agreement is ${why}.` },
  };
}

function whyNot(row: AgreementRow, agreement: HeldAgreement["agreement"], today: string): string | undefined {
  if (row.standing !== "active") return row.standing;
  if (row.supersededBy !== undefined) return "superseded";
  if (today > agreement.validUntil) return "expired";
  return today < agreement.validFrom ? "not_yet_valid" : undefined;
}
