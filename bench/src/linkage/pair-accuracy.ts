import { readColumns } from "@accord/linkage";

/** A scored pair as either engine wrote it. */
export interface Scored {
  readonly probability: number;
  readonly same: boolean;
  readonly linked: boolean;
}

/** Reads scored pairs; `entityOf` tells whom a record stands for, of the left or right side. */
export async function scoredPairs(
  file: string,
  entityOf: (id: string, side: "l" | "r") => string | undefined,
): Promise<Scored[]> {
  const { columns, rows } = await readColumns({ parquet: file });
  const hasLinks = columns.includes("linked");
  return rows.map(({ values }) => ({
    probability: Number(values.probability),
    same: entityOf(values.l ?? "", "l") === entityOf(values.r ?? "", "r"),
    linked: hasLinks && values.linked === "1",
  }));
}

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

function figuresOf(right: number, links: number, truePairs: number): Figures {
  return { precision: right / links, recall: right / truePairs, f1: (2 * right) / (links + truePairs) };
}

/** The figures if pairs from a probability on were linked. */
export function atThreshold(pairs: readonly Scored[], threshold: number, truePairs: number): Figures {
  const links = pairs.filter(({ probability }) => probability >= threshold);
  return figuresOf(links.filter(({ same }) => same).length, links.length, truePairs);
}

/** The best F1 that any threshold gives: in favour of whoever it is said of. */
export function bestOverThresholds(pairs: readonly Scored[], truePairs: number): Figures {
  return walk(pairs, truePairs).reduce((best, each) => (each.f1 > best.f1 ? each : best), {
    precision: 0,
    recall: 0,
    f1: 0,
  });
}

/** The most recall at a threshold whose precision is at least so high. */
export function recallAtPrecision(pairs: readonly Scored[], precision: number, truePairs: number): number {
  return walk(pairs, truePairs).reduce(
    (most, each) => (each.precision >= precision ? Math.max(most, each.recall) : most),
    0,
  );
}

/** The figures after each further pair, the most probable first, where the probability changes. */
function walk(pairs: readonly Scored[], truePairs: number): Figures[] {
  const sorted = pairs.toSorted((a, b) => b.probability - a.probability);
  const figures: Figures[] = [];
  let right = 0;
  for (const [at, { same, probability }] of sorted.entries()) {
    right += Number(same);
    if (sorted[at + 1]?.probability !== probability) figures.push(figuresOf(right, at + 1, truePairs));
  }
  return figures;
}

/** The linked pairs' figures. */
export function ofLinks(pairs: readonly Scored[], truePairs: number): Figures {
  const links = pairs.filter(({ linked }) => linked);
  return figuresOf(links.filter(({ same }) => same).length, links.length, truePairs);
}

/** The figures of all pairs of each cluster. */
export function ofClusters(
  clusters: readonly (readonly string[])[],
  entityOf: (id: string) => string | undefined,
  truePairs: number,
): Figures {
  let [right, links] = [0, 0];
  for (const ids of clusters) {
    links += (ids.length * (ids.length - 1)) / 2;
    const counts = new Map<string | undefined, number>();
    for (const id of ids) counts.set(entityOf(id), (counts.get(entityOf(id)) ?? 0) + 1);
    for (const count of counts.values()) right += (count * (count - 1)) / 2;
  }
  return figuresOf(right, links, truePairs);
}

export const shown = ({ precision, recall, f1 }: Figures): string =>
  `P ${precision.toFixed(4)}  R ${recall.toFixed(4)}  F1 ${f1.toFixed(4)}`;
