import type { ChangeCounts } from "../current/changes.ts";
import { insertStatements } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import { storeFingerprints } from "../registration/sealed-fingerprints.ts";
import type { Session } from "../store/store.ts";
import type { Received } from "./received-statements.ts";

/** Stores statements with the templates that came in them, and brings the current values up to date. */
export async function storeReceived(
  session: Session,
  items: readonly Received[],
): Promise<{ readonly statements: number; readonly changed: ChangeCounts }> {
  const changedStatements = await insertStatements(
    session,
    items.map((item) => item.statement),
  );
  await storeFingerprints(
    session,
    items.flatMap((item) => item.fingerprints),
    "encounter",
  );
  const touched = items
    .map((item) => item.statement)
    .filter((statement) => changedStatements.has(`${statement.subject}/${statement.id}`));
  const subjects = (kind: "person" | "household") => [
    ...new Set(touched.filter((one) => one.subject_kind === kind).map((one) => one.subject)),
  ];
  const persons = await materialise(session, subjects("person"));
  const households = await materialiseHouseholds(session, subjects("household"));
  return { statements: changedStatements.size, changed: { ...persons, ...households } };
}
