import { HybridClock } from "@accord/vocabulary";
import { uuidv7 } from "./store/uuid.ts";

/**
 * Who writes and when. Time and identifiers are handed in, so that a simulation can replay them.
 * `tick` gives the next hybrid clock value, `now` the wall time as ISO 8601 in UTC, `newId` a fresh UUID.
 */
export interface RegistryContext {
  readonly agency: string;
  readonly now: () => string;
  readonly tick: () => string;
  readonly newId: () => string;
}

/** The context of a running node: wall clock, random UUIDv7, a hybrid clock named for the agency. */
export function registryContext(agency: string, nowMilliseconds: () => number = Date.now): RegistryContext {
  const clock = new HybridClock(agency, nowMilliseconds);
  return {
    agency,
    now: () => new Date(nowMilliseconds()).toISOString(),
    tick: () => clock.tick(),
    newId: () => uuidv7(nowMilliseconds()),
  };
}
