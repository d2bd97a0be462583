import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from 61,440 comparisons of different real fingers; shape of the heaviest tail -0.08. */
export const CALIBRATION: Calibration = {
  version: "3",
  similarity: [1.003, 2.244, 3.115, 4.479, 5.848, 7.542, 8.781, 9.941, 11.493, 12.785],
  score: [3.01, 5.229, 6.99, 10, 13.01, 16.99, 20, 23.01, 26.99, 30],
  tailScale: 1.809,
  missQuality: [8, 25, 35, 44, 55, 68],
  missShare: [0.456, 0.028, 0.023, 0.02, 0.02, 0.02],
};
