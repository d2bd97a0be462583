import type { DenyListEntry } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";

export function recipientDenied(entry: Pick<DenyListEntry, "kind">): AccordError {
  return new AccordError(
    "recipient.denied",
    "nothing may reach this recipient: this node's deny list names it",
    {
      where: entry.kind,
      remedy: "See `accord deny-list list`; taking an entry off needs two members of staff.",
    },
  );
}
