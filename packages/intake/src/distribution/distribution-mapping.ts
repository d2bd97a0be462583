import { AssistanceCycle, AssistanceKind } from "@accord/vocabulary";
import { z } from "zod";
import { isDateFormat } from "../convert/date.ts";
import { Column, DateFormat } from "../mapping/converter.ts";
import { CsvFormat, XlsxFormat } from "../mapping/mapping-document.ts";

const text = z.string().trim().min(1);

/**
 * How the columns of a distribution list become lines of assistance: a SCOPE distribution report, a list of entitlements,
 * a list that a field office keeps. Written once; the same file gives the same lines at any time.
 */
export const DistributionMapping = z
  .strictObject({
    accordDistribution: z.literal(1),
    name: text.max(100),
    format: z.discriminatedUnion("kind", [CsvFormat, XlsxFormat]),
    /** Numbers by which a person is found, the surest first; a column may be empty in a line. */
    identifiers: z
      .array(
        z.strictObject({ issuer: text.max(40).optional(), kind: text.max(40).optional(), column: Column }),
      )
      .min(1)
      .max(6),
    kind: z.union([
      z.strictObject({ column: Column, values: z.record(z.string(), AssistanceKind) }),
      z.strictObject({ constant: AssistanceKind }),
    ]),
    programme: z.union([z.strictObject({ column: Column }), z.strictObject({ constant: text.max(80) })]),
    /** One column such as `2026-06` or `2026-06-01/2026-06-30`; two columns of days; or one cycle for the file. */
    cycle: z.union([
      z.strictObject({ column: Column }),
      z.strictObject({ from: Column, until: Column, formats: z.array(DateFormat).min(1) }),
      z.strictObject({ constant: AssistanceCycle }),
    ]),
    /** The day of receipt; an empty cell says that it was not handed out. */
    receivedOn: z.strictObject({ column: Column, formats: z.array(DateFormat).min(1) }).optional(),
    /** Whether a line is for the household of who collects it. */
    forHousehold: z
      .union([
        z.strictObject({ column: Column, values: z.record(z.string(), z.boolean()) }),
        z.strictObject({ constant: z.boolean() }),
      ])
      .default({ constant: true }),
  })
  .superRefine((mapping, context) => {
    const formats = [
      ...("formats" in mapping.cycle ? mapping.cycle.formats : []),
      ...(mapping.receivedOn?.formats ?? []),
    ];
    for (const format of formats) {
      if (!isDateFormat(format))
        context.addIssue({ code: "custom", path: ["formats"], message: `${format} is no format of a date` });
    }
  });
export type DistributionMapping = z.infer<typeof DistributionMapping>;

/** Every column that a distribution mapping reads, once. */
export function distributionColumns(mapping: DistributionMapping): string[] {
  const { cycle, kind, programme, receivedOn, forHousehold } = mapping;
  const columns = mapping.identifiers.map((identifier) => identifier.column);
  for (const source of [kind, programme, forHousehold, receivedOn, cycle]) {
    if (source !== undefined && "column" in source) columns.push(source.column);
  }
  if ("from" in cycle) columns.push(cycle.from, cycle.until);
  return [...new Set(columns)];
}
