import { parentPort } from "node:worker_threads";
import { extract } from "../extract/extract.ts";
import { FingerprintImageError } from "../image/image-error.ts";
import { readImage } from "../image/read-image.ts";
import type { ExtractionAnswer, ExtractionBatch, Picture, PictureResult } from "./extraction-job.ts";

parentPort?.on("message", ({ first, pictures }: ExtractionBatch) => {
  const results = pictures.map(resultOf);
  parentPort?.postMessage({ first, results } satisfies ExtractionAnswer);
});

function resultOf({ image, ...options }: Picture): PictureResult {
  try {
    const grey = image instanceof Uint8Array ? readImage(image) : image;
    return { kind: "extracted", extraction: extract(grey, options) };
  } catch (error) {
    // What is wrong with one picture is told for it alone; anything else is a fault and ends the run.
    if (!(error instanceof FingerprintImageError)) throw error;
    return { kind: "failed", code: error.code, message: error.message, remedy: error.remedy };
  }
}
