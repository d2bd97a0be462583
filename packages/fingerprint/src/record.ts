import type { Template } from "./template.ts";

/** An extended data block (ridge counts, cores and deltas, zonal quality, vendor data), kept as bytes. */
export interface ExtendedBlock {
  /** Type code, 0 to 65,535; 1 to 3 are the standard's, from 0x0100 vendors'. */
  readonly type: number;
  readonly data: Uint8Array;
}

/** One impression of one finger in a record. */
export interface FingerView {
  readonly template: Template;
  /** View number, 0 to 15: which impression of this finger. */
  readonly view: number;
  /** 0 live plain, 1 live rolled, 2 non-live plain, 3 non-live rolled, 8 swipe (4 bits). */
  readonly impression: number;
  readonly extended: readonly ExtendedBlock[];
  /**
   * Whether the length field of an extended block counts its data only or its four header bytes as well.
   * Encoders differ; the reader finds out which, so that a record is written back as it was. Default "data".
   */
  readonly extendedLength?: "data" | "block";
}

/** A fingerprint minutiae record: header and finger views. All views share image size and resolution. */
export interface FingerprintRecord {
  /** Capture equipment certified (appendix F of the FBI's EFTS). */
  readonly certified: boolean;
  /** Capture device type, 12 bits; 0 unknown. */
  readonly sensor: number;
  /** Image width and height in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per centimetre along x and y. */
  readonly resolutionX: number;
  readonly resolutionY: number;
  readonly views: readonly FingerView[];
}

/** A record of one or more templates with the plain defaults: live plain impressions, no extended data. Image size and resolution are those of the first. */
export function recordOf(templates: readonly Template[]): FingerprintRecord {
  const first = templates[0];
  const seen = new Map<number, number>();
  return {
    certified: false,
    sensor: 0,
    width: first?.width ?? 1,
    height: first?.height ?? 1,
    resolutionX: first?.resolution ?? 197,
    resolutionY: first?.resolution ?? 197,
    views: templates.map((template) => {
      const view = seen.get(template.position) ?? 0;
      seen.set(template.position, view + 1);
      return { template, view, impression: 0, extended: [] };
    }),
  };
}
