import type { Column, Comparison, LinkageModel, Rarity } from "../document/linkage-model.ts";
import { LinkageError } from "../errors.ts";
import { type Attribute, attributeOf, attributeOfCoordinates, attributesOfNames } from "./attributes.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { type ColumnRole, headerWords, namesDocument, recogniseColumn } from "./recognise-column.ts";

/** A source column with what it is taken to hold. */
export interface RecognisedColumn {
  readonly name: string;
  readonly role: ColumnRole;
  /** Model column that reads it, where one does. */
  readonly column: string | undefined;
}

/** A model without blocking rules, and what it was suggested from. */
export interface SuggestedModel {
  readonly model: Omit<LinkageModel, "blocking">;
  readonly recognised: readonly RecognisedColumn[];
  readonly attributes: readonly Attribute[];
}

interface SourceColumn {
  readonly role: ColumnRole;
  /** Header on either side; the same column has two headers where the sides name it differently. */
  readonly headers: readonly string[];
  readonly profiles: readonly ColumnProfile[];
}

const sameHeader = (one: string, other: string) =>
  headerWords(one).join("_") === headerWords(other).join("_");

/** Roles that a table usually has once, so that two sides' columns of one role are taken to be the same. */
const ONCE: readonly ColumnRole[] = [
  "givenName",
  "familyName",
  "fullName",
  "sex",
  "birthDate",
  "birthYear",
  "age",
  "phone",
  "email",
  "postcode",
  "pcode",
  "household",
  "householdHead",
  "latitude",
  "longitude",
  "relationship",
  "occupation",
  "householdSize",
];

/** Pairs the columns of both sides: by header, else by a role that either side has once. */
function matchColumns(
  left: readonly ColumnProfile[],
  right: readonly ColumnProfile[] | undefined,
): SourceColumn[] {
  const roleOf = (profile: ColumnProfile) => recogniseColumn(profile);
  if (right === undefined) {
    return left.map((profile) => ({ role: roleOf(profile), headers: [profile.name], profiles: [profile] }));
  }
  const unmatched = new Set(right);
  const matched: SourceColumn[] = [];
  const rest: ColumnProfile[] = [];
  for (const profile of left) {
    const other = right.find((one) => sameHeader(one.name, profile.name));
    if (other === undefined) {
      rest.push(profile);
      continue;
    }
    unmatched.delete(other);
    const roles = [roleOf(profile), roleOf(other)];
    // A column that is the id of one side only is an identifier to compare.
    const role =
      roles[0] === roles[1] ? roles[0] : roles.includes("id") ? "identifier" : (roles[0] ?? "text");
    matched.push({
      role: role ?? "text",
      headers: [...new Set([profile.name, other.name])],
      profiles: [profile, other],
    });
  }
  for (const profile of rest) {
    const role = roleOf(profile);
    const candidates = [...unmatched].filter((one) => roleOf(one) === role);
    const other = ONCE.includes(role) || role === "id" ? candidates[0] : undefined;
    if (other !== undefined) unmatched.delete(other);
    matched.push({
      role,
      headers: other === undefined ? [profile.name] : [profile.name, other.name],
      profiles: other === undefined ? [profile] : [profile, other],
    });
  }
  for (const profile of unmatched) {
    matched.push({ role: roleOf(profile), headers: [profile.name], profiles: [profile] });
  }
  return matched;
}

/** A number that nobody shares, beside the column that names the records, is a document's: `soc_sec_id` after `rec_id`. */
function withOneId(columns: readonly SourceColumn[]): SourceColumn[] {
  const first = columns.find(({ role }) => role === "id");
  return columns.map((column) =>
    column.role === "id" && column !== first && column.headers.some(namesDocument)
      ? { ...column, role: "identifier" }
      : column,
  );
}

const RESERVED = new Set(["id", "idx", "value"]);

/** A name for a model column, from the header: lower-case ASCII words joined by one underscore. */
function columnName(header: string, taken: ReadonlySet<string>): string {
  const base =
    headerWords(header)
      .join("_")
      .replace(/[^a-z0-9_]/g, "")
      .replace(/_+/g, "_")
      .replace(/^[^a-z]+|_$/g, "") || "column";
  let name = RESERVED.has(base) ? `${base}_value` : base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  return name;
}

