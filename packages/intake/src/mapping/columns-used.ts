import { type DistributionMapping, distributionColumns } from "../distribution/distribution-mapping.ts";
import type { Converter } from "./converter.ts";
import type { Mapping } from "./mapping.ts";

/** Every column that the mapping reads, once, in the order of the document. */
export function columnsUsed(mapping: Mapping | DistributionMapping): string[] {
  if ("accordDistribution" in mapping) return distributionColumns(mapping);
  const columns = new Set<string>(mapping.person.key);
  const add = (source: object): void => {
    if ("column" in source && typeof source.column === "string") columns.add(source.column);
    if ("rules" in source && Array.isArray(source.rules)) source.rules.forEach(add);
  };
  if (mapping.household !== undefined) {
    for (const column of mapping.household.key) columns.add(column);
    add(mapping.household.role);
    add(mapping.household.relationship);
  }
  for (const converter of Object.values(mapping.attributes)) {
    if (converter !== undefined) for (const column of columnsOf(converter)) columns.add(column);
  }
  mapping.identifiers.forEach(add);
  mapping.consents.forEach(add);
  for (const source of [
    mapping.registeredAt,
    mapping.assertedAt,
    mapping.method,
    mapping.programme,
    mapping.protectLocation,
  ]) {
    if (source !== undefined) add(source);
  }
  return [...columns];
}

/** The columns that one converter reads. */
export function columnsOf(converter: Converter): string[] {
  switch (converter.kind) {
    case "constant":
      return [];
    case "name":
      return [...converter.columns, ...(converter.transliteration ?? [])];
    case "place":
      return [...converter.pcode, ...(converter.name === undefined ? [] : [converter.name])];
    case "birthDate":
      return [converter.column, ...(converter.precision === undefined ? [] : [converter.precision.column])];
    case "age":
      return [
        converter.column,
        ...(converter.at !== undefined && "column" in converter.at ? [converter.at.column] : []),
      ];
    case "first":
      return converter.of.flatMap(columnsOf);
    default:
      return [converter.column];
  }
}
