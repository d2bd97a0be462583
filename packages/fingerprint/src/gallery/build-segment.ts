import { chooseMinutiae, complete, PreparedTemplate } from "../match/prepared.ts";
import type { Template } from "../template.ts";
import { type BlockIndex, indexBlock } from "./block-index.ts";
import { layMinutiae, Segment } from "./segment.ts";
import { allocateSegment, segmentArrays } from "./segment-layout.ts";
import { TriangleList } from "./triangle-list.ts";

/** A finger of a subject; subjects are numbered by the caller, densely from 0. */
export interface GalleryEntry {
  /** 0 to 2^28 - 1. */
  readonly subject: number;
  readonly template: Template;
}

/** Most fingers of a block: their vote counters, 512 KB, stay in a processor's second-level cache. */
export const BLOCK_FINGERS = 1 << 16;

/** Builds a segment; order of entries does not matter. */
export function buildSegment(entries: readonly GalleryEntry[]): Segment {
  const ordered = [...entries].sort(
    (a, b) => a.template.position - b.template.position || a.subject - b.subject,
  );
  const chosen = ordered.map(({ template }) => Uint8Array.from(chooseMinutiae(template)));
  const minutiae = layOut(ordered, chosen);
  const links = linkMinutiae(minutiae);
  const blockFinger = splitBlocks(minutiae.position);
  const triangles = new TriangleList();
  const blocks = blockFinger.slice(1).map((end, block): BlockIndex => {
    triangles.fill(minutiae, blockFinger[block]!, end);
    return indexBlock(triangles);
  });
  const total = (of: (index: BlockIndex) => number): number =>
    blocks.reduce((sum, index) => sum + of(index), 0);
  const counts = {
    fingers: ordered.length,
    minutiae: minutiae.x.length,
    edges: links.edgeEnd.length,
    blocks: blocks.length,
    slots: total(({ slot }) => slot.length),
    postings: total(({ posting }) => posting.length),
  };
  const buffer = allocateSegment(counts);
  const arrays = segmentArrays(buffer, counts);
  for (const [name, array] of Object.entries({ ...minutiae, ...links, blockFinger }))
    (arrays[name as keyof typeof arrays] as Uint8Array).set(array);
  let slots = 0;
  let postings = 0;
  for (const [block, index] of blocks.entries()) {
    arrays.blockBits[block] = index.bits;
    arrays.blockSlot[block] = slots;
    for (const at of index.slot) arrays.slot[slots++] = postings + at;
    arrays.posting.set(index.posting, postings);
    arrays.size.set(index.size, blockFinger[block]!);
    postings += index.posting.length;
  }
  return new Segment(buffer);
}

type Laid = ReturnType<typeof layOut>;

function layOut(ordered: readonly GalleryEntry[], chosen: readonly Uint8Array[]) {
  const fingers = ordered.length;
  const count = chosen.reduce((sum, indices) => sum + indices.length, 0);
  const laid = {
    subject: Uint32Array.from(ordered, ({ subject }) => subject),
    position: Uint8Array.from(ordered, ({ template }) => template.position),
    quality: Uint8Array.from(ordered, ({ template }) => template.quality),
    resolution: Uint16Array.from(ordered, ({ template }) => template.resolution),
    start: new Uint32Array(fingers + 1),
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    angle: new Uint8Array(count),
    kind: new Uint8Array(count),
  };
  let at = 0;
  for (const [finger, { template }] of ordered.entries()) {
    for (const source of chosen[finger]!) {
      laid.x[at] = template.x[source]!;
      laid.y[at] = template.y[source]!;
      laid.angle[at] = template.angle[source]!;
      laid.kind[at++] = template.kind[source]!;
    }
    laid.start[finger + 1] = at;
  }
  return laid;
}

/** Finds each finger's edges, to keep them by their ends. */
function linkMinutiae(laid: Laid) {
  const prepared = new PreparedTemplate();
  const fingers = laid.subject.length;
  const edgeCount = new Uint8Array(laid.x.length);
  const edgeStart = new Uint32Array(fingers + 1);
  const ends: number[] = [];
  for (let finger = 0; finger < fingers; finger++) {
    layMinutiae(laid, finger, prepared);
    complete(prepared);
    const { count, from, to } = prepared.edges;
    const links = Array.from(
      { length: count },
      (_, edge) => [Math.min(from[edge]!, to[edge]!), Math.max(from[edge]!, to[edge]!)] as const,
    ).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [one, other] of links) {
      edgeCount[laid.start[finger]! + one]!++;
      ends.push(other);
    }
    edgeStart[finger + 1] = ends.length;
  }
  return { edgeCount, edgeStart, edgeEnd: Uint8Array.from(ends) };
}

/** Where blocks begin and end: fingers of one position each, evenly many in those of a position. */
function splitBlocks(position: Uint8Array): number[] {
  const bounds = [0];
  for (let from = 0; from < position.length; ) {
    let to = from;
    while (to < position.length && position[to] === position[from]) to++;
    const blocks = Math.ceil((to - from) / BLOCK_FINGERS);
    for (let block = 1; block <= blocks; block++)
      bounds.push(from + Math.round(((to - from) * block) / blocks));
    from = to;
  }
  return bounds;
}
