import { refsOfPersons, type Session } from "@accord/registry";

export async function pseudonymOf(
  session: Session,
  exchange: string,
  person: string,
): Promise<string | undefined> {
  return (await refsOfPersons(session, { exchange, persons: [person] })).get(person);
}
