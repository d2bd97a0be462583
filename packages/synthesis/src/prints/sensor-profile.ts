/** A kind of fingerprint sensor: its window and how its pictures look. Levels are grey, 0 black to 255 white. */
export interface SensorProfile {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch: number;
  /** Grey where nothing touches (above 255: glaring), and in a valley within the contact. */
  readonly background: number;
  readonly valley: number;
  /** Grey of a ridge that touches well. */
  readonly ridge: number;
  /** Standard deviation of each pixel's noise, and of each column's own level. */
  readonly noise: number;
  readonly columnNoise: number;
  /** Swing of slow brightness changes over the window. */
  readonly shading: number;
  /** Standard deviation of the optics' blur, pixels at 500 dpi. */
  readonly blur: number;
  /** 0 for an area sensor; 1 for one that a finger is drawn over by hand. */
  readonly sweep: number;
}

/** Sensors as they are met with; of nobody's make. */
export const SENSORS = {
  /** Glass prism, white ground. */
  optical: {
    width: 388,
    height: 374,
    dotsPerInch: 500,
    background: 268,
    valley: 246,
    ridge: 34,
    noise: 4,
    columnNoise: 0,
    shading: 3,
    blur: 0.65,
    sweep: 0,
  },
  /** Glass prism without correction: grey ground, less contrast. */
  opticalGrey: {
    width: 328,
    height: 364,
    dotsPerInch: 500,
    background: 196,
    valley: 176,
    ridge: 74,
    noise: 5,
    columnNoise: 0.5,
    shading: 14,
    blur: 0.8,
    sweep: 0,
  },
  /** Solid state, small window. */
  capacitive: {
    width: 300,
    height: 300,
    dotsPerInch: 500,
    background: 128,
    valley: 122,
    ridge: 44,
    noise: 7,
    columnNoise: 2.2,
    shading: 8,
    blur: 0.45,
    sweep: 0,
  },
  /** A row of heat cells that the finger is swept over. */
  thermalSweep: {
    width: 300,
    height: 480,
    dotsPerInch: 512,
    background: 92,
    valley: 232,
    ridge: 18,
    noise: 6,
    columnNoise: 1.5,
    shading: 16,
    blur: 0.55,
    sweep: 1,
  },
  /** Glass prism at twice the usual resolution. */
  opticalFine: {
    width: 800,
    height: 750,
    dotsPerInch: 1000,
    background: 250,
    valley: 228,
    ridge: 46,
    noise: 5,
    columnNoise: 0,
    shading: 5,
    blur: 0.55,
    sweep: 0,
  },
} as const satisfies Record<string, SensorProfile>;

export type SensorName = keyof typeof SENSORS;
