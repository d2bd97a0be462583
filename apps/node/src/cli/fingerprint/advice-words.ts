import type { AdviceCode } from "@accord/fingerprint";

/** What staff should do for a better impression. */
export const ADVICE: Readonly<Record<AdviceCode, string>> = {
  press_harder: "press harder",
  press_lighter: "press more lightly",
  dry_finger: "dry the finger",
  moisten_finger: "moisten the finger",
  centre_finger: "put the finger in the middle",
  clean_sensor: "clean the sensor",
  another_finger: "take another finger",
};
