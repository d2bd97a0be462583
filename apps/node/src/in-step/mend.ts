import { dropReceived, putLinkWords, sendAgain, tellAgain } from "@accord/registry";
import { type CommonItem, type CommonItems, HALF } from "./common-items.ts";
import type { ComparisonParts } from "./comparison-parts.ts";
import type { Mended } from "./in-step-message.ts";

interface With {
  readonly partner: string;
  /** Digest. */
  readonly agreement: string;
}

export const settledOf = (items: CommonItems, digests: readonly string[]): string[] =>
  digests.filter((digest) => items.settled.has(digest.slice(0, HALF)));

/**
 * Mends this side's part of what differs. What this agency said and the partner lacks goes with the next delta, under the
 * clauses in force; what the partner does not stand by is taken out; a link that the partner lacks is told again, and one that
 * people here undid is told to be undone; a notice that is not kept is told again. A bar here is never lifted by a comparison.
 * @param mine digests that this side alone has
 * @param theirs digests that the partner alone has
 */
export async function mend(
  parts: ComparisonParts,
  of: With,
  items: CommonItems,
  mine: readonly string[],
  theirs: readonly string[],
): Promise<Mended> {
  const alone = mine.flatMap((digest) => items.items.get(digest) ?? []);
  const kind = <K extends CommonItem["kind"]>(which: K) =>
    alone.filter((item): item is Extract<CommonItem, { kind: K }> => item.kind === which);
  const undone = theirs.flatMap((digest) => items.undone.get(digest.slice(0, HALF)) ?? []);
  const words = [
    ...kind("link").map(({ person, partnerRef }) => ({
      person,
      partnerRef,
      verdict: "linked" as const,
      probability: 1,
    })),
    ...undone.map((pair) => ({ ...pair, verdict: "unlinked" as const, probability: 1 })),
  ];
  // Everything of a link that is made again is sent again by both; until then what came through it stands.
  const relinked = new Set(kind("link").map(({ partnerRef }) => partnerRef));
  const standing = <Item extends { readonly partnerRef: string }>(some: readonly Item[]) =>
    some.filter(({ partnerRef }) => !relinked.has(partnerRef));
  const said = [...new Set(standing(kind("said")).map(({ id }) => id))];
  const dropped = standing(kind("received"));
  const told = kind("told").map(({ ref }) => ref);
  await parts.store.transaction(async (session) => {
    await putLinkWords(session, { ...of, words, at: parts.context.now() });
    await sendAgain(session, { agency: parts.judge.self, ids: said });
    await dropReceived(session, { partner: of.partner, dropped });
    await tellAgain(session, { ...of, refs: told });
  });
  return { sentAgain: said.length, dropped: dropped.length, links: words.length, notices: told.length };
}
