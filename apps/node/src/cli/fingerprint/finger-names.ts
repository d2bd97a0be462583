/** Fingers by position, ISO/IEC 19794-2:2005 table 2; nothing for the unknown. */
export const FINGER_NAMES = [
  "",
  "right thumb",
  "right index",
  "right middle",
  "right ring",
  "right little",
  "left thumb",
  "left index",
  "left middle",
  "left ring",
  "left little",
] as const;
