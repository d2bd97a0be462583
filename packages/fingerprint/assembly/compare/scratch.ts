/** Addresses of what one comparison writes down, behind what it is given. Every part has 16 bytes more than it needs. */

/** Behind the strips of the probe. */
const SCRATCH: usize = 164032;

/** Equal edges as found: rotation (u8), shift (f32). */
export const EQUAL_ROTATION: usize = SCRATCH;
export const EQUAL_X: usize = EQUAL_ROTATION + 2064;
export const EQUAL_Y: usize = EQUAL_X + 8208;
/** The same in order of rotation; those of the first units stand once more at the end. How many agree with each (i32). */
export const SORTED_ROTATION: usize = EQUAL_Y + 8208;
export const SORTED_X: usize = SORTED_ROTATION + 2064;
export const SORTED_Y: usize = SORTED_X + 16400;
export const AGREEING: usize = SORTED_Y + 16400;
/** Where the equal edges of each rotation end (i32, 257). */
export const ROTATION_END: usize = AGREEING + 16400;
export const CANDIDATE_EDGE: usize = ROTATION_END + 1056;

/** Proposals: support (i32), rotation (i32), shift (f32). */
export const SUPPORT: usize = CANDIDATE_EDGE + 1040;
export const PROPOSED_ROTATION: usize = SUPPORT + 32;
export const PROPOSED_X: usize = PROPOSED_ROTATION + 32;
export const PROPOSED_Y: usize = PROPOSED_X + 32;
/** Those worth pairing, best first: rank (i32), promise (f64). */
export const RANK: usize = PROPOSED_Y + 32;
export const PROMISE: usize = RANK + 16;

/** Minutiae of the reference as the rigid motion lays them, and bent (f32); their directions (u8). */
export const RIGID_X: usize = PROMISE + 32;
export const RIGID_Y: usize = RIGID_X + 400;
export const BENT_X: usize = RIGID_Y + 400;
export const BENT_Y: usize = BENT_X + 400;
export const HEADING: usize = BENT_Y + 400;
/** Partner of each minutia, and the pairs as lists, best first (u8). */
export const PARTNER_OF_REFERENCE: usize = HEADING + 112;
export const PARTNER_OF_PROBE: usize = PARTNER_OF_REFERENCE + 112;
export const PAIR_THEIRS: usize = PARTNER_OF_PROBE + 112;
export const PAIR_MINE: usize = PAIR_THEIRS + 112;
/** Residuals of the pairs (f64). */
export const RESIDUAL_X: usize = PAIR_MINE + 112;
export const RESIDUAL_Y: usize = RESIDUAL_X + 784;
/** Candidates for pairs in order of price: the price's bits as f32, the reference's minutia, the probe's (u64). */
export const CANDIDATE_PAIR: usize = RESIDUAL_Y + 784;
/** Bytes behind: 1,024 candidates. */
export const SCRATCH_END: usize = CANDIDATE_PAIR + 8208;
