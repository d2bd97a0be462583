import { erasureOf, openRequests, personOfRights, type RightsRequest } from "@accord/registry";
import type { Action } from "../access/action.ts";
import { noteReading, staffSession } from "../access/reading.ts";
import type { Staff } from "../access/staff.ts";
import type { AccordNode } from "../node.ts";

/**
 * Makes sure that a member of staff may act for this person: one of their own sites, for a purpose of theirs. It is noted
 * as a reading is. Whoever was erased shows nothing but that.
 * @throws AccordError `person.unknown`, `access.purpose_not_yours`
 */
export async function requireSeen(
  node: AccordNode,
  staff: Staff,
  action: Action,
  person: string,
): Promise<string> {
  if ((await erasureOf(node.store, person)) !== undefined) return person;
  const purpose = purposeOf(staff);
  const { id } = await personOfRights(staffSession(node, staff, purpose), person);
  await noteReading(node, { staff, action, purpose, shown: [id] });
  return id;
}

/**
 * The open requests of persons of the asker's own sites, the earliest due first; that they were seen is noted. Of a person
 * who was erased, whose place nobody knows any more, those see it who see every site.
 */
export async function requestsSeen(node: AccordNode, staff: Staff): Promise<readonly RightsRequest[]> {
  const purpose = purposeOf(staff);
  const requests = await openRequests(staffSession(node, staff, purpose));
  const shown = [...new Set(requests.map(({ person }) => person))];
  if (shown.length > 0) await noteReading(node, { staff, action: "rights.queue", purpose, shown });
  return requests;
}

/** The purpose for which whoever serves persons' requests looks at them. */
function purposeOf({ purposes }: Staff): "requestOfPerson" | "registration" {
  const may = (purpose: string) => purposes.includes("*") || purposes.includes(purpose);
  return may("requestOfPerson") || !may("registration") ? "requestOfPerson" : "registration";
}
