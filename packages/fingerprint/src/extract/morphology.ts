import type { Grid } from "./grid.ts";

/** Grows what is 1 by a square of `radius` cells; where `grow` is false grows what is 0. */
export function dilate(cells: Uint8Array, grid: Grid, radius: number, grow = true): Uint8Array {
  const { columns, rows } = grid;
  const hit = grow ? 1 : 0;
  const across = new Uint8Array(cells.length).fill(1 - hit);
  const out = new Uint8Array(cells.length).fill(1 - hit);
  for (let at = 0; at < cells.length; at++) {
    if (cells[at] !== hit) continue;
    const x = at % columns;
    across.fill(hit, at - Math.min(radius, x), at + Math.min(radius, columns - 1 - x) + 1);
  }
  for (let at = 0; at < cells.length; at++) {
    if (across[at] !== hit) continue;
    const y = Math.floor(at / columns);
    const last = at + Math.min(radius, rows - 1 - y) * columns;
    for (let to = at - Math.min(radius, y) * columns; to <= last; to += columns) out[to] = hit;
  }
  return out;
}

export function erode(cells: Uint8Array, grid: Grid, radius: number): Uint8Array {
  return dilate(cells, grid, radius, false);
}

/** Connected parts (by their sides) of cells of `value` that have at least `share` of the cells of the largest: 1 there. */
export function largeParts(cells: Uint8Array, grid: Grid, value: number, share: number): Uint8Array {
  const part = new Int32Array(cells.length);
  const sizes = [0];
  const waiting = new Int32Array(cells.length);
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] !== value || part[start] !== 0) continue;
    const id = sizes.length;
    let size = 0;
    let pending = 1;
    waiting[0] = start;
    part[start] = id;
    const visit = (next: number): void => {
      if (cells[next] !== value || part[next] !== 0) return;
      part[next] = id;
      waiting[pending++] = next;
    };
    while (pending > 0) {
      const at = waiting[--pending]!;
      const x = at % grid.columns;
      size++;
      if (x > 0) visit(at - 1);
      if (x < grid.columns - 1) visit(at + 1);
      if (at >= grid.columns) visit(at - grid.columns);
      if (at + grid.columns < cells.length) visit(at + grid.columns);
    }
    sizes.push(size);
  }
  const least = share * sizes.reduce((largest, size) => Math.max(largest, size), 0);
  return Uint8Array.from(part, (id) => (id !== 0 && sizes[id]! >= least ? 1 : 0));
}
