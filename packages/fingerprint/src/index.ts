/**
 * Fingerprint templates: read, write, compare, search. Pure: bytes in, numbers out; Node, workers and browsers.
 *
 *     const [probe, reference] = [fileA, fileB].map((bytes) => readTemplates(bytes).templates[0]);
 *     verify(probe, reference).score; // 40: one false match in 10,000
 */
export { fuseScores } from "./calibration/fusion.ts";
export { type ComparedFinger, matchWeight } from "./calibration/match-weight.ts";
export {
  EXTRACTOR_VERSION,
  type ExplainedExtraction,
  type Extraction,
  type ExtractOptions,
  explainExtraction,
  extract,
} from "./extract/extract.ts";
export type { DataObject } from "./format/ber-tlv.ts";
export { type Conversion, type ConversionLoss, convertRecord } from "./format/convert.ts";
export type { ExtendedBlock, OpaqueBlock } from "./format/extended-data.ts";
export { type FingerprintFormatCode, FingerprintFormatError } from "./format/format-error.ts";
export type { ImpressionContext } from "./format/headerless.ts";
export {
  extractedImpression,
  type Impression,
  plainImpression,
  plainImpressions,
} from "./format/impression.ts";
export { impressionsOf } from "./format/impressions-of.ts";
export type { MinutiaColumns } from "./format/minutia-columns.ts";
export {
  type ReadOptions,
  readRecord,
  readTemplates,
  type TemplateFileContent,
} from "./format/read-templates.ts";
export { formatOf } from "./format/recognise.ts";
export type * from "./format/record.ts";
export { recordOf } from "./format/record-of.ts";
export type { RidgeCounts } from "./format/ridge-counts.ts";
export type { Core, Delta, SingularPoints } from "./format/singular-points.ts";
export { writeRecord, writeTemplates } from "./format/write-templates.ts";
export type { ZonalQuality } from "./format/zonal-quality.ts";
export type { GalleryEntry } from "./gallery/build-segment.ts";
export type { Candidate, FingerScore } from "./gallery/candidate.ts";
export { Gallery } from "./gallery/gallery.ts";
export { type FingerprintGalleryCode, FingerprintGalleryError } from "./gallery/gallery-error.ts";
export { galleryBytes, readGallery } from "./gallery/gallery-file.ts";
export { identify } from "./gallery/identify.ts";
export { identifyAllWithin, type PairWithin, type WithinOptions } from "./gallery/identify-all-within.ts";
export type { IdentifyOptions } from "./gallery/search.ts";
export type { FingerImage } from "./image/finger-image.ts";
export type { GreyImage } from "./image/grey-image.ts";
export { type FingerprintImageCode, FingerprintImageError } from "./image/image-error.ts";
export { type NistFile, type NistRecord, readNist } from "./image/nist/read-nist.ts";
export { type ReadImageOptions, readImage, readImages } from "./image/read-image.ts";
export { toResolution } from "./image/to-resolution.ts";
export { writePng } from "./image/write-png.ts";
export { type PreparedTemplate, prepare } from "./match/prepared.ts";
export type { EvidenceShares, MinutiaPair, Verification } from "./match/verification.ts";
export { score, verify } from "./match/verify.ts";
export { type Band, band, DEFAULT_FINGERPRINT_POLICY, type FingerprintPolicy } from "./policy.ts";
export type { Advice, AdviceCode } from "./quality/advice.ts";
export { assessQuality, type QualityAssessment } from "./quality/assess-quality.ts";
export type { QualityMeasures } from "./quality/measures.ts";
export { scoreMeaning } from "./show/score-meaning.ts";
export { showTemplate } from "./show/show-template.ts";
export { type ShowVerificationOptions, showVerification } from "./show/show-verification.ts";
export type { ShownImpression } from "./show/shown-impression.ts";
export {
  MINUTIA_BIFURCATION,
  MINUTIA_ENDING,
  MINUTIA_OTHER,
  MINUTIAE_LIMIT,
  type Minutia,
  type Template,
  templateOf,
} from "./template.ts";
