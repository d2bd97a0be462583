import { countMovements, type MovementLevel } from "@accord/registry";
import { SMALLEST_TOLD, suppressSmall, type ToldCount } from "../governance/suppress.ts";
import type { AccordNode } from "../node.ts";

/** A cell of the displacement matrix as it may be told; `persons` is null where the count is too small. */
export interface ToldMovement {
  readonly origin: string;
  readonly destination: string;
  readonly period: string;
  readonly persons: number | null;
}

/**
 * Movements between places as they may be told: without protected persons and their households, and in each period
 * without a count below the smallest, nor one that would give such a one away. Periods are whole months, so that no two
 * questions differ by a day.
 */
export async function toldMovements(
  node: Pick<AccordNode, "store" | "judge">,
  selection: {
    readonly from: string;
    readonly until: string;
    readonly level: MovementLevel;
    readonly period: "month" | "year";
  },
): Promise<{ readonly smallest: number; readonly movements: readonly ToldMovement[] }> {
  const counts = await countMovements(node.store, { agency: node.judge.self, ...selection });
  const movements: ToldMovement[] = [];
  for (const period of new Set(counts.map((each) => each.period))) {
    const cells = counts.filter((each) => each.period === period);
    const told: readonly ToldCount[] = suppressSmall(cells.map((each) => each.persons));
    for (const [index, cell] of cells.entries()) movements.push({ ...cell, persons: told[index] ?? null });
  }
  return { smallest: SMALLEST_TOLD, movements };
}
