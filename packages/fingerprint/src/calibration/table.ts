import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from 1,999,000 impostor comparisons of synthetic fingers; tail shape measured -0.00. */
export const CALIBRATION: Calibration = {
  version: "1",
  margin: 5,
  similarity: [0.826, 2.819, 4.602, 6.703, 8.132],
  score: [16.99, 20, 23.01, 26.99, 30],
  tailScale: 2.084,
  missQuality: [30, 48, 65],
  missShare: [0.153, 0.02, 0.02],
};
