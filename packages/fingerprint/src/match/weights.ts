import type { EvidenceName } from "./evidence.ts";

export const EVIDENCE_WEIGHTS: Readonly<Record<EvidenceName, number>> & { readonly base: number } = {
  nearness: 0.7,
  turned: -0.1,
  sameKind: 0.25,
  edges: 0.25,
  brokenEdges: -0.07,
  unmatched: -0.05,
  shareInCommon: 5.5,
  shareOfAll: 6,
  rotation: -0.7,
  prominence: 0.6,
  base: -1.5,
};
