import type { GreyImage } from "../image/grey-image.ts";
import type { Template } from "../template.ts";
import { BLOCK, type Blocks, blocksOf } from "./blocks.ts";
import { foregroundOf } from "./foreground.ts";
import { RidgeWindow } from "./ridge-window.ts";

/** What is measured of an impression, at 500 dots per inch; means are over the blocks where the finger is. */
export interface QualityMeasures {
  /** Square millimetres in which ridges show, and of these the part that counts by how well they show. */
  readonly areaSquareMillimetres: number;
  readonly usableSquareMillimetres: number;
  /** How well the ridges show, 0 to 1: certainty of their direction, clarity and regularity put together. */
  readonly ridgeClarity: number;
  /** 0 to 1: how alike the gradients' directions are within a block. */
  readonly orientationCertainty: number;
  /** 0 to 1: how well ridge and valley are told apart by their grey values. */
  readonly localClarity: number;
  /** 0 to 1: how much of a block is one wave. */
  readonly regularity: number;
  /** Mean grey of valleys less that of ridges, 0 to 255. */
  readonly contrast: number;
  /** Mean grey where the finger is, 0 (black) to 255. */
  readonly darkness: number;
  /** Share of a period that is ridge, 0 to 1: about a half; more when pressed hard or wet, less when touched lightly or dry. */
  readonly ridgeShare: number;
  /** Median distance from ridge to ridge in pixels. */
  readonly ridgePeriod: number;
  /** How far the middle of the print lies from that of the picture, in half widths and half heights: -1 to 1. */
  readonly offCentreX: number;
  readonly offCentreY: number;
  /** Greatest share of a side of the picture that the print runs over, 0 to 1. */
  readonly cutOff: number;
  /** Share of the blocks beside the print that show traces of ridges or dirt, 0 to 1. */
  readonly residue: number;
  /** Minutiae that were found and the sum of their reliabilities (0 to 1 each), where a template was given. */
  readonly minutiae?: number;
  readonly reliableMinutiae?: number;
}

/** Where each feature of a block begins to count and where more of it does not help. */
const CERTAINTY = [0.2, 0.9] as const;
const CLARITY = [0.6, 0.95] as const;
const REGULARITY = [0.3, 0.9] as const;

/**
 * Shares in a block's score, by powers. Regularity, which needs straight parallel ridges without breaks, pores or noise,
 * foretells comparison scores best on each of the sets measured, so it has most of the weight.
 */
const SHARES = { certainty: 1 / 12, clarity: 1 / 12, regularity: 10 / 12 };

/** Reliability of a minutia whose record does not report it. */
const UNREPORTED_RELIABILITY = 0.5;

const MILLIMETRES_A_BLOCK = (BLOCK * 25.4) / 500;
const SQUARE_MILLIMETRES_A_BLOCK = MILLIMETRES_A_BLOCK ** 2;

/** Deviation and certainty of a block beside the print from which it is taken for a trace of another one. */
const RESIDUE_DEVIATION = 6;
const RESIDUE_CERTAINTY = 0.5;

