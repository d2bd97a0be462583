/** Whether two plain identifiers (`KIND:VALUE`) of one kind are one slip apart; SQL over two expressions. */
export function areOneSlipApart(one: string, other: string): string {
  return `(abs(length(${one}) - length(${other})) <= 1
    AND split_part(${one}, ':', 1) = split_part(${other}, ':', 1) AND damerau_levenshtein(${one}, ${other}) = 1)`;
}

/** The same for any of two lists' elements; nearly all lists have one element, which is compared without a lambda. */
export function anyOneSlipApart(lefts: string, rights: string): string {
  return `(CASE WHEN ${lefts} IS NULL OR ${rights} IS NULL THEN false
    WHEN length(${lefts}) = 1 AND length(${rights}) = 1 THEN ${areOneSlipApart(`${lefts}[1]`, `${rights}[1]`)}
    ELSE length(list_filter(${lefts}, lambda a: length(list_filter(${rights}, lambda b: ${areOneSlipApart("a", "b")})) > 0)) > 0 END)`;
}
