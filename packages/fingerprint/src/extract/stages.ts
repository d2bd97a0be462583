import type { GreyImage } from "../image/grey-image.ts";
import { type Dislocation, findDislocations } from "./dislocations.ts";
import { ridgesAcross, smoothAlong, type Wave, waveAcross } from "./enhance.ts";
import { fitOf } from "./fit.ts";
import { type Grid, gridOver, pixelsOf } from "./grid.ts";
import { maskOf } from "./mask.ts";
import { dilate } from "./morphology.ts";
import { normalise } from "./normalise.ts";
import {
  type OrientationField,
  type OrientationReach,
  orientationOf,
  orientationPixels,
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
  const scene = sceneOf(working.plane);
  const { plane: even, deviation } = normalise(working.plane, scene);
  const mask = maskOf(deviation, scene, grid);
  const print = pixelsOf(mask, grid, width, height);
  for (let at = 0; at < print.length; at++) print[at] = print[at]! & scene[at]!;
  const around = pixelsOf(dilate(mask, grid, SURROUNDINGS), grid, width, height);
  const first = linesOf(even, orientationOf(even, around, grid, FIRST_REACH), print, around);
  const draft = ridgesAcross(first.smoothed, first.filters, print);
  const orientation = orientationOf(draft, print, grid, SECOND_REACH);
  const { smoothed, period, filters, units } = linesOf(even, orientation, print, around);
  const wave = waveAcross(smoothed, filters, print);
  return {
    working,
    grid,
    even,
    mask,
    print,
    orientation,
    period,
    wave,
    fit: fitOf(wave, even, print, grid),
    dislocations: findDislocations(wave, units, print, width, height),
    singularPoints: findSingularPoints(orientation, mask, grid),
  };
}

/** What the wave is fitted to: the picture smoothed along its ridges, and each pixel's filter. */
function linesOf(
  image: Plane,
  field: OrientationField,
  print: Uint8Array,
  around: Uint8Array,
): { smoothed: Plane; period: PeriodField; filters: Uint16Array; units: Uint8Array } {
  const { width, height } = image;
  const units = orientationPixels(field, around, width, height);
  const smoothed = smoothAlong(image, units, around);
  const period = periodOf(smoothed, units, print);
  return { smoothed, period, filters: waveFilters(period, units, print, width), units };
}
