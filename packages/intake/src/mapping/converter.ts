import { z } from "zod";

export const Column = z.string().min(1).max(200);

/** Written value -> value of the attribute; keys are compared without regard to case and surrounding space. */
const ValueMap = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]));

/**
 * `YYYY`, `YY`, `MM`, `M`, `DD`, `D`, `MMM` (month's name or abbreviation, English or French), `hh`, `mm`, `ss`;
 * all else is literal. `iso` reads ISO 8601 dates, and dates with times and zones.
 */
export const DateFormat = z.string().min(2).max(40);

const cell = {
  /** `notKnown` keeps the row and says not known, with a warning, where the value cannot be read. */
  onInvalid: z.enum(["reject", "notKnown"]).default("reject"),
  /** Texts that mean "declined to say" and "not known" in this column, instead of the mapping's. */
  declined: z.array(z.string()).optional(),
  notKnown: z.array(z.string()).optional(),
};

/** A number or code as written, its digits as 0 to 9, with a prefix where the source leaves one out. */
const TextConverter = z.strictObject({
  kind: z.literal("text"),
  column: Column,
  prefix: z.string().max(40).optional(),
  /** Regular expression that the text must match whole. */
  pattern: z.string().max(200).optional(),
  ...cell,
});

/** A name from columns in the order in which its parts are spoken; each cell may hold several parts. */
const NameConverter = z.strictObject({
  kind: z.literal("name"),
  columns: z.array(Column).min(1).max(8),
  /** Columns that hold the same name in Latin letters. */
  transliteration: z.array(Column).min(1).max(8).optional(),
  ...cell,
});

const ValuesConverter = z.strictObject({
  kind: z.literal("values"),
  column: Column,
  values: ValueMap,
  ...cell,
});

/** A birth date: to the day, or as much of it as the source knows. */
export const BirthDateConverter = z.strictObject({
  kind: z.literal("birthDate"),
  column: Column,
  formats: z.array(DateFormat).min(1),
  /** Column that says how much of the date is known, and what its texts mean. */
  precision: z
    .strictObject({
      column: Column,
      values: z.record(z.string(), z.enum(["day", "month", "year", "estimated"])),
    })
    .optional(),
  /** What a first of January means: many registers write it where only the year is known. */
  firstOfJanuary: z.enum(["day", "year", "estimated"]).default("day"),
  ...cell,
});

/** An age in whole years at a date -> the year of birth, estimated. */
export const AgeConverter = z.strictObject({
  kind: z.literal("age"),
  column: Column,
  /** When the person had this age: a column of dates, or one date for the file; else the registration date. */
  at: z
    .union([
      z.strictObject({ column: Column, formats: z.array(DateFormat).min(1) }),
      z.strictObject({ constant: z.iso.date() }),
    ])
    .optional(),
  ...cell,
});

const PlaceConverter = z.strictObject({
  kind: z.literal("place"),
  /** P-code columns, most exact first: the first that is filled counts. */
  pcode: z.array(Column).min(1).max(6),
  name: Column.optional(),
  ...cell,
});

const PhoneConverter = z.strictObject({
  kind: z.literal("phone"),
  column: Column,
  /** Country of numbers that are written without one. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default("SS"),
  ...cell,
});

const IntegerConverter = z.strictObject({ kind: z.literal("integer"), column: Column, ...cell });

const ListConverter = z.strictObject({
  kind: z.literal("list"),
  column: Column,
  separator: z.string().min(1).max(5),
  values: z.record(z.string(), z.string()).optional(),
  ...cell,
});

/** Refers to itself, so the API's description names it. */
const JsonValue = z.json().meta({ id: "JsonValue" });
const ConstantConverter = z.strictObject({ kind: z.literal("constant"), value: JsonValue });

const SimpleConverter = z.discriminatedUnion("kind", [
  TextConverter,
  NameConverter,
  ValuesConverter,
  BirthDateConverter,
  AgeConverter,
  PlaceConverter,
  PhoneConverter,
  IntegerConverter,
  ListConverter,
  ConstantConverter,
]);
export type SimpleConverter = z.infer<typeof SimpleConverter>;

/** The first converter that finds something written counts: a birth date, or else an age. */
const FirstConverter = z.strictObject({
  kind: z.literal("first"),
  of: z.array(SimpleConverter).min(2).max(6),
});

export const Converter = z.discriminatedUnion("kind", [...SimpleConverter.options, FirstConverter]);
export type Converter = z.infer<typeof Converter>;
