/**
 * Where the comparison's memory holds what: byte addresses, read by the kernel (`assembly/compare`) as well as by the
 * classes that fill the memory. Every part has 16 bytes more than it needs, since kernels read so many at a time.
 */

/** An impression is packed array by array; each begins at so many bytes times its capacity, a multiple of 8. */
export const X_AT = 0;
export const Y_AT = 4;
export const LENGTH_AT = 8;
export const HULL_X_AT = 32;
export const HULL_Y_AT = 40;
export const HULL_C_AT = 48;
export const BIN_AT = 56;
export const ANGLE_AT = 68;
export const KIND_AT = 69;
export const SOURCE_AT = 70;
export const FROM_AT = 71;
export const TO_AT = 77;
export const FROM_ANGLE_AT = 83;
export const TO_ANGLE_AT = 89;
export const DIRECTION_AT = 95;
export const IMPRESSION_BYTES = 101;

/** Cosine and sine of 256 units, f32. */
export const COSINE_TABLE = 0;
export const SINE_TABLE = 1024;
/** Weights of the bend by squared distance, f32, 1,600 and the 0 beyond. */
export const BEND_TABLE = 2048;
/** Weights of the evidence and its base, f64. */
export const WEIGHT_TABLE = 8480;

/** Both impressions, of up to 96 minutiae. */
export const PROBE = 8592;
export const REFERENCE = 18304;

/** The probe's edges by bin: bounds of bins (u16, 3,329), then of up to 9,216 entries the edge (u16), length (f32), angles and direction (u8). */
export const BIN_BOUNDS = 28016;
export const ENTRY_EDGE = 34704;
export const ENTRY_LENGTH = 53152;
export const ENTRY_FROM_ANGLE = 90032;
export const ENTRY_TO_ANGLE = 99264;
export const ENTRY_DIRECTION = 108496;
/** Middles of the probe's edges, f64, up to 576. */
export const MIDDLE_X = 117728;
export const MIDDLE_Y = 122352;

/** Maps of the probe's minutiae (u16, 9,216 cells): for a first sight, and certain. */
export const FIRST_SIGHT = 126976;
export const CERTAIN = 145424;
/** First minutia of each strip of the probe (u8, 129). */
export const STRIP_FIRST = 163872;

/** A gallery's finger as it is kept: positions (u16), edges of each minutia and the other end of each edge (u8). */
export const STAGED_X = 260000;
export const STAGED_Y = 260208;
export const STAGED_EDGE_COUNT = 260416;
export const STAGED_EDGE_END = 260528;

/** What the kernel writes down for itself begins at byte 164,032 (`assembly/compare/scratch.ts`); the whole is four pages. */
export const COMPARE_BYTES = 262144;
