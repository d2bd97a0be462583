/** Minutiae as structure of arrays in the units of their format; the first `count` elements of each are used. */
export interface MinutiaColumns {
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly angle: Uint8Array;
  /** 0 other, 1 ridge ending, 2 bifurcation. */
  readonly kind: Uint8Array;
  /** Absent where the format or the record has none. */
  readonly quality?: Uint8Array;
  /** The two reserved bits before y, where an encoder set any. */
  readonly reserved?: Uint8Array;
}
