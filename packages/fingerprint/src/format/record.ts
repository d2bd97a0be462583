import type { PatternClass } from "../extract/pattern-class.ts";
import type { DataObject } from "./ber-tlv.ts";
import type { ExtendedBlock } from "./extended-data.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type { Core, Delta } from "./singular-points.ts";

/** The template formats that are read and written. `accord` is our own compact form. */
export type TemplateFormat =
  | "iso-19794-2-2005"
  | "iso-19794-2-2011"
  | "ansi-378-2004"
  | "ansi-378-2009"
  | "ansi-378-2009-am1"
  | "iso-card-normal"
  | "iso-card-compact"
  | "accord"
  | "xyt";

/**
 * A file as it stands: every field of its format in the format's own units, so that writing gives the same bytes.
 * {@link impressionsOf} gives what the formats have in common, in one unit.
 */
export type FingerprintRecord =
  | Iso2005Record
  | Iso2011Record
  | Ansi2004Record
  | Ansi2009Record
  | CardRecord
  | AccordRecord
  | XytRecord;

/** Image size in pixels and resolution in pixels per centimetre (197 is 500 dpi), each from 1. */
export interface ImageGeometry {
  readonly width: number;
  readonly height: number;
  readonly resolutionX: number;
  readonly resolutionY: number;
}

/** What every view of a record format holds. */
export interface FingerView {
  /** Finger position, ISO/IEC 19794-2:2005 table 2: 0 unknown, 1 right thumb … 10 left little. */
  readonly position: number;
  /** Which impression of this finger, from 0. */
  readonly view: number;
  /** 0 live plain, 1 live rolled, 2 non-live plain, 3 non-live rolled, 8 swipe; later formats know more. */
  readonly impression: number;
  readonly minutiae: MinutiaColumns;
  readonly extended: readonly ExtendedBlock[];
  /**
   * Whether the length field of an extended block counts its data only or its four header bytes as well. The formats
   * differ and so do encoders; present where the record does otherwise than its format, so that it is written back as it was.
   */
  readonly extendedLength?: "data" | "block";
}

export interface RatedView extends FingerView {
  /** 0 (worst) to 100 (best); in ANSI/INCITS 378-2009 also 254 not reported, 255 failed. */
  readonly quality: number;
}

interface OfStatedLength {
  /** The length that the record's header states, where it is not the record's. */
  readonly statedLength?: number;
}

/** Version digits as they stand in the file: the standards say blank 2 0; some encoders write a zero. */
export type Version20 = " 20" | "020";

/** ISO/IEC 19794-2:2005 clause 7: one image size for all views. */
export interface Iso2005Record extends OfStatedLength {
  readonly format: "iso-19794-2-2005";
  readonly version: Version20;
  /** Four bits; 8 says that the equipment is certified by appendix F of the FBI's EFTS. */
  readonly compliance: number;
  /** Capture device type, 12 bits; 0 unknown. */
  readonly sensor: number;
  readonly image: ImageGeometry;
  readonly reserved: number;
  readonly views: readonly RatedView[];
}

/** ANSI/INCITS 378-2004: as ISO 2005 with a product identifier; angles in units of 2 degrees. */
export interface Ansi2004Record extends Omit<Iso2005Record, "format"> {
  readonly format: "ansi-378-2004";
  /** CBEFF product identifier: owner by IBIA's list (0x0103 unknown) and the owner's own type. */
  readonly productOwner: number;
  readonly productType: number;
  /** The record's length stands in six bytes though two were enough. */
  readonly longLength: boolean;
}

export interface Ansi2009View extends RatedView {
  readonly qualityVendor: number;
  readonly qualityAlgorithm: number;
  readonly image: ImageGeometry;
}

/** ANSI/INCITS 378-2009 and its amendment 1 (version digits 030 and 035): image size in each view. */
export interface Ansi2009Record extends OfStatedLength {
  readonly format: "ansi-378-2009" | "ansi-378-2009-am1";
  readonly productOwner: number;
  readonly productType: number;
  /** Eight bits; 128 says certified by appendix F. */
  readonly compliance: number;
  readonly sensor: number;
  readonly reserved: number;
  readonly views: readonly Ansi2009View[];
}

/** When the finger was captured; fields of one byte are 255 and fields of two are 65,535 where not recorded. */
export interface CaptureTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

export interface QualityScore {
  /** 0 to 100, or 255 failed. */
  readonly score: number;
  readonly vendor: number;
  readonly algorithm: number;
}

export interface Iso2011View extends FingerView {
  readonly captured: CaptureTime;
  /** ISO/IEC 19794-2:2011 table 4: 0 unknown, 1–12 optical, 14 capacitive, 16 thermal … */
  readonly technology: number;
  readonly deviceVendor: number;
  readonly deviceType: number;
  readonly qualities: readonly QualityScore[];
  /** Certification authority and scheme; absent where the record's header says that no view has any. */
  readonly certifications?: readonly { readonly authority: number; readonly scheme: number }[];
  readonly image: ImageGeometry;
  /** Where ridge endings are marked: 0 valley skeleton bifurcation, 1 ridge skeleton end (4 bits). */
  readonly endingType: number;
}

/** ISO/IEC 19794-2:2011 clause 8: a representation stands for itself. */
export interface Iso2011Record extends OfStatedLength {
  readonly format: "iso-19794-2-2011";
  /** The header's flag that each view has a list of certifications. */
  readonly certified: boolean;
  readonly views: readonly Iso2011View[];
}

/**
 * The minutiae that a smart card compares: ISO/IEC 19794-2:2005 clause 8 and :2011 clause 9. Five bytes a minutia,
 * units of 0.01 mm (normal), or three, units of 0.1 mm (compact). There is no header: neither image size nor finger.
 */
export interface CardRecord {
  readonly format: "iso-card-normal" | "iso-card-compact";
  /** Minutiae alone, or in a biometric data template 7F2E of BER-TLV. */
  readonly carrier: "bare" | "data-object";
  /** Tag of the minutiae within the biometric data template: 0x81 or 0x90. Absent for bare minutiae. */
  readonly tag?: number;
  readonly minutiae: MinutiaColumns;
  /** The other data objects of the template, kept as they are. */
  readonly before: readonly DataObject[];
  readonly after: readonly DataObject[];
}

/** An entry of the extension block of our own form of a type this version does not know. */
export interface AccordExtension {
  readonly type: number;
  readonly data: Uint8Array;
}

export interface AccordRecord {
  readonly format: "accord";
  readonly position: number;
  readonly quality: number;
  readonly width: number;
  readonly height: number;
  readonly resolution: number;
  readonly minutiae: MinutiaColumns;
  /** Henry's class where it is known. */
  readonly patternClass?: PatternClass;
  /** Pixels; directions in units of 360/256 degrees, absent where not known. */
  readonly cores: readonly Core[];
  readonly deltas: readonly Delta[];
  readonly other: readonly AccordExtension[];
}

/** NBIS's text form: origin bottom left, degrees; it names no image size, finger or kind. */
export interface XytRecord {
  readonly format: "xyt";
  /** Each row: x, y, direction in degrees 0 to 359, quality 0 to 100. */
  readonly rows: readonly (readonly [x: number, y: number, degrees: number, quality: number])[];
}
