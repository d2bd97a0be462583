/**
 * Fingerprint templates: read, write, compare, search. Pure: bytes in, numbers out; Node, workers and browsers.
 *
 *     const [probe, reference] = [fileA, fileB].map((bytes) => readIso19794(bytes).views[0].template);
 *     verify(probe, reference).score; // 40: one false match in 10,000
 */
export { fuseScores } from "./calibration/fusion.ts";
export { type ComparedFinger, matchWeight } from "./calibration/match-weight.ts";
export { type FingerprintFormatCode, FingerprintFormatError } from "./format/format-error.ts";
export { readIso19794 } from "./format/iso-19794-2-2005-read.ts";
export { writeIso19794 } from "./format/iso-19794-2-2005-write.ts";
export type { Candidate, FingerScore } from "./gallery/candidate.ts";
export { Gallery, type GalleryEntry, type GalleryParts } from "./gallery/gallery.ts";
export { identify } from "./gallery/identify.ts";
export { identifyAllWithin, type PairWithin, type WithinOptions } from "./gallery/identify-all-within.ts";
export type { IdentifyOptions } from "./gallery/search.ts";
export type { GreyImage } from "./image/grey-image.ts";
export { type FingerprintImageCode, FingerprintImageError } from "./image/image-error.ts";
export { type ReadImageOptions, readImage } from "./image/read-image.ts";
export { toResolution } from "./image/to-resolution.ts";
export { writePng } from "./image/write-png.ts";
export { type PreparedTemplate, prepare } from "./match/prepared.ts";
export type { MinutiaPair, Verification } from "./match/verification.ts";
export { verify } from "./match/verify.ts";
export { type Band, band, DEFAULT_FINGERPRINT_POLICY, type FingerprintPolicy } from "./policy.ts";
export { type ExtendedBlock, type FingerprintRecord, type FingerView, recordOf } from "./record.ts";
export {
  MINUTIA_BIFURCATION,
  MINUTIA_ENDING,
  MINUTIA_OTHER,
  MINUTIAE_LIMIT,
  type Minutia,
  type Template,
  templateOf,
} from "./template.ts";
