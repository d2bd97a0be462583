import type { Agreement, Alongside } from "@accord/agreement";

/** An agreement as this node holds it, and whether it grants anything now. */
export interface HeldAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly force:
    | { readonly inForce: true }
    | { readonly inForce: false; readonly code: string; readonly reason: string };
  /** Others that both parties signed and that have not ended; `inLife` where one is in force here or suspended. */
  readonly alongside: readonly (Alongside & { readonly inLife: boolean })[];
}