/** @param image at 500 dots per inch */
export function qualityMeasures(image: GreyImage, template?: Template): QualityMeasures {
  const blocks = blocksOf(image);
  const foreground = foregroundOf(blocks);
  const window = new RidgeWindow(image);
  const sums = { score: 0, certainty: 0, clarity: 0, regularity: 0, contrast: 0, mean: 0, ridgeShare: 0 };
  const periods: number[] = [];
  for (let block = 0; block < foreground.length; block++) {
    if (foreground[block] === 0) continue;
    const column = block % blocks.columns;
    const row = Math.floor(block / blocks.columns);
    const ridges = window.measure((column + 0.5) * BLOCK, (row + 0.5) * BLOCK, blocks.normal[block]!);
    const certainty = blocks.certainty[block]!;
    sums.score +=
      weighed(within(certainty, CERTAINTY), SHARES.certainty) *
      weighed(within(ridges.clarity, CLARITY), SHARES.clarity) *
      weighed(within(ridges.regularity, REGULARITY), SHARES.regularity);
    sums.certainty += certainty;
    sums.clarity += ridges.clarity;
    sums.regularity += ridges.regularity;
    sums.contrast += ridges.contrast;
    sums.mean += blocks.mean[block]!;
    sums.ridgeShare += ridges.ridgeShare;
    periods.push(ridges.period);
  }
  const count = periods.length;
  const mean = (sum: number) => (count === 0 ? 0 : sum / count);
  return {
    areaSquareMillimetres: count * SQUARE_MILLIMETRES_A_BLOCK,
    usableSquareMillimetres: sums.score * SQUARE_MILLIMETRES_A_BLOCK,
    ridgeClarity: mean(sums.score),
    orientationCertainty: mean(sums.certainty),
    localClarity: mean(sums.clarity),
    regularity: mean(sums.regularity),
    contrast: mean(sums.contrast),
    darkness: mean(sums.mean),
    ridgeShare: mean(sums.ridgeShare),
    ridgePeriod: periods.sort((a, b) => a - b)[count >> 1] ?? 0,
    ...placementOf(foreground, blocks),
    residue: residueOf(foreground, blocks),
    ...(template === undefined ? {} : minutiaeOf(template)),
  };
}

const within = (value: number, [from, to]: readonly [number, number]) =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));

/** Where the print lies in the picture. */
function placementOf(
  foreground: Uint8Array,
  { columns, rows }: Blocks,
): Pick<QualityMeasures, "offCentreX" | "offCentreY" | "cutOff"> {
  let [count, sumX, sumY] = [0, 0, 0];
  const onSide = { left: 0, right: 0, top: 0, bottom: 0 };
  for (let block = 0; block < foreground.length; block++) {
    if (foreground[block] === 0) continue;
    const column = block % columns;
    const row = Math.floor(block / columns);
    count++;
    sumX += column;
    sumY += row;
    if (column === 0) onSide.left++;
    if (column === columns - 1) onSide.right++;
    if (row === 0) onSide.top++;
    if (row === rows - 1) onSide.bottom++;
  }
  if (count === 0) return { offCentreX: 0, offCentreY: 0, cutOff: 0 };
  return {
    offCentreX: (2 * sumX) / count / Math.max(1, columns - 1) - 1,
    offCentreY: (2 * sumY) / count / Math.max(1, rows - 1) - 1,
    cutOff: Math.max(onSide.left / rows, onSide.right / rows, onSide.top / columns, onSide.bottom / columns),
  };
}

/** The rim of a print fades: only blocks that do not touch it count as beside it. */
function residueOf(foreground: Uint8Array, { columns, rows, deviation, certainty }: Blocks): number {
  let beside = 0;
  let traces = 0;
  for (let block = 0; block < foreground.length; block++) {
    const column = block % columns;
    const row = Math.floor(block / columns);
    let near = false;
    for (let y = Math.max(0, row - 2); y <= Math.min(rows - 1, row + 2); y++) {
      for (let x = Math.max(0, column - 2); x <= Math.min(columns - 1, column + 2); x++) {
        near ||= foreground[y * columns + x] === 1;
      }
    }
    if (near) continue;
    beside++;
    if (deviation[block]! >= RESIDUE_DEVIATION && certainty[block]! >= RESIDUE_CERTAINTY) traces++;
  }
  return beside === 0 ? 0 : traces / beside;
}

function minutiaeOf(template: Template): Pick<QualityMeasures, "minutiae" | "reliableMinutiae"> {
  let reliable = 0;
  for (let index = 0; index < template.count; index++) {
    const quality = template.minutiaQuality[index]!;
    reliable += quality === 0 ? UNREPORTED_RELIABILITY : quality / 100;
  }
  return { minutiae: template.count, reliableMinutiae: reliable };
}

/** `value ** share`, which engines round differently; the exponential and the logarithm they agree on. */
function weighed(value: number, share: number): number {
  return value <= 0 ? 0 : Math.exp(share * Math.log(value));
}
