import { count, counts, digest, oneOf, opaque, term, terms } from "../field.ts";
import { entryKind } from "../kind.ts";

export const agreementKinds = {
  agreement: entryKind(
    "A step in an agreement's life.",
    {
      event: oneOf(
        "the step",
        "drafted",
        "proposed",
        "countered",
        "signed",
        "activated",
        "amended",
        "suspended",
        "resumed",
        "reviewed",
        "revoked",
        "terminated",
        "expired",
        "wound-up",
        "closed",
      ),
      agreement: digest("SHA-256 of the canonical agreement"),
      partner: term("the other agency"),
    },
    {
      supersedes: digest("the agreement that it amends"),
      by: term("which agency took the step"),
      code: term("why"),
      clauses: terms("the clauses that changed"),
      commitment: digest("commitment to the document of the step, such as a revocation"),
      staff: opaque("the account of the staff member who acted"),
    },
  ),
  assessment: entryKind(
    "A data-protection impact assessment was written or decided on.",
    {
      event: oneOf("the step", "drafted", "approved", "reviewed", "withdrawn"),
      commitment: digest("commitment to the assessment as it stood"),
    },
    {
      agreement: digest("the agreement that it assesses"),
      version: count("its version"),
      staff: opaque("the account of the staff member who acted"),
      role: term("in which role"),
    },
  ),
  incident: entryKind(
    "An incident with personal data was opened, told or closed, or a drill was held.",
    { event: oneOf("the step", "opened", "updated", "noticed", "closed", "drill") },
    {
      source: term("what was lost: a device, an account, a backup, a time window"),
      partner: term("the agency that was told, or that told"),
      agreement: digest("the agreement whose hours for notice hold"),
      persons: count("persons whose data was reached"),
      counts: counts("their values that were reached"),
      commitment: digest("commitment to the report"),
      staff: opaque("the account of the staff member who acted"),
      code: term("why it was closed"),
    },
  ),
  denyList: entryKind(
    "The list of those whom nothing may reach was changed, or refused somebody.",
    {
      event: oneOf("the step", "added", "removed", "refused"),
      recipients: term(
        "what the entry names: a country's authorities, a kind of organisation, or one by name",
      ),
      commitment: digest("commitment to the entry"),
    },
    { staff: opaque("the account of the staff member who acted") },
  ),
  demand: entryKind(
    "An authority demanded data.",
    { event: oneOf("the step", "recorded", "refused", "answered") },
    {
      authority: term("what kind of authority"),
      legalBasis: term("the legal basis that it named, by kind"),
      code: term("why it was refused"),
      persons: count("persons of whom data was given"),
      counts: counts("the values given"),
      commitment: digest("commitment to the demand or to the answer"),
      staff: opaque("the account of the staff member who acted"),
    },
  ),
};
