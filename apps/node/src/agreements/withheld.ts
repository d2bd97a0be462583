import { planUnder } from "@accord/agreement";
import type { PersonFile, Session } from "@accord/registry";
import { ATTRIBUTE_NAMES, ATTRIBUTES, type AttributeName } from "@accord/vocabulary";
import { type AgreementJudge, heldAgreement, inLifeTerms } from "./held-agreements.ts";

/**
 * Which of a linked person's attributes a partner may hold and does not share, by partner: no clause grants them here.
 * It is worked out from the agreement, so that even their names need not travel.
 */
export async function withheldFrom(
  session: Session,
  judge: AgreementJudge,
  file: PersonFile,
): Promise<Readonly<Record<string, readonly AttributeName[]>>> {
  const withheld: Record<string, readonly AttributeName[]> = {};
  for (const link of file.links) {
    if (link.undoneAt !== undefined) continue;
    const held = await heldAgreement(session, judge, link.agreement);
    if (held === undefined) continue;
    const granted = new Set<string>(
      planUnder(inLifeTerms(held), { from: link.partner, tier: "linked" }).grants.map(
        (grant) => grant.attribute,
      ),
    );
    withheld[link.partner] = ATTRIBUTE_NAMES.filter(
      (name) => ATTRIBUTES[name].subject === "person" && !granted.has(name),
    );
  }
  return withheld;
}
