import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from 61,440 comparisons of different real fingers; shape of the heaviest tail -0.11. */
export const CALIBRATION: Calibration = {
  version: "2",
  similarity: [1.04, 2.235, 3.123, 4.484, 5.811, 7.497, 8.725, 9.994, 11.287, 12.369],
  score: [3.01, 5.229, 6.99, 10, 13.01, 16.99, 20, 23.01, 26.99, 30],
  tailScale: 1.789,
  missQuality: [30, 48, 65],
  missShare: [0.088, 0.02, 0.02],
};
