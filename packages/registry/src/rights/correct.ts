import {
  AccordError,
  ATTRIBUTES,
  type AttributeStates,
  isAttributeName,
  METHODS,
  type Method,
} from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { insertStatements } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { statementIds } from "../registration/statement-id.ts";
import type { Session } from "../store/store.ts";
import { personOfRights } from "./person-of-rights.ts";

/**
 * Corrects what is said of a person: a new statement of the own agency, now. What was said before stays on file beside
 * it, with who said so; linked partners get the correction with the next exchange.
 * @throws AccordError `person.unknown`, `correction.bad_attribute` (names the attribute, never the value),
 * `correction.method_too_weak` where the value on file is better known than the correction says it is
 */
export async function correctPerson(
  session: Session,
  context: RegistryContext,
  correction: { readonly person: string; readonly states: AttributeStates; readonly method: Method },
): Promise<void> {
  for (const [name, state] of Object.entries(correction.states)) requireCorrectable(name, state);
  await session.transaction(async (transaction) => {
    const { id: person, files } = await personOfRights(transaction, correction.person);
    await requireAsWellKnown(transaction, context.agency, files, correction);
    const now = context.now();
    const idOf = await statementIds(transaction);
    await insertStatements(transaction, [
      {
        subject: person,
        subject_kind: "person",
        id: idOf("correction", person, now, correction.states),
        source: context.agency,
        method: correction.method,
        asserted_at: now,
        recorded_at: now,
        clock: context.tick(),
        states: correction.states,
      },
    ]);
    await materialise(transaction, [person]);
  });
}

function requireCorrectable(name: string, state: AttributeStates[keyof AttributeStates]): void {
  const bad = (why: string, remedy: string) =>
    new AccordError("correction.bad_attribute", why, { where: name.slice(0, 80), remedy });
  if (!isAttributeName(name) || ATTRIBUTES[name].subject !== "person") {
    throw bad("this is no attribute of a person", "See docs/data-model.md for the attributes.");
  }
  if (name === "person.fingerprints" || name === "person.membership" || name === "person.assistance") {
    throw bad("this attribute is not corrected by a value", "Capture prints anew, or change the household.");
  }
  if (state?.state === "known" && !ATTRIBUTES[name].schema.safeParse(state.value).success) {
    throw bad("the value does not have the attribute's shape", "See docs/data-model.md for the shape.");
  }
}

/** A correction that the order of assertions would put below what it corrects would change nothing. */
async function requireAsWellKnown(
  session: Session,
  agency: string,
  files: readonly string[],
  { states, method }: { readonly states: AttributeStates; readonly method: Method },
): Promise<void> {
  const { rows } = await sql<{ name: string; method: Method }>`
    select said.key as name, s.method from statement s, jsonb_object_keys(s.states) said(key)
    where s.subject = any(${files}::uuid[]) and s.source = ${agency} and s.via_link is null
      and said.key = any(${Object.keys(states)}::text[])`.execute(session.db);
  const better = rows.find((row) => METHODS.indexOf(row.method) > METHODS.indexOf(method));
  if (better === undefined) return;
  throw new AccordError("correction.method_too_weak", `what is on file is ${better.method}`, {
    where: better.name,
    remedy: `Look at a document, and correct with the method ${better.method}.`,
  });
}
