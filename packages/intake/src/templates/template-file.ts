/** One finger impression that a file of templates holds. Files with several views give one of these for each. */
export interface TemplateFile {
  /** Path of the file in the folder or archive, with `/`. */
  readonly file: string;
  /** As it stands in the file's name; the caller knows of what kind it is. */
  readonly identifier: string;
  /** ISO/IEC 19794-2 table 2: 0 unknown, 1 right thumb, ... 10 left little finger. */
  readonly position: number;
  /** Impression from the file's name, where the pattern has `{impression}`; else the number of the view, from 1. */
  readonly impression: number;
  /** 0 to 100, as the record's view says. */
  readonly quality: number;
  readonly minutiae: number;
  /** An ISO/IEC 19794-2:2005 record with this one view. */
  readonly template: Uint8Array;
  /** SHA-256 of `template` in hex, so that the same template is known again. */
  readonly digest: string;
}

export type TemplateOutcome =
  | { readonly kind: "template"; readonly template: TemplateFile }
  | { readonly kind: "reject"; readonly file: string; readonly problem: string; readonly remedy: string };
