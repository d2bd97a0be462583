/** A record as the file's first one lists it (field 1.003) and as it stands in the file. */
export interface ListedRecord {
  readonly type: number;
  /** Number that joins records of one picture: its pixels and its minutiae. */
  readonly designation: number;
  readonly bytes: Uint8Array;
  /** Byte offset in the file. */
  readonly at: number;
}
