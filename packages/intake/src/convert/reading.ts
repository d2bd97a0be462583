import { type AttributeState, known } from "@accord/vocabulary";
import type { Problem } from "../problem.ts";

/** What a converter makes of a row's cells: nothing was written, a state of the attribute, or a fault. */
export type Reading =
  | { readonly kind: "nothing" }
  | { readonly kind: "state"; readonly state: AttributeState }
  | { readonly kind: "fault"; readonly fault: Problem };

export const NOTHING: Reading = { kind: "nothing" };
export const DECLINED: Reading = { kind: "state", state: { state: "declined" } };
export const NOT_KNOWN: Reading = { kind: "state", state: { state: "notKnown" } };

export const knownReading = (value: unknown): Reading => ({ kind: "state", state: known(value) });
export const faultReading = (column: string, problem: string, remedy: string): Reading => ({
  kind: "fault",
  fault: { column, problem, remedy },
});

/**
 * What a converter may look at: the row's cells, and the registration date, `YYYY-MM-DD`; undefined where the row has
 * none that can be read, and is rejected for it.
 */
export interface RowContext {
  readonly cells: readonly string[];
  readonly registeredAt: string | undefined;
}
export type Convert = (row: RowContext) => Reading;
