/** What doctor found of one thing: `warning` will become a problem, `problem` is one and has a remedy. */
export interface Check {
  readonly name: string;
  readonly level: "ok" | "warning" | "problem";
  readonly found: string;
  readonly remedy?: string;
}

export const ok = (name: string, found: string): Check => ({ name, level: "ok", found });
export const warning = (name: string, found: string, remedy: string): Check => ({
  name,
  level: "warning",
  found,
  remedy,
});
export const problem = (name: string, found: string, remedy: string): Check => ({
  name,
  level: "problem",
  found,
  remedy,
});

/** Whole days from now until then; negative where it is past. */
export function daysUntil(then: string, nowMilliseconds: number): number {
  return Math.floor((Date.parse(then) - nowMilliseconds) / 86_400_000);
}

/** Ends within so many days are warned of. */
export const SOON_DAYS = 30;
