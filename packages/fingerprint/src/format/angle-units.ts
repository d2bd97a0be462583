/** Units of 360/256 degrees (ISO) from units of 2 degrees (ANSI). Exact back and forth for 0 to 179; above, full turns are taken off. */
export function fromTwoDegrees(angle: number): number {
  return Math.round((angle * 64) / 45) & 255;
}

/** Units of 2 degrees, 0 to 179, nearest to units of 360/256 degrees: at most 1 degree away. */
export function toTwoDegrees(angle: number): number {
  return Math.round((angle * 45) / 64) % 180;
}

/** Units of 360/256 degrees from the compact card format's 360/64. */
export function fromSixBits(angle: number): number {
  return (angle * 4) & 255;
}

/** The compact card format's units of 360/64 degrees: at most 2.8 degrees away. */
export function toSixBits(angle: number): number {
  return Math.round(angle / 4) & 63;
}

export function fromDegrees(degrees: number): number {
  return Math.round((degrees * 256) / 360) & 255;
}

export function toDegrees(angle: number): number {
  return Math.round((angle * 360) / 256) % 360;
}
