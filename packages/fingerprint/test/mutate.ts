/** A copy of the bytes damaged as files are damaged: bytes changed, runs zeroed, the end cut, a piece repeated, lengths blown up. */
export function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  let copy: Uint8Array = bytes.slice();
  for (let change = 1 + below(4); change > 0 && copy.length > 0; change--) {
    // Most changes fall on headers: bodies only hold pixels.
    const at = random() < 0.6 ? below(Math.min(copy.length, 200)) : below(copy.length);
    switch (below(6)) {
      case 0:
        copy[at] = below(256);
        break;
      case 1:
        copy[at]! ^= 1 << below(8);
        break;
      case 2:
        copy.fill(random() < 0.5 ? 0 : 255, at, at + 1 + below(4));
        break;
      case 3:
        copy = copy.slice(0, at);
        break;
      case 4:
        if (copy.length >= 4)
          new DataView(copy.buffer).setUint32(Math.min(at, copy.length - 4), below(2 ** 32));
        break;
      default: {
        const piece = copy.slice(at, at + 1 + below(64));
        const longer = new Uint8Array(copy.length + piece.length);
        longer.set(copy.subarray(0, at));
        longer.set(piece, at);
        longer.set(copy.subarray(at), at + piece.length);
        copy = longer;
      }
    }
  }
  return copy;
}
