import { externalKeys, personsOfRefs, type Session } from "@accord/registry";

/** The keys under which the agency registered the persons of these pseudonyms, and who they are; unknown ones are absent. */
export async function keysOfRefs(
  session: Session,
  exchange: string,
  refs: readonly string[],
): Promise<{ readonly keys: Map<string, string>; readonly persons: readonly string[] }> {
  const persons = await personsOfRefs(session, { exchange, refs });
  const keys = await externalKeys(session, [...persons.values()]);
  const found = new Map<string, string>();
  for (const [ref, person] of persons) {
    const key = keys.get(person);
    if (key !== undefined) found.set(ref, key);
  }
  return { keys: found, persons: [...persons.values()] };
}
