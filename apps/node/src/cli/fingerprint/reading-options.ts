import { type Command, InvalidArgumentError } from "commander";

export interface ReadingOptions {
  readonly dpi?: number;
}

/** For images whose files do not say, or say wrongly. */
export const dotsPerInchOption = (command: Command): Command =>
  command.option(
    "--dpi <number>",
    "resolution of the images in dots per inch, where the files do not say it or say it wrongly",
    (text) => {
      const value = Number(text);
      if (!(value >= 50 && value <= 5000)) throw new InvalidArgumentError("It is a number from 50 to 5000.");
      return value;
    },
  );
