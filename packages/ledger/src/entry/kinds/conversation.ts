import { count, digest, oneOf, term } from "../field.ts";
import { entryKind } from "../kind.ts";

const context = {
  partner: term("the other agency"),
  agreement: digest("SHA-256 of the canonical agreement"),
};

/** Turns of conversations beside exchanges. What crossed in them stands as disclosure and receipt, by commitment. */
export const conversationKinds = {
  referral: entryKind(
    "A turn in the referral of a person or household to the partner, or by the partner, which `reference` names. For which service is not told.",
    {
      ...context,
      event: oneOf(
        "the turn",
        "offered",
        "received",
        "accepted",
        "refused",
        "completed",
        "withdrawn",
        "rejected",
      ),
      persons: count("persons referred"),
    },
    { code: term("why it was refused, withdrawn or rejected, or what came of it") },
  ),
  inquiry: entryKind(
    "A turn in a question on one distribution list, which `reference` names.",
    {
      ...context,
      event: oneOf("the turn", "asked", "answered", "declined"),
      persons: count("linked persons on the list"),
    },
    {
      found: count("persons who have the same assistance in an overlapping cycle"),
      code: term("why it was declined"),
    },
  ),
};
