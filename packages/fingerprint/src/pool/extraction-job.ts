import type { Extraction, ExtractOptions } from "../extract/extract.ts";
import type { GreyImage } from "../image/grey-image.ts";

/** A picture to extract from: its pixels, or the bytes of a picture file, which the worker decodes. */
export interface Picture extends ExtractOptions {
  readonly image: GreyImage | Uint8Array;
}

/** What became of a picture: one that cannot be read fails alone, with the error that `readImage` or `extract` gave. */
export type PictureResult =
  | { readonly kind: "extracted"; readonly extraction: Extraction }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly remedy: string };

/** To the worker: extract from these, numbered from `first`. */
export interface ExtractionBatch {
  readonly first: number;
  readonly pictures: readonly Picture[];
}

/** From the worker: results of a batch, in its order. */
export interface ExtractionAnswer {
  readonly first: number;
  readonly results: readonly PictureResult[];
}
