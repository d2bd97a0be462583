import type { Blocks } from "./blocks.ts";

/** Grey levels of deviation below which a block shows nothing, whatever the rest of the picture. */
const LEAST_DEVIATION = 6;

/** Share of the strongest blocks' deviation that a block of the print has at least. */
const RELATIVE_DEVIATION = 0.25;
const STRONG_QUANTILE = 0.9;

/** Where the finger is, by block: the greatest connected area of blocks with contrast, small gaps closed. */
export function foregroundOf({ columns, rows, deviation }: Blocks): Uint8Array {
  const sorted = deviation.toSorted();
  const strong = sorted[Math.floor(STRONG_QUANTILE * (sorted.length - 1))] ?? 0;
  const threshold = Math.max(LEAST_DEVIATION, RELATIVE_DEVIATION * strong);
  const contrasty = Uint8Array.from(deviation, (value) => (value >= threshold ? 1 : 0));
  return greatestArea(majority(contrasty, columns, rows), columns, rows);
}

/** Each block as most of its three by three neighbourhood. */
function majority(blocks: Uint8Array, columns: number, rows: number): Uint8Array {
  return blocks.map((_, block) => {
    const column = block % columns;
    const row = Math.floor(block / columns);
    let votes = 0;
    let voters = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        votes += blocks[y * columns + x]!;
        voters++;
      }
    }
    return 2 * votes > voters ? 1 : 0;
  });
}

function greatestArea(blocks: Uint8Array, columns: number, rows: number): Uint8Array {
  const area = new Int32Array(blocks.length);
  let greatest = 0;
  let greatestSize = 0;
  let next = 0;
  const stack: number[] = [];
  for (let start = 0; start < blocks.length; start++) {
    if (blocks[start] === 0 || area[start] !== 0) continue;
    let size = 0;
    area[start] = ++next;
    stack.push(start);
    for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
      size++;
      const column = block % columns;
      const row = Math.floor(block / columns);
      for (const [x, y] of [
        [column - 1, row],
        [column + 1, row],
        [column, row - 1],
        [column, row + 1],
      ] as const) {
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
        const neighbour = y * columns + x;
        if (blocks[neighbour] === 0 || area[neighbour] !== 0) continue;
        area[neighbour] = next;
        stack.push(neighbour);
      }
    }
    if (size > greatestSize) {
      greatestSize = size;
      greatest = next;
    }
  }
  return blocks.map((_, block) => (greatest > 0 && area[block] === greatest ? 1 : 0));
}
