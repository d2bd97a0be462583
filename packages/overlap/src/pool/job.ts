import type { Scalar } from "../group/ristretto255.ts";
import type { Blinding } from "../set/blind.ts";

/** To a worker: a piece of a set, with where it begins. */
export type Job =
  | {
      readonly kind: "blind";
      readonly first: number;
      readonly keys: readonly (string | undefined)[];
      readonly blinding: Blinding;
    }
  | {
      readonly kind: "reblind";
      readonly first: number;
      readonly points: Uint8Array;
      readonly scalar: Scalar;
    };

/** From a worker: the piece's points or tags, or which error of this room it met. */
export type Answer =
  | { readonly kind: "done"; readonly first: number; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
