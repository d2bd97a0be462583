import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from 1,124,250 impostor comparisons of synthetic fingers; tail shape measured 0.04. */
export const CALIBRATION: Calibration = {
  version: "1",
  margin: 5,
  similarity: [1.984, 3.658, 5.199, 7.013, 8.375],
  score: [16.99, 20, 23.01, 26.99, 30],
  tailScale: 2.008,
  missQuality: [30, 48, 65],
  missShare: [0.17, 0.02, 0.02],
};
