import { Option } from "commander";
import { READING_PURPOSES } from "../access/purpose.ts";

/** For what persons are looked at; stated each time, never assumed. */
export const purposeOption = (): Option =>
  new Option("--purpose <purpose>", "for what persons are looked at; it is logged")
    .choices(READING_PURPOSES)
    .makeOptionMandatory();
