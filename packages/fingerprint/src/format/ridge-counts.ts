/** Ridges between pairs of minutiae (ISO/IEC 19794-2:2005 clause 7.5.2, ANSI/INCITS 378-2004 clause 6.6.2), as structure of arrays. */
export interface RidgeCounts {
  readonly kind: "ridge-counts";
  /** How the pairs were chosen: 0 as the encoder liked, 1 nearest in four quadrants, 2 nearest in eight octants. */
  readonly method: number;
  /** Minutiae as indices into the view's. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly ridges: Uint8Array;
  /** One or two bytes too few for a pair at the end, where an encoder left such. */
  readonly rest?: Uint8Array;
}

export function decodeRidgeCounts(data: Uint8Array): RidgeCounts | undefined {
  if (data.length === 0) return undefined;
  const pairs = Math.floor((data.length - 1) / 3);
  const rest = data.slice(1 + 3 * pairs);
  const column = (offset: number) =>
    Uint8Array.from({ length: pairs }, (_, pair) => data[1 + 3 * pair + offset]!);
  return {
    kind: "ridge-counts",
    method: data[0]!,
    from: column(0),
    to: column(1),
    ridges: column(2),
    ...(rest.length > 0 ? { rest } : {}),
  };
}

/** Undefined where the columns differ in length or the method is no byte. */
export function encodeRidgeCounts(counts: RidgeCounts): Uint8Array | undefined {
  const { method, from, to, ridges, rest = new Uint8Array(0) } = counts;
  if (from.length !== to.length || from.length !== ridges.length || method !== (method & 0xff))
    return undefined;
  const data = new Uint8Array(1 + 3 * from.length + rest.length);
  data[0] = method;
  for (let pair = 0; pair < from.length; pair++) {
    data[1 + 3 * pair] = from[pair]!;
    data[2 + 3 * pair] = to[pair]!;
    data[3 + 3 * pair] = ridges[pair]!;
  }
  data.set(rest, 1 + 3 * from.length);
  return data;
}
