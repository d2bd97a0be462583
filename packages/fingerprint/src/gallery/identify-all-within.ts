import type { Candidate } from "./candidate.ts";
import type { Gallery } from "./gallery.ts";
import { type IdentifyOptions, Search } from "./search.ts";

/** Two subjects of one gallery who may be one person; `one` < `other`. */
export interface PairWithin extends Omit<Candidate, "subject"> {
  readonly one: number;
  readonly other: number;
}

export interface WithinOptions extends Pick<IdentifyOptions, "limit" | "consider"> {
  /** Pairs with a lower score are left out; default 40. */
  readonly scoreFrom?: number;
}

export const SCORE_FROM = 40;

/**
 * Finds duplicates within one gallery: every subject is searched for among those before it, which is half the work of
 * searching all for all; best first.
 */
export function identifyAllWithin(gallery: Gallery, options: WithinOptions = {}): PairWithin[] {
  const search = new Search(gallery);
  const found = Array.from({ length: gallery.subjectCount }, (_, subject) =>
    searchWithin(search, gallery, subject, options),
  );
  return pairsOf(found, options.scoreFrom ?? SCORE_FROM);
}

/** The candidates for one subject of the gallery among those before it, so that no pair is searched for twice. */
export function searchWithin(
  search: Search,
  gallery: Gallery,
  subject: number,
  options: WithinOptions,
): Candidate[] {
  const probe = gallery.templatesOf(subject);
  return probe.length === 0 ? [] : search.identify(probe, { ...options, below: subject });
}

/** Joins the candidates found for subjects 0, 1, 2 … to pairs. */
export function pairsOf(found: readonly (readonly Candidate[])[], scoreFrom: number): PairWithin[] {
  const pairs = new Map<string, PairWithin>();
  for (const [subject, candidates] of found.entries()) {
    for (const { subject: candidate, ...evidence } of candidates) {
      if (evidence.score < scoreFrom) continue;
      const one = Math.min(subject, candidate);
      const other = Math.max(subject, candidate);
      const before = pairs.get(`${one} ${other}`);
      if (before === undefined || before.score < evidence.score)
        pairs.set(`${one} ${other}`, { one, other, ...evidence });
    }
  }
  return [...pairs.values()].sort((a, b) => b.score - a.score || a.one - b.one || a.other - b.other);
}
