import { count, counts, digest, oneOf, opaque, term, terms } from "../field.ts";
import { entryKind } from "../kind.ts";

/** What crossed: attributes under one of the agreement's tiers, decisions (`links`), or who left the scope (`left`). A
 * referral and a question on a list with its answer are each an exchange of their own, of one batch a direction. */
const tier = oneOf(
  "under which tier, or decisions (`links`), or who left the scope (`left`)",
  "match",
  "linked",
  "roster",
  "referral",
  "assistance",
  "links",
  "left",
);

const context = {
  exchange: opaque("the exchange"),
  partner: term("the other agency"),
  agreement: digest("SHA-256 of the canonical agreement"),
};

/** One batch that crossed between two nodes, described alike by the one that sent it and the one that received it. */
const batch = {
  ...context,
  clauses: terms("the clauses that allowed it"),
  purpose: term("the purpose that binds it"),
  tier,
  persons: count("persons in the batch"),
  counts: counts("values that crossed"),
  commitment: digest("what `commitTo` makes of the batch's bytes and its salt"),
};
const place = {
  round: count("the round of the exchange, from 0"),
  batch: count("the batch's place in the round, from 0"),
};
const detail = {
  withheld: counts("values that the clauses or the person's consent kept back"),
  bytes: counts("bytes of the values"),
  ...place,
};

export const crossingKinds = {
  snapshot: entryKind(
    "The persons in scope at the start of an exchange were pinned and committed to.",
    { ...context, persons: count("persons in scope"), commitment: digest("commitment to their references") },
    {},
  ),
  overlap: entryKind(
    "A private set intersection told how many persons are in both registries, before anybody was disclosed.",
    {
      ...context,
      event: oneOf(
        "this node committed to its set, heard the partner's commitment, counted, or its staff let the exchange go on",
        "committed",
        "heard",
        "counted",
        "confirmed",
      ),
      run: oneOf(
        "whether numbers only were told, or which persons have equal identifiers",
        "estimate",
        "link",
      ),
    },
    {
      persons: count("persons in the set, or in both; absent where they are too few to be told"),
      commitment: digest("SHA-256 over the blinded set and what was told of it"),
    },
  ),
  disclosure: entryKind("This node sent a batch to the partner.", batch, detail),
  receipt: entryKind(
    "This node received a batch from the partner, checked it against the clauses and applied it.",
    batch,
    detail,
  ),
  refusal: entryKind(
    "Something that was asked for or sent was refused here. With a batch's commitment it answers the partner's disclosure as a receipt would.",
    { partner: term("the other agency, or `unknown`"), code: term("the error's stable code") },
    { ...batch, ...place },
  ),
  exchange: entryKind(
    "A turn in an exchange that is no disclosure.",
    {
      ...context,
      event: oneOf("the turn", "proposed", "accepted", "resumed", "halted", "overridden", "completed"),
    },
    { code: term("why it halted") },
  ),
  decision: entryKind(
    "A possible link or duplicate was decided: one, named by `reference`, or several at once by the policy.",
    {
      subject: oneOf("what was decided on", "link", "duplicate"),
      outcome: oneOf("what was decided", "confirmed", "rejected", "waiting", "undone"),
      decidedBy: oneOf("who decided", "policy", "person"),
      count: count("decisions"),
    },
    { ...context, commitment: digest("commitment to the evidence") },
  ),
  checkpoint: entryKind(
    "The partner's checkpoint was verified against the one before and cosigned.",
    {
      partner: term("the other agency"),
      size: count("entries of the partner's ledger"),
      root: digest("its root"),
    },
    { exchange: opaque("the exchange in which it came") },
  ),
};
