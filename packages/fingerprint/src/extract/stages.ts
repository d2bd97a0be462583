import type { GreyImage } from "../image/grey-image.ts";
import { blocksOver } from "./blocks.ts";
import { type Dislocation, findDislocations } from "./dislocations.ts";
import { Enhancer, type Wave } from "./enhance.ts";
import { fitOf } from "./fit.ts";
import { CELL, type Grid, gridOver, pixelsOf } from "./grid.ts";
import { maskOf } from "./mask.ts";
import { dilate } from "./morphology.ts";
import { normalise } from "./normalise.ts";
import {
  type OrientationField,
  type OrientationReach,
  orientationOf,
  orientationOfBlocks,
} from "./orientation.ts";
import { type PeriodField, periodOf, waveFilters } from "./period.ts";
import type { Plane } from "./plane.ts";
import { sceneOf } from "./scene.ts";
import { findSingularPoints, type SingularPoint } from "./singular-points.ts";
import { type WorkingImage, workingImageOf } from "./working-image.ts";

/** On the picture gradients are noisy and gathered widely; on the enhanced picture, narrowly. */
const FIRST_REACH: OrientationReach = { own: 2, spread: 2, passes: 3 };
const SECOND_REACH: OrientationReach = { own: 2, spread: 1, passes: 1 };
/** Cells around the print that filters still reach into. */
const SURROUNDINGS = 4;

/** Everything between a picture and its dislocations; planes are as large as the working image. */
export interface Stages {
  readonly working: WorkingImage;
  readonly grid: Grid;
  /** Evened-out picture. */
  readonly even: Plane;
  /** 1 where the print is, by cell and by pixel. */
  readonly mask: Uint8Array;
  readonly print: Uint8Array;
  readonly orientation: OrientationField;
  readonly period: PeriodField;
  readonly wave: Wave;
  readonly fit: Plane;
  readonly dislocations: readonly Dislocation[];
  readonly singularPoints: readonly SingularPoint[];
}

/** Runs all stages: the ridge wave is estimated twice, the second time by the orientations that the first one shows. */
export function stagesOf(image: GreyImage, dotsPerInch: number): Stages {
  const working = workingImageOf(image, dotsPerInch);
  const { width, height } = working.plane;
  const grid = gridOver(width, height);
  const scene = sceneOf(working.plane, grid);
  const { plane: even, deviation } = normalise(working.plane, scene, grid);
  const mask = maskOf(deviation, scene, grid);
  const print = mask.map((cell, at) => cell & scene[at]!);
  const around = dilate(mask, grid, SURROUNDINGS);
  const enhancer = new Enhancer(width, height);
  const orientation = orientationOf(draftOf(even, enhancer, print, around, grid), print, grid, SECOND_REACH);
  const strips = blocksOver(around, grid, CELL, 1);
  const along = { ...strips, filters: Uint16Array.from(orientationOfBlocks(orientation, strips)) };
  const smoothed = enhancer.smoothAlong(even, along);
  const period = periodOf(smoothed, orientation, print);
  const pairs = blocksOver(print, grid, 2, 1);
  const units = orientationOfBlocks(orientation, pairs);
  const across = { ...pairs, filters: waveFilters(period, units, pairs, width) };
  const wave = enhancer.waveAcross(smoothed, across);
  const pixels = pixelsOf(print, grid);
  const unitOfPairs = new Uint8Array(pixels.length / 2);
  for (let block = 0; block < units.length; block++) unitOfPairs[pairs.places[block]! / 2] = units[block]!;
  return {
    working,
    grid,
    even,
    mask,
    print: pixels,
    orientation,
    period,
    wave,
    fit: fitOf(wave, even, print, grid),
    dislocations: findDislocations(wave, unitOfPairs, pixels, width),
    singularPoints: findSingularPoints(orientation, mask, grid),
  };
}

/** A first estimate of the ridges, from which orientations are read: the same steps, cell by cell. */
function draftOf(even: Plane, enhancer: Enhancer, print: Uint8Array, around: Uint8Array, grid: Grid): Plane {
  const orientation = orientationOf(even, around, grid, FIRST_REACH);
  const wide = blocksOver(around, grid, CELL, CELL);
  const along = { ...wide, filters: Uint16Array.from(orientationOfBlocks(orientation, wide)) };
  const smoothed = enhancer.smoothAlong(even, along);
  const period = periodOf(smoothed, orientation, print);
  const cells = blocksOver(print, grid, CELL, CELL);
  const units = orientationOfBlocks(orientation, cells);
  return enhancer.ridgesAcross(smoothed, {
    ...cells,
    filters: waveFilters(period, units, cells, even.width),
  });
}
