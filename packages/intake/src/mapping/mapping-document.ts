import { AttributeName, Membership, Method } from "@accord/vocabulary";
import { z } from "zod";
import { Column, Converter, DateFormat } from "./converter.ts";

const headerRow = z.int().min(1).max(100).default(1);

export const CsvFormat = z.strictObject({
  kind: z.literal("csv"),
  delimiter: z.enum([",", ";", "\t", "|"]).default(","),
  /** A byte order mark in the file wins over this. */
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1256"]).default("utf-8"),
  /** Line of the header, from 1; lines above it are left out. */
  headerRow,
});
export type CsvFormat = z.infer<typeof CsvFormat>;

export const XlsxFormat = z.strictObject({
  kind: z.literal("xlsx"),
  /** Name of the sheet; without it, the workbook's first. */
  sheet: z.string().min(1).max(31).optional(),
  headerRow,
});
export type XlsxFormat = z.infer<typeof XlsxFormat>;

const Day = z.union([
  z.strictObject({ column: Column, formats: z.array(DateFormat).min(1) }),
  z.strictObject({ constant: z.iso.date() }),
]);

const Instant = z.union([
  z.strictObject({ column: Column, formats: z.array(DateFormat).min(1) }),
  z.strictObject({ constant: z.iso.datetime() }),
]);

/**
 * A word of ours from what columns say: of the rules, the first whose column holds a listed text counts. `otherwise` is
 * for a row where none does; without it, such a row is rejected. Or one word for the whole file.
 */
const choice = <T extends z.ZodType>(word: T) =>
  z.union([
    z.strictObject({
      rules: z
        .array(z.strictObject({ column: Column, values: z.record(z.string(), word) }))
        .min(1)
        .max(6),
      otherwise: word.optional(),
    }),
    z.strictObject({ constant: word }),
  ]);

const text = z.string().trim().min(1);

/** The shape of a mapping; `Mapping` adds what its parts must agree on. */
export const MappingDocument = z.strictObject({
  accordMapping: z.literal(1),
  /** What the data source is called, such as `BRaVE export, Upper Nile`. */
  name: text.max(100),
  /** The agency's profile: `brave`, `scope`, or another word of the agency's. */
  profile: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  format: z.discriminatedUnion("kind", [CsvFormat, XlsxFormat]),
  /** Texts that mean "declined to say" and "not known" in any column; compared without regard to case. */
  declined: z.array(z.string()).default([]),
  notKnown: z.array(z.string()).default([]),
  person: z.strictObject({
    /** Columns that together are the person's key, joined with `/`. */
    key: z.array(Column).min(1).max(4),
    /** True unless the key says nothing of a person to an outsider; only then is it written in a rejects file. */
    keyIsPersonal: z.boolean().default(true),
  }),
  household: z
    .strictObject({
      key: z.array(Column).min(1).max(4),
      role: choice(Membership.shape.role).default({ constant: "member" }),
      relationship: choice(Membership.shape.relationship.unwrap()).default({ constant: "notKnown" }),
    })
    .optional(),
  attributes: z.partialRecord(AttributeName, Converter),
  identifiers: z
    .array(
      z.strictObject({
        issuer: text.max(40),
        kind: text.max(40),
        column: Column,
        /** Regular expression of the numbers of this kind, where several kinds share a column. */
        pattern: z.string().max(200).optional(),
      }),
    )
    .max(20)
    .default([]),
  consents: z
    .array(
      z.union([
        z.strictObject({
          recipient: text.max(80),
          purpose: text.max(80),
          column: Column,
          values: z.record(z.string(), z.boolean()),
        }),
        z.strictObject({ recipient: text.max(80), purpose: text.max(80), constant: z.boolean() }),
      ]),
    )
    .max(50)
    .default([]),
  registeredAt: Day,
  /** Without it, the start of the registration date in UTC. */
  assertedAt: Instant.optional(),
  method: choice(Method.exclude(["biometric"])).default({ constant: "declared" }),
  programme: z
    .union([z.strictObject({ column: Column }), z.strictObject({ constant: text.max(80) })])
    .optional(),
  protectLocation: choice(z.boolean()).default({ constant: false }),
});
export type MappingDocument = z.infer<typeof MappingDocument>;
