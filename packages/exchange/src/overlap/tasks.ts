import type { PairCounts } from "@accord/overlap/count";
import type { OverlapOpening, OverlapPart, OverlapRun } from "./message.ts";

/** Why the partner's set or answer cannot be: a code and reason of the protocol's. */
export interface OverlapFault {
  readonly code: string;
  readonly reason: string;
}

/** Long work of a run: blinding the own set, blinding the partner's once more, counting pairs. */
export type OverlapWork =
  | { readonly kind: "overlapBlind"; readonly run: OverlapRun }
  | { readonly kind: "overlapReblind"; readonly run: OverlapRun }
  | { readonly kind: "overlapCount"; readonly run: OverlapRun };

export type OverlapStoreTask =
  | {
      readonly kind: "readOverlap";
      readonly run: OverlapRun;
      readonly part: OverlapPart;
      readonly index: number;
    }
  | {
      readonly kind: "keepOverlap";
      readonly run: OverlapRun;
      readonly part: OverlapPart;
      readonly index: number;
      readonly content: string;
      readonly refs: readonly string[] | undefined;
    }
  /** Elements and tags are forgotten once they were counted, or the exchange has ended. */
  | { readonly kind: "forgetOverlap" };

export type OverlapResult =
  | { readonly kind: "overlapBlind"; readonly run: OverlapRun; readonly opening: OverlapOpening }
  | { readonly kind: "overlapReblind"; readonly run: OverlapRun; readonly fault: OverlapFault | undefined }
  | {
      readonly kind: "overlapCount";
      readonly run: OverlapRun;
      /** Counts of a run `estimate`, pairs kept of a run `link`. */
      readonly found:
        | { readonly kind: "counts"; readonly counts: PairCounts }
        | { readonly kind: "pairs"; readonly pairs: number }
        | { readonly kind: "fault"; readonly fault: OverlapFault };
    }
  | {
      readonly kind: "readOverlap";
      readonly run: OverlapRun;
      readonly part: OverlapPart;
      readonly index: number;
      readonly content: string;
      readonly refs: readonly string[] | undefined;
    }
  | { readonly kind: "keepOverlap" }
  | { readonly kind: "forgetOverlap" };
