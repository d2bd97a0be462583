import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from 1,124,250 impostor comparisons of synthetic fingers; tail shape measured 0.01. */
export const CALIBRATION: Calibration = {
  version: "1",
  margin: 5,
  similarity: [0.891, 2.862, 4.609, 6.676, 8.063],
  score: [16.99, 20, 23.01, 26.99, 30],
  tailScale: 2.147,
  missQuality: [30, 48, 65],
  missShare: [0.155, 0.02, 0.02],
};
