import { parsePersonName } from "@accord/vocabulary";
import type { Converter, SimpleConverter } from "../mapping/converter.ts";
import { convertAge, convertBirthDate } from "./birth.ts";
import { cellAt, latinDigits, lookup, type ReadCell, type TokenLists } from "./cell.ts";
import { phoneReader } from "./phone.ts";
import { type Convert, faultReading, knownReading, NOTHING, type Reading } from "./reading.ts";

/** What a converter needs of the file and the mapping around it. */
export interface Surroundings {
  /** Where each column stands. */
  readonly indexOf: (column: string) => number;
  readonly tokens: TokenLists;
  readonly fromWorkbook: boolean;
}

/** Compiles a converter into a function of a row's cells. The function never throws, whatever the cells hold. */
export function compileConverter(converter: Converter, around: Surroundings): Convert {
  if (converter.kind !== "first") return compileSimple(converter, around);
  const converts = converter.of.map((simple) => compileSimple(simple, around));
  return (row) => {
    let said: Reading = NOTHING;
    for (const convert of converts) {
      const reading = convert(row);
      if (reading.kind === "fault") return reading;
      if (reading.kind === "state") {
        if (reading.state.state === "known") return reading;
        if (said.kind === "nothing") said = reading;
      }
    }
    return said;
  };
}

function compileSimple(converter: SimpleConverter, around: Surroundings): Convert {
  if (converter.kind === "constant") {
    const reading = knownReading(converter.value);
    return () => reading;
  }
  const tokens = {
    declined: converter.declined ?? around.tokens.declined,
    notKnown: converter.notKnown ?? around.tokens.notKnown,
  };
  const cell = (column: string): ReadCell => cellAt(around.indexOf(column), tokens);
  switch (converter.kind) {
    case "name":
      return convertName(converter.columns, converter.transliteration, cell);
    case "place":
      return convertPlace(converter.pcode, converter.name, cell);
    case "birthDate":
      return convertBirthDate(converter, cell, around.fromWorkbook);
    case "age":
      return convertAge(converter, cell, around.fromWorkbook);
    case "text": {
      const pattern = converter.pattern === undefined ? undefined : wholePattern(converter.pattern);
      const prefix = converter.prefix ?? "";
      return ofCell(converter.column, cell, (text) =>
        pattern === undefined || pattern.test(latinDigits(text))
          ? knownReading(prefix + latinDigits(text))
          : faultReading(
              converter.column,
              "the text does not have the form that the mapping asks for",
              `Write it in the form ${converter.pattern}.`,
            ),
      );
    }
    case "values": {
      const find = lookup(converter.values);
      return ofCell(converter.column, cell, (text) => {
        const value = find(text);
        return value === undefined ? unlisted(converter.column, converter.values) : knownReading(value);
      });
    }
    case "phone": {
      const read = phoneReader(converter.country);
      return ofCell(converter.column, cell, (text) => {
        const number = read(text);
        return number === undefined
          ? faultReading(
              converter.column,
              "this is not one phone number",
              "Write one number with its country's code, such as +211912345678, or leave the cell empty.",
            )
          : knownReading(number);
      });
    }
    case "integer":
      return ofCell(converter.column, cell, (text) => {
        const digits = latinDigits(text);
        return /^\d{1,9}$/.test(digits)
          ? knownReading(Number(digits))
          : faultReading(converter.column, "this is not a whole number", "Write the number in digits.");
      });
    case "list": {
      const find = converter.values === undefined ? undefined : lookup(converter.values);
      return ofCell(converter.column, cell, (text) => {
        const items = text
          .split(converter.separator)
          .map((item) => item.trim())
          .filter((item) => item !== "");
        if (items.length === 0) return NOTHING;
        const values = find === undefined ? items : items.map(find);
        return values.includes(undefined)
          ? unlisted(converter.column, converter.values ?? {})
          : knownReading([...new Set(values)]);
      });
    }
  }
}

/** A pattern of the mapping, matched against the whole text. */
export function wholePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, "u");
}

/** Names the words that the mapping lists, never the one that was written. */
function unlisted(column: string, values: Readonly<Record<string, unknown>>): Reading {
  const words = Object.keys(values);
  const some = words.slice(0, 12).join(", ") + (words.length > 12 ? ", ..." : "");
  return faultReading(
    column,
    "the mapping does not list this value",
    `Write one of: ${some}; or add the value to the mapping.`,
  );
}

function ofCell(
  column: string,
  cell: (column: string) => ReadCell,
  convert: (text: string) => Reading,
): Convert {
  const read = cell(column);
  return ({ cells }) => {
    const text = read(cells);
    return typeof text === "string" ? convert(text) : text;
  };
}

function convertName(
  columns: readonly string[],
  transliteration: readonly string[] | undefined,
  cell: (column: string) => ReadCell,
): Convert {
  const reads = columns.map(cell);
  const latinReads = (transliteration ?? []).map(cell);
  return ({ cells }) => {
    const { text, state } = joined(reads, cells);
    const name = text === undefined ? undefined : parsePersonName(text);
    if (name === undefined) return state;
    const latin = joined(latinReads, cells).text;
    const parts = latin === undefined ? undefined : parsePersonName(latin)?.parts;
    return knownReading(parts === undefined ? name : { ...name, transliteration: parts });
  };
}

/** What several columns hold together; a token in one of them counts only where none holds a text. */
function joined(
  reads: readonly ReadCell[],
  cells: readonly string[],
): { text: string | undefined; state: Reading } {
  let text: string | undefined;
  let state: Reading = NOTHING;
  for (const read of reads) {
    const part = read(cells);
    if (typeof part === "string") text = text === undefined ? part : `${text} ${part}`;
    else if (part.kind === "state") state = part;
  }
  return { text, state };
}

function convertPlace(
  pcodes: readonly string[],
  nameColumn: string | undefined,
  cell: (column: string) => ReadCell,
): Convert {
  const reads = pcodes.map(cell);
  const readName = nameColumn === undefined ? undefined : cell(nameColumn);
  return ({ cells }) => {
    let state: Reading = NOTHING;
    for (let at = 0; at < reads.length; at += 1) {
      const code = reads[at]!(cells);
      if (typeof code !== "string") {
        if (state.kind === "nothing") state = code;
        continue;
      }
      const pcode = code.toUpperCase();
      if (!/^[A-Z]{2}(\d{2}([A-Z0-9]{2}([A-Z0-9]{1,12})?)?)?$/.test(pcode)) {
        return faultReading(
          pcodes[at] ?? "",
          "this is not a P-code",
          "Write the place's P-code, such as SS07 or SS0707.",
        );
      }
      const name = readName?.(cells);
      return knownReading(typeof name === "string" ? { pcode, name } : { pcode });
    }
    // A name without a code is left out: names repeat, and are spelled in many ways.
    return state;
  };
}
