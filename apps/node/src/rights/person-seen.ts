import { erasureOf, personOfRights } from "@accord/registry";
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
  const may = (purpose: string) => staff.purposes.includes("*") || staff.purposes.includes(purpose);
  const purpose = may("requestOfPerson") || !may("registration") ? "requestOfPerson" : "registration";
  const { id } = await personOfRights(staffSession(node, staff, purpose), person);
  await noteReading(node, { staff, action, purpose, shown: [id] });
  return id;
}