/** Whether the full name only repeats what the given and family names say. */
const NAME_PARTS: readonly ColumnRole[] = ["givenName", "familyName"];

/**
 * Suggests a model for tables of which nothing is known but their columns' headers and some values: columns by role,
 * comparisons with usual probabilities, rarities and thresholds. The suggestion is a document to be shown and edited;
 * training replaces the usual probabilities.
 *
 * @param left profiles of the columns of a registry; @param right of the other one where two are linked.
 * @param ignored headers that must not be used, such as the one that holds the truth.
 * @throws LinkageError `linkage.nothing-to-compare` where no column of both sides can be compared.
 */
export function suggestModel(
  left: readonly ColumnProfile[],
  right: readonly ColumnProfile[] | undefined,
  ignored: readonly string[] = [],
): SuggestedModel {
  const isIgnored = (name: string) => ignored.some((one) => sameHeader(one, name));
  const columns = withOneId(
    matchColumns(
      left.filter(({ name }) => !isIgnored(name)),
      right?.filter(({ name }) => !isIgnored(name)),
    ),
  );
  const idColumn = columns.find(({ role }) => role === "id");
  const comparable = columns.filter(
    ({ role, profiles }) =>
      role !== "id" &&
      role !== "ignored" &&
      (right === undefined || profiles.length === 2) &&
      profiles.every(({ distinct }) => distinct > 1 || role === "householdSize"),
  );
  const roles = new Map<ColumnRole, SourceColumn[]>();
  for (const column of comparable) roles.set(column.role, [...(roles.get(column.role) ?? []), column]);
  const hasParts = NAME_PARTS.every((role) => roles.has(role));
  const taken = new Set<string>();
  const named = comparable
    .filter(({ role }) => !(role === "fullName" && hasParts))
    // One birth year beside a birth date, or an age beside either, repeats it.
    .filter(({ role }) => !(role === "birthYear" && roles.has("birthDate")))
    .filter(({ role }) => !(role === "age" && (roles.has("birthDate") || roles.has("birthYear"))))
    .map((column) => {
      const name = columnName(column.headers[0] ?? "", taken);
      taken.add(name);
      return { ...column, name };
    });
  const attributes: Attribute[] = [];
  const given = named.find(({ role }) => role === "givenName");
  const family = named.find(({ role }) => role === "familyName");
  attributes.push(...attributesOfNames(given, family));
  const latitude = named.find(({ role }) => role === "latitude");
  const longitude = named.find(({ role }) => role === "longitude");
  if (latitude !== undefined && longitude !== undefined)
    attributes.push(attributeOfCoordinates(latitude, longitude));
  for (const column of named) {
    if (column === given || column === family) continue;
    const attribute = attributeOf(column);
    if (attribute !== undefined) attributes.push(attribute);
  }
  const comparisons: Comparison[] = attributes.flatMap((attribute) => attribute.comparisons);
  if (comparisons.length === 0) {
    throw new LinkageError("linkage.nothing-to-compare", {
      message: "no column with more than one value was recognised on every side",
      where: "columns",
      remedy: "give both tables columns of the same names, or a model document",
    });
  }
  const household = attributes.find(({ role }) => role === "household");
  const modelColumns: Column[] = attributes.flatMap((attribute) => attribute.columns);
  const rarities: Rarity[] = attributes.flatMap((attribute) => attribute.rarities);
  return {
    attributes,
    recognised: columns.flatMap(({ role, headers }) =>
      headers.map((name) => ({
        name,
        role,
        column: modelColumns.find(({ from }) => from.flat().includes(name))?.name,
      })),
    ),
    model: {
      format: "accord-linkage/1",
      ...(idColumn === undefined ? {} : { id: [...idColumn.headers] }),
      columns: modelColumns,
      ...(household === undefined ? {} : { household: household.columns[0]?.name }),
      comparisons,
      rarities,
      prior: 1e-4,
      matesPerMatch: 0,
      thresholds: { link: 0.5, review: 0.1 },
    },
  };
}
