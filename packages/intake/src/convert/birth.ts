import type { z } from "zod";
import type { AgeConverter, BirthDateConverter } from "../mapping/converter.ts";
import { latinDigits, lookup, type ReadCell } from "./cell.ts";
import { dateText, type WrittenDate } from "./date.ts";
import { anyDateReader } from "./read-date.ts";
import { type Convert, faultReading, knownReading, NOTHING, type Reading } from "./reading.ts";

const OLDEST_YEARS = 130;

/** A written date of birth -> a birth date of the precision that it has. */
export function convertBirthDate(
  converter: z.infer<typeof BirthDateConverter>,
  cell: (column: string) => ReadCell,
  fromWorkbook: boolean,
): Convert {
  const { column, precision, firstOfJanuary } = converter;
  const read = cell(column);
  const parse = anyDateReader(converter.formats, fromWorkbook);
  const readPrecision = precision === undefined ? undefined : cell(precision.column);
  const precisionOf = lookup(precision?.values ?? {});
  return ({ cells, registeredAt }) => {
    const text = read(cells);
    if (typeof text !== "string") return text;
    const date = parse(text);
    if (date === undefined) {
      return faultReading(
        column,
        "this is not a date of the mapping's formats",
        `Write the date as ${converter.formats.join(" or ")}.`,
      );
    }
    if (registeredAt !== undefined) {
      const born = dateText(date);
      if (born > registeredAt.slice(0, born.length)) {
        return faultReading(column, "the birth date is after the registration", "Correct one of the dates.");
      }
      if (date.year < Number(registeredAt.slice(0, 4)) - OLDEST_YEARS) return tooOld(column);
    }
    const written = readPrecision?.(cells);
    const said = typeof written === "string" ? precisionOf(written) : undefined;
    if (typeof written === "string" && said === undefined) {
      return faultReading(
        precision?.column ?? "",
        "the mapping does not list this value",
        `Write one of: ${Object.keys(precision?.values ?? {}).join(", ")}.`,
      );
    }
    return birthReading(date, said ?? ownPrecision(date, firstOfJanuary));
  };
}

type Precision = "day" | "month" | "year" | "estimated";

function ownPrecision({ month, day }: WrittenDate, firstOfJanuary: "day" | "year" | "estimated"): Precision {
  if (month === 1 && day === 1) return firstOfJanuary;
  return day !== undefined ? "day" : month !== undefined ? "month" : "year";
}

/** A date cut down to a precision; one that is less exact than asked for keeps what it has. */
function birthReading(date: WrittenDate, asked: Precision): Reading {
  const text = dateText(date);
  if (asked === "day" && text.length === 10) return knownReading({ precision: "day", date: text });
  if ((asked === "day" || asked === "month") && text.length >= 7) {
    return knownReading({ precision: "month", date: text.slice(0, 7) });
  }
  return knownReading({ precision: asked === "estimated" ? "estimated" : "year", date: text.slice(0, 4) });
}

/** An age at a date -> the estimated year of birth: the year of the date less the age. */
export function convertAge(
  converter: z.infer<typeof AgeConverter>,
  cell: (column: string) => ReadCell,
  fromWorkbook: boolean,
): Convert {
  const { column, at } = converter;
  const read = cell(column);
  const readAt = at !== undefined && "column" in at ? cell(at.column) : undefined;
  const parseAt = anyDateReader(at !== undefined && "column" in at ? at.formats : [], fromWorkbook);
  return ({ cells, registeredAt }) => {
    const text = read(cells);
    if (typeof text !== "string") return text;
    const digits = latinDigits(text);
    if (!/^\d{1,3}$/.test(digits)) {
      return faultReading(column, "this is not an age in whole years", "Write the age in digits.");
    }
    const age = Number(digits);
    if (age > OLDEST_YEARS) return tooOld(column);
    let askedOn = at !== undefined && "constant" in at ? at.constant : registeredAt;
    if (readAt !== undefined && at !== undefined && "column" in at) {
      const written = readAt(cells);
      const date = typeof written === "string" ? parseAt(written) : undefined;
      if (date === undefined) {
        return faultReading(
          at.column,
          "the date at which the age was given is missing or is not a date of the mapping's formats",
          `Write the date as ${at.formats.join(" or ")}.`,
        );
      }
      askedOn = dateText(date);
    }
    if (askedOn === undefined) return NOTHING;
    const year = Number(askedOn.slice(0, 4));
    return knownReading({ precision: "estimated", date: String(year - age) });
  };
}

function tooOld(column: string): Reading {
  return faultReading(
    column,
    `this is more than ${OLDEST_YEARS} years of age`,
    "Correct the date or the age.",
  );
}
