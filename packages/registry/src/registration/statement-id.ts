import { createHmac } from "node:crypto";
import { dataKey } from "../keys/data-key.ts";
import type { Session } from "../store/store.ts";

export type StatementIdOf = (...parts: readonly unknown[]) => string;

/**
 * Statement ids that follow from what is said, so that saying it again is the same statement. Keyed with a secret of
 * this node: ids travel to partners, and from a plain hash an attribute that no clause grants could be guessed.
 */
export async function statementIds(session: Session): Promise<StatementIdOf> {
  const secret = await dataKey(session, "node:statement-id", true);
  return (...parts) => createHmac("sha256", secret).update(canonical(parts)).digest("base64url");
}

/** JSON with keys in order, so that the order in which states were written does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
