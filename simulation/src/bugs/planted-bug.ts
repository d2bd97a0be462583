import type { DriverClass, Wrapping } from "../world/node.ts";

/** A fault that is planted on purpose, so that it is known that the simulation can fail. None is in the product. */
export interface PlantedBug {
  readonly name: string;
  /** What the software would do wrong. */
  readonly what: string;
  readonly wrapping?: Wrapping;
  /** A driver made of the product's built code with a line changed. */
  readonly driver?: () => Promise<DriverClass>;
}
