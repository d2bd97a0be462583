import { count, counts, digest, oneOf, opaque, term, terms } from "../field.ts";
import { entryKind } from "../kind.ts";

const staff = opaque("the account of the staff member who acted");

export const custodyKinds = {
  import: entryKind(
    "A file was brought into the registry.",
    {
      persons: count("persons registered or updated"),
      rejected: count("rows that were not taken"),
      commitment: digest("commitment to the file's bytes"),
    },
    { staff },
  ),
  access: entryKind(
    "Staff opened persons' files, or were refused to.",
    {
      action: term("what was done, as `person.open`"),
      outcome: oneOf("whether it was allowed", "allowed", "refused"),
      persons: count("persons whose data was shown"),
    },
    {
      purpose: term("the purpose that was stated"),
      role: term("the role in which it was allowed"),
      site: term("the site of the staff member"),
      code: term("why it was refused"),
      staff,
    },
  ),
  export: entryKind(
    "Personal data left the node as a file.",
    {
      fileFormat: term("the format of the file: csv, jsonl"),
      persons: count("persons in the file"),
      commitment: digest("commitment to the file's bytes"),
    },
    {
      counts: counts("values in the file"),
      purpose: term("the purpose that was stated"),
      role: term("the role in which it was allowed"),
      staff,
    },
  ),
  key: entryKind(
    "A key of the node was made, replaced, sealed, opened again, recovered or destroyed.",
    {
      key: term("which key: node, signing, ledger, witness, tls, person, backup, recovery"),
      event: oneOf("the step", "created", "rotated", "sealed", "reopened", "recovered", "destroyed"),
    },
    {
      keyId: opaque("the public identifier of the key as it is after the step"),
      replaces: opaque("the public identifier of the key before"),
      count: count("keys of that kind that were changed"),
      code: term("why"),
      staff,
    },
  ),
  backup: entryKind(
    "The store was backed up, or restored from a backup.",
    { event: oneOf("the step", "made", "verified", "restored", "destroyed") },
    {
      commitment: digest("commitment to the backup's bytes"),
      size: count("entries of the ledger that it holds"),
      staff,
    },
  ),
  staff: entryKind(
    "An account of staff was changed.",
    {
      event: oneOf(
        "the step",
        "added",
        "roles-changed",
        "credentials-changed",
        "locked",
        "unlocked",
        "recovered",
        "removed",
      ),
    },
    { roles: terms("the roles after the step"), code: term("why"), staff },
  ),
  approval: entryKind(
    "An operation that needs four eyes was asked for, approved or refused.",
    {
      operation: term("the operation"),
      event: oneOf("the step", "asked", "given", "refused", "lapsed"),
    },
    {
      role: term("the role in which it was decided"),
      code: term("why it was refused"),
      commitment: digest("commitment to what the operation would do"),
      staff,
    },
  ),
};
