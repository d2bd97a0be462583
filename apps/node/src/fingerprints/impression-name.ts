/** What a file's name says: `FINGER_IMPRESSION.EXT`. */
export interface ImpressionName {
  /** What stands before the last underscore, with the folders that it is in. */
  readonly finger: string;
  readonly impression: string;
}

/** Reads a name of the form `FINGER_IMPRESSION.EXT`; undefined where it has no underscore. */
export function impressionName(name: string): ImpressionName | undefined {
  const stem = name.replace(/\.[^./]*$/, "");
  const at = stem.lastIndexOf("_");
  if (at <= stem.lastIndexOf("/") + 1 || at === stem.length - 1) return undefined;
  return { finger: stem.slice(0, at), impression: stem.slice(at + 1) };
}

/** In the order that people count: `finger_2` before `finger_10`. */
export const byNumber = new Intl.Collator("en", { numeric: true }).compare;
