import { prepare, readTemplates, score } from "@accord/fingerprint";
import { fingerprintTemplates, type Identification, personFile, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";

/** One false match in a million: whoever shows a finger here gets a whole file. */
const SCORE_FROM = 60;

/** How somebody shows that they are the person: with the person's card or finger, or by staff who answer for it. */
export const Shown = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("card"), number: z.string().min(1).max(200) }),
  z.strictObject({ by: z.literal("fingerprint"), template: z.base64().max(200_000) }),
  z.strictObject({ by: z.literal("knownToStaff") }),
  z.strictObject({ by: z.literal("guardian") }),
]);
export type Shown = z.infer<typeof Shown>;

/**
 * Makes sure that a request comes from the person; nobody is turned away for want of a finger, since a card, or staff
 * who know the person, will do.
 * @throws AccordError `rights.not_identified` where card or finger is not the person's, `person.unknown`
 */
export async function identified(session: Session, person: string, shown: Shown): Promise<Identification> {
  if (shown.by === "card" && !(await isCardOf(session, person, shown.number))) throw notIdentified("card");
  if (shown.by === "fingerprint" && !(await isFingerOf(session, person, shown.template)))
    throw notIdentified("fingerprint");
  return shown.by;
}

async function isCardOf(session: Session, person: string, number: string): Promise<boolean> {
  const file = await personFile(session, person);
  if (file === undefined) throw new AccordError("person.unknown", "there is no such person here");
  const cards = [file.current["person.cardNumber"], file.current["person.rationCard"]];
  return (
    file.identifiers.some((identifier) => identifier.value === number) ||
    cards.some((state) => state?.state === "known" && state.value === number)
  );
}

async function isFingerOf(session: Session, person: string, template: string): Promise<boolean> {
  const probes = readTemplates(Buffer.from(template, "base64")).templates.map((each) => prepare(each));
  for await (const held of fingerprintTemplates(session, { persons: [person] })) {
    for (const reference of readTemplates(held.template).templates) {
      if (probes.some((probe) => score(probe, reference) >= SCORE_FROM)) return true;
    }
  }
  return false;
}

function notIdentified(by: string): AccordError {
  return new AccordError("rights.not_identified", "this is not the person's", {
    where: by,
    remedy:
      "Try another finger or card; where none is at hand, staff who know the person can answer for them.",
  });
}
