import { count, counts, digest, instant, oneOf, opaque, term } from "../field.ts";
import { entryKind } from "../kind.ts";

const staff = opaque("the account of the staff member who acted");

export const rightsKinds = {
  consent: entryKind(
    "Consent to share with a recipient for a purpose was given, refused or withdrawn.",
    {
      event: oneOf("what the person decided", "given", "refused", "withdrawn"),
      recipient: term("the agency that would receive"),
      purpose: term("for what"),
      persons: count("persons who decided so"),
    },
    {
      language: term("the language of the text"),
      textVersion: term("the version of the text"),
      basis: term("how consent was shown, by kind: signature, mark, witness, guardian"),
      commitment: digest("commitment to the record of consent"),
      staff,
    },
  ),
  request: entryKind(
    "A person's own request was opened, answered or refused.",
    {
      request: oneOf(
        "what the person asks",
        "access",
        "portability",
        "correction",
        "erasure",
        "objection",
        "restriction",
        "complaint",
      ),
      event: oneOf("the step", "opened", "extended", "answered", "refused", "withdrawn"),
    },
    {
      code: term("why it was refused or extended"),
      due: instant("by when it must be answered"),
      identifiedBy: term("how the person was identified, by kind"),
      commitment: digest("commitment to the answer"),
      staff,
    },
  ),
  objection: entryKind(
    "A person objected to disclosure, or an objection ended.",
    { event: oneOf("the step", "made", "ended"), ground: term("on what it rests, by kind") },
    {
      recipient: term("the agency to which they object; absent where they object to all"),
      purpose: term("the purpose to which they object; absent where they object to all"),
      staff,
    },
  ),
  restriction: entryKind(
    "A person's file was restricted to being kept, or the restriction was lifted.",
    { event: oneOf("the step", "began", "lifted") },
    { ground: term("on what it rests, by kind"), staff },
  ),
  correction: entryKind(
    "What is said of a person was corrected; what was said before stays on file.",
    {
      counts: counts("values that were corrected"),
      method: term("how what is said now is known"),
    },
    { staff },
  ),
  erasure: entryKind(
    "Persons' data was destroyed, here or, with a certificate, at the partner.",
    {
      reason: oneOf("why", "request", "objection", "withdrawal", "retention", "purge", "agreement-ended"),
      persons: count("persons whose data was destroyed"),
      commitment: digest("commitment to the deletion certificate"),
    },
    {
      exchange: opaque("the exchange"),
      partner: term("the other agency"),
      agreement: digest("SHA-256 of the canonical agreement"),
      certifiedBy: oneOf("whose certificate it is", "own", "partner"),
      staff,
    },
  ),
};
