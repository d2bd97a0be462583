/**
 * The measures by which two impressions are compared, in one place because both forms of the comparison read them: the
 * plain one beside this file and the kernel in `assembly/compare`. Pixels are at 500 dpi, angles in units of 360/256 degrees.
 */

/** Most minutiae of an impression that are compared; of more, those of best quality. */
export const COMPARED_LIMIT = 96;
/** Edges are made to this many nearest neighbours of each minutia. */
export const EDGE_NEIGHBOURS = 6;
/** Bins of an edge's invariants: length in steps of 10 px, both angles in steps of 22.5 degrees. */
export const LENGTH_STEP = 10;
export const LENGTH_BINS = 13;
export const ANGLE_BINS = 16;
/** Fewer pairs than this prove nothing. */
export const LEAST_PAIRS = 3;

/** How far equal edges may differ: pixels (and share of length), and angle. */
export const LENGTH_TOLERANCE = 5;
export const LENGTH_TOLERANCE_SHARE = 0.06;
export const ANGLE_TOLERANCE = 14;
/** Most equal edges that are looked at: unrelated impressions have about 100, the same one 1,000. */
export const EQUAL_EDGE_LIMIT = 2048;

/** Motions nearer than this support each other: rotation, pixels of shift. */
export const ROTATION_REACH = 10;
export const SHIFT_REACH_SQUARED = 676;
/** An equal edge is compared with so many others of like rotation at most: the many of one finger agree anyway. */
export const COMPANY_LIMIT = 48;
/** Proposals are farther apart than this, in rotation or in shift. */
export const ROTATION_APART = 14;
export const SHIFT_APART_SQUARED = 1296;
export const CANDIDATE_EDGE_LIMIT = 512;
export const ALIGNMENT_LIMIT = 6;
/** Alignments with less support than this share of the best are not tried. */
export const RUNNER_UP_SHARE = 0.5;
/** Equal edges that must agree on a motion besides the one that proposes it. */
export const LEAST_SUPPORT = 1;

/** What a minutia that may have a partner, an edge that supports the alignment, and its rotation are worth at first sight, in nats. */
export const MINUTIA_PROMISE = 0.3;
export const EDGE_PROMISE = 0.5;
export const ROTATION_PROMISE = 0.7;
/** Alignments are paired only if they promise this much, and so much for each minutia of the smaller impression, which may have partners by chance. */
export const LEAST_PROMISE = 0.8;
export const LEAST_PROMISE_BY_MINUTIA = 0.1;
/** Of all proposals so many are paired, and the runner-up only if it promises nearly as much as the best. */
export const PAIRED_LIMIT = 2;
export const RUNNER_UP_MARGIN = 2;

/** Cells of the map of a probe, ±384 px about the centroid; minutiae beyond (no plain impression is as large) are not counted. */
export const CELL = 8;
export const CELLS = 96;

/** How far a pair may be off after the rigid alignment, and after following the skin's distortion. */
export const FIRST_DISTANCE = 18;
export const FIRST_ANGLE = 26;
export const FINAL_DISTANCE = 15;
export const FINAL_ANGLE = 22;
/** Rounds of refitting, bending and pairing anew; a third changes nothing that can be measured. */
export const ROUNDS = 2;
export const CANDIDATE_PAIR_LIMIT = 1024;
/** Weight of "no bend": how many near pairs it takes to believe one. */
export const BEND_PRIOR = 0.7;
/** A pair's residual counts by its squared distance in steps, and not at all from the last on. */
export const BEND_STEP = 16;
export const BEND_STEPS = 1600;
/** Strips across the probe, ±512 px about its centroid. */
export const STRIP = 8;
export const STRIPS = 128;

/** A pair is worth nothing from this distance or angle on. */
export const NEAR_SQUARED = 144;
export const NEAR_ANGLE_SQUARED = 324;
export const ANGLE_UNIT = 7;
/** An edge may change by 3 px and 6% of its length at one spread, and its minutiae's directions by 25 degrees at most. */
export const EDGE_SPREAD = 3;
export const EDGE_SPREAD_SHARE = 0.06;
export const EDGE_ANGLE = 18;
export const ROTATION_UNIT = 28;
export const ROTATION_MOST = 3;
/** Within this distance of a hull, in pixels, a minutia counts as inside the other impression. */
export const HULL_MARGIN = 6;
/** A point nearer than this share of the nearest side's distance is inside whatever single precision rounds away. */
export const SAFELY_INSIDE = 0.999;
