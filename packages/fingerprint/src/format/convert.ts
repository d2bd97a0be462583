import type { ImpressionContext } from "./headerless.ts";
import type { Impression } from "./impression.ts";
import { impressionsOf } from "./impressions-of.ts";
import type { FingerprintRecord, TemplateFormat } from "./record.ts";
import { recordOf } from "./record-of.ts";

/** A field that did not come through a conversion as it was. */
export interface ConversionLoss {
  /** Name as in {@link Impression} or {@link Template}. */
  readonly field: string;
  /** In how many impressions. */
  readonly impressions: number;
}

export interface Conversion {
  readonly record: FingerprintRecord;
  /** Empty where the target says all that the source said. Found by reading the result and comparing every field. */
  readonly losses: readonly ConversionLoss[];
}

/**
 * The same impressions in another format.
 *
 * @param context the image of formats that do not say it
 * @throws FingerprintFormatError `fingerprint.format.unwritable`; see {@link recordOf}
 */
export function convertRecord(
  record: FingerprintRecord,
  format: TemplateFormat,
  context: ImpressionContext = {},
): Conversion {
  if (record.format === format) return { record, losses: [] };
  const before = impressionsOf(record, context);
  const converted = recordOf(before, format);
  const after = impressionsOf(converted, context);
  const count = new Map<string, number>();
  for (const [index, impression] of before.entries()) {
    for (const field of changedFields(impression, after[index]!))
      count.set(field, (count.get(field) ?? 0) + 1);
  }
  return { record: converted, losses: [...count].map(([field, impressions]) => ({ field, impressions })) };
}

function changedFields(before: Impression, after: Impression): string[] {
  const { template: one, ...rest } = before;
  const { template: other, ...others } = after;
  return [...changed(one, other), ...changed(rest, others)];
}

function changed<T extends object>(before: T, after: T): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<string & keyof T>;
  return [...keys].filter((key) => !isSame(before[key], after[key]));
}

/** Plain data by value. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [mine, theirs] = [Object.entries(one), Object.entries(other)];
  const values = other as Record<string, unknown>;
  return mine.length === theirs.length && mine.every(([key, value]) => isSame(value, values[key]));
}
