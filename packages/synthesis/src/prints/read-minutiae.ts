import { PAD } from "./finger-pad.ts";
import type { RidgeWave } from "./grow-ridges.ts";

/** A minutia on the pad's raster, with ISO/IEC 19794-2's meaning of direction and kind. */
export interface PadMinutia {
  readonly column: number;
  readonly row: number;
  /** Radians counter-clockwise from the x axis: along the ridge that ends, or into the valley between two branches. */
  readonly direction: number;
  /** 1 ridge ending, 2 bifurcation. */
  readonly kind: number;
}

/** Two dislocations nearer than this cancel: a ridge is notched there, not ended. */
const CANCEL_PIXELS = 8;
/** How far along the extra line it is looked at, to see whether ridge or valley. */
const LOOK_PIXELS = [4, 6, 8, 10];

interface Dislocation {
  readonly column: number;
  readonly row: number;
  readonly charge: number;
  readonly direction: number;
}

/**
 * The minutiae of grown ridges, exactly where they are: a minutia is a place round which the phase of the ridge wave
 * runs through a whole turn more or less (a dislocation; Larkin and Fletcher, "A coherent framework for fingerprint
 * analysis", 2007), because on one side of it there is one ridge and one valley more than on the other. If the
 * extra line that begins there is a ridge, it is an ending, if a valley, a bifurcation.
 */
export function readMinutiae(wave: RidgeWave): PadMinutia[] {
  return withoutPairs(dislocations(wave)).map(({ column, row, direction }) => ({
    column,
    row,
    direction,
    kind: lineBegins(wave, column, row, direction) > 0 ? 1 : 2,
  }));
}

function dislocations(wave: RidgeWave): Dislocation[] {
  const found: Dislocation[] = [];
  for (let row = 1; row < PAD.height - 2; row++) {
    for (let column = 1; column < PAD.width - 2; column++) {
      const at = row * PAD.width + column;
      const square = [at, at + 1, at + PAD.width + 1, at + PAD.width];
      if (square.some((place) => wave.onPad[place] === 0)) continue;
      const charge = turnsRound(wave, square);
      if (charge === 0) continue;
      const along = wave.orientation[at]!;
      found.push({
        column: column + 0.5,
        row: row + 0.5,
        charge,
        // With one period more on the positive side the extra line runs along the orientation, else against it.
        direction: charge > 0 ? along : along + Math.PI,
      });
    }
  }
  return found;
}

/** Turns of the phase round a square of pixels: 1, -1 or 0; 0 also where the orientation itself turns (a core, a delta). */
function turnsRound(wave: RidgeWave, square: readonly number[]): number {
  const reference = wave.orientation[square[0]!]!;
  let before = 0;
  let turned = 0;
  for (let corner = 0; corner <= 4; corner++) {
    const place = square[corner % 4]!;
    const alike = Math.cos(wave.orientation[place]! - reference);
    if (Math.abs(alike) < 0.5) return 0;
    // The sine part changes sign with the way in which the orientation is taken; orientations are modulo π,
    // and kernels were made for 0 to π.
    const sine = wave.odd[place]! * signOfKernel(wave.orientation[place]!) * (alike < 0 ? -1 : 1);
    const phase = Math.atan2(-sine, wave.even[place]!);
    if (corner > 0) {
      const step = phase - before;
      turned += step - 2 * Math.PI * Math.round(step / (2 * Math.PI));
    }
    before = phase;
  }
  return Math.round(turned / (2 * Math.PI));
}

/** 1 where the kernel of this orientation was made for it, -1 where for the opposite way. */
function signOfKernel(orientation: number): number {
  return Math.floor(orientation / Math.PI + 0.5 / 60) % 2 === 0 ? 1 : -1;
}

function withoutPairs(found: readonly Dislocation[]): Dislocation[] {
  const gone = new Set<Dislocation>();
  for (const one of found) {
    if (gone.has(one)) continue;
    const partner = found.find(
      (other) =>
        other !== one &&
        !gone.has(other) &&
        Math.cos(other.direction - one.direction) < 0 &&
        Math.hypot(other.column - one.column, other.row - one.row) < CANCEL_PIXELS,
    );
    if (partner !== undefined) gone.add(one).add(partner);
  }
  return found.filter((dislocation) => !gone.has(dislocation));
}

function lineBegins(wave: RidgeWave, column: number, row: number, direction: number): number {
  let sum = 0;
  for (const distance of LOOK_PIXELS) {
    const x = Math.round(column + distance * Math.cos(direction));
    const y = Math.round(row - distance * Math.sin(direction));
    sum += wave.even[y * PAD.width + x] ?? 0;
  }
  return sum;
}
