import type { GreyImage } from "@accord/fingerprint";

/** One impression of a finger that a file holds. Files with several give one of these for each. */
interface FileImpression {
  /** Path of the file in the folder or archive, with `/`. */
  readonly file: string;
  /** As it stands in the file's name; the caller knows of what kind it is. */
  readonly identifier: string;
  /** ISO/IEC 19794-2 table 2: 0 unknown, 1 right thumb, ... 10 left little finger. */
  readonly position: number;
  /** Impression from the file's name, where the pattern has `{impression}`; else its number in the file, from 1. */
  readonly impression: number;
}

export interface TemplateFile extends FileImpression {
  /** 0 to 100, as the record's view says. */
  readonly quality: number;
  readonly minutiae: number;
  /** An ISO/IEC 19794-2:2005 record with this one view. */
  readonly template: Uint8Array;
  /** SHA-256 of `template` in hex, so that the same template is known again. */
  readonly digest: string;
}

/** A picture, from which a template is still to be extracted. */
export interface ImageFile extends FileImpression {
  readonly image: GreyImage;
  /** SHA-256 in hex of the picture's size, resolution and pixels, so that the same picture is known again in any format. */
  readonly digest: string;
}

export type FingerprintOutcome =
  | { readonly kind: "template"; readonly template: TemplateFile }
  | { readonly kind: "image"; readonly image: ImageFile }
  | { readonly kind: "reject"; readonly file: string; readonly problem: string; readonly remedy: string };
