import { type Agreement, authorityOf } from "@accord/agreement";
import type { AuthorityRank } from "@accord/registry";
import { ATTRIBUTE_NAMES } from "@accord/vocabulary";

/** Whose word stands for which attribute under an agreement, as rows that the registry can keep beside the links. */
export function authorityRanks(agreement: Agreement): AuthorityRank[] {
  const rank = authorityOf(agreement);
  return ATTRIBUTE_NAMES.flatMap((attribute) =>
    agreement.parties
      .map(({ id }) => ({ attribute, source: id, rank: rank(attribute, id) }))
      .filter((each) => each.rank !== 0),
  );
}
