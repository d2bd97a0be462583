import type { KeyPart } from "../document/blocking-rule.ts";
import type { Condition } from "../document/condition.ts";
import type { Column, Comparison, Level, Rarity, Standard } from "../document/linkage-model.ts";
import { dateOrderOf } from "../standard/date.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnRole } from "./recognise-column.ts";

/** A key by which records may be blocked, and how often it survives between two records of one person. */
export interface BlockingKey {
  readonly part: KeyPart;
  /** Chance that both records of one person agree on it, given that both have it. */
  readonly kept: number;
  /** It already says what the attribute's other parts say. */
  readonly whole?: boolean;
}

/** What a recognised column contributes to a model. */
export interface Attribute {
  readonly role: ColumnRole;
  readonly columns: readonly Column[];
  readonly comparisons: readonly Comparison[];
  readonly rarities: readonly Rarity[];
  /**
   * Keys from the finest to the coarsest: a pair that agrees on one agrees on those after it. A list for each part of
   * the attribute that errs independently.
   */
  readonly keys: readonly (readonly BlockingKey[])[];
  /** Whether keys of different lists may stand in one rule. */
  readonly partsErrApart?: boolean;
}

interface NamedColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly headers: readonly string[];
  readonly profiles: readonly ColumnProfile[];
}

const same = (column: string): Condition => ({ kind: "same", column });
const missing = (column: string): Condition => ({ kind: "missing", column });
const jaroWinkler = (column: string, atLeast: number): Condition => ({
  kind: "measure",
  measure: { kind: "jaroWinkler", column },
  atLeast,
});
const levenshtein = (column: string, atMost: number): Condition => ({
  kind: "measure",
  measure: { kind: "levenshtein", column },
  atMost,
});
const longerThan = (column: string, atLeast: number): Condition => ({
  kind: "measure",
  measure: { kind: "lesserLength", column },
  atLeast,
});
const all = (...of: Condition[]): Condition => ({ kind: "all", of });
const any = (...of: Condition[]): Condition => ({ kind: "any", of });

const level = (label: string, m: number, u: number, when?: Condition): Level =>
  when === undefined ? { label, m, u } : { label, when, m, u };

const column = (of: NamedColumn, standard: Standard): Column => ({
  name: of.name,
  from: [[...of.headers]],
  standard,
});

/** Values borne by fewer records stay out of a model document. */
const LEAST_BEARERS = 2;

const rarity = (key: string, comparison: string, levels: string[], mostBits = 8): Rarity => ({
  column: key,
  comparison,
  levels,
  mostBits,
  leastBearers: LEAST_BEARERS,
});

function nameLevels(name: string, other: string | undefined, isGiven: boolean): Level[] {
  const swapped: Level[] =
    other === undefined
      ? []
      : [
          level("stands in the other name's place", 0.02, 0.0005, {
            kind: "any",
            of: [
              all({ kind: "same", column: name, with: other }, { kind: "same", column: other, with: name }),
              all(
                { kind: "same", column: `${name}__sound`, with: `${other}__sound` },
                { kind: "same", column: `${other}__sound`, with: `${name}__sound` },
              ),
            ],
          }),
        ];
  const shortForm: Level[] = isGiven
    ? [
        level("short form", 0.03, 0.002, {
          kind: "measure",
          measure: { kind: "inCommon", column: `${name}__full` },
          atLeast: 1,
        }),
      ]
    : [];
  return [
    level("same", 0.74, 0.004, same(name)),
    level(
      "sounds alike or one letter",
      0.1,
      0.002,
      any(
        same(`${name}__sound`),
        all(jaroWinkler(name, 0.85), longerThan(name, 4), levenshtein(name, 1)),
        jaroWinkler(name, 0.94),
      ),
    ),
    ...shortForm,
    level("close", 0.05, 0.008, any(jaroWinkler(name, 0.88), same(`${name}__skeleton`))),
    ...swapped,
    level("somewhat close", 0.03, 0.04, any(jaroWinkler(name, 0.75), same(`${name}__first`))),
    level("different", 0.06, 0.94),
  ];
}

function nameAttribute(own: NamedColumn, other: NamedColumn | undefined): Attribute {
  const { name, role } = own;
  return {
    role,
    columns: [column(own, "name")],
    comparisons: [
      {
        name,
        tells: role === "familyName" ? "household" : "person",
        missing: missing(name),
        levels: nameLevels(name, other?.name, role === "givenName"),
      },
    ],
    rarities: [rarity(name, name, ["same"])],
    keys: [
      [
        { part: name, kept: 0.76 },
        { part: `${name}__sound`, kept: 0.81 },
        { part: { column: name, prefix: 4 }, kept: 0.83 },
        { part: `${name}__coarse`, kept: 0.84 },
        { part: { column: name, prefix: 3 }, kept: 0.86 },
        { part: { column: name, prefix: 2 }, kept: 0.89 },
        { part: { column: name, prefix: 1 }, kept: 0.92 },
      ],
    ],
  };
}

/** Given and family name, each of which may stand in the other's place. */
export function attributesOfNames(
  given: NamedColumn | undefined,
  family: NamedColumn | undefined,
): Attribute[] {
  const attributes: Attribute[] = [];
  if (given !== undefined) attributes.push(nameAttribute(given, family));
  if (family !== undefined) attributes.push(nameAttribute(family, given));
  if (given !== undefined && family !== undefined) {
    attributes.push({
      role: "fullName",
      columns: [],
      comparisons: [],
      rarities: [],
      keys: [[{ part: { sorted: [`${given.name}__coarse`, `${family.name}__coarse`] }, kept: 0.74 }]],
    });
  }
  return attributes;
}

const ownPart = (name: string, atLeast: number, atMost: number): Condition => ({
  kind: "measure",
  measure: { kind: "ownPart", column: name },
  atLeast,
  atMost,
});
const otherParts = (name: string, atLeast: number): Condition => ({
  kind: "measure",
  measure: { kind: "otherParts", column: name },
  atLeast,
});

/** A whole name in one column: its first part, and the others, under the best assignment of parts to parts. */
function fullNameAttribute(own: NamedColumn): Attribute {
  const { name } = own;
  const joined = same(`${name}__joined`);
  return {
    role: "fullName",
    columns: [column(own, "nameParts")],
    comparisons: [
      {
        name: `${name}: first part`,
        tells: "person",
        missing: missing(name),
        levels: [
          level("same", 0.74, 0.004, ownPart(name, 12, 12)),
          level("sounds alike", 0.08, 0.002, any(ownPart(name, 11, 11), joined)),
          level("close", 0.07, 0.011, ownPart(name, 10, 10)),
          level("somewhat close", 0.02, 0.026, ownPart(name, 9, 9)),
          level("in another position", 0.04, 0.001, ownPart(name, 2, 7)),
          level("different", 0.05, 0.956),
        ],
      },
      {
        name: `${name}: other parts`,
        tells: "household",
        missing: any(missing(name), { kind: "either", column: `${name}__parts`, equals: 1 }),
        levels: [
          level("two parts same", 0.25, 0.0003, otherParts(name, 8)),
          level("two parts close", 0.1, 0.001, otherParts(name, 6)),
          level("one part same", 0.42, 0.012, any(otherParts(name, 4), joined)),
          level("one part close", 0.1, 0.03, otherParts(name, 2)),
          level("different", 0.13, 0.95),
        ],
      },
    ],
    rarities: [0, 1, 2].map((at) => ({
      column: `${name}__skeleton${at}`,
      mostBits: 6,
      leastBearers: LEAST_BEARERS,
    })),
    keys: [
      [
        { part: name, kept: 0.6 },
        { part: `${name}__joined`, kept: 0.72 },
      ],
      [
        { part: `${name}__skeleton0`, kept: 0.82 },
        { part: `${name}__coarse0`, kept: 0.85 },
      ],
      [
        {
          part: { first: `${name}__coarse0`, withAnyOf: [1, 2, 3].map((at) => `${name}__coarse${at}`) },
          kept: 0.76,
        },
      ],
      [
        {
          part: { anyOf: [0, 1, 2, 3].map((at) => `${name}__coarse${at}`) },
          kept: 0.95,
        },
      ],
    ],
  };
}

function birthDateAttribute(own: NamedColumn): Attribute {
  const { name } = own;
  const order = dateOrderOf(own.profiles.flatMap(({ samples }) => samples));
  const year = `${name}__year`;
  const years = (atMost: number): Condition => ({
    kind: "measure",
    measure: { kind: "difference", column: year },
    atMost,
  });
  return {
    role: "birthDate",
    columns: [{ ...column(own, "birthDate"), ...(order === undefined ? {} : { dateOrder: order }) }],
    comparisons: [
      {
        name,
        tells: "person",
        missing: missing(year),
        levels: [
          level("same date", 0.76, 0.0001, same(name)),
          level(
            "date but for one digit, or swapped",
            0.1,
            0.0006,
            any(
              all(
                same(year),
                { kind: "same", column: `${name}__month`, with: `${name}__day` },
                { kind: "same", column: `${name}__day`, with: `${name}__month` },
              ),
              {
                kind: "measure",
                measure: { kind: "levenshtein", column: name },
                atMost: 1,
              },
            ),
          ),
          level("date but for two digits", 0.05, 0.006, levenshtein(name, 2)),
          level("same year", 0.04, 0.012, same(year)),
          level("one year apart", 0.015, 0.024, years(1)),
          level("two to five years apart", 0.015, 0.08, years(5)),
          level("further apart", 0.02, 0.8773),
        ],
      },
    ],
    rarities: [rarity(name, name, ["same date"], 6)],
    partsErrApart: true,
    keys: [
      [
        { part: name, kept: 0.78, whole: true },
        { part: `${name}__month_day`, kept: 0.84 },
        { part: `${name}__day`, kept: 0.91 },
      ],
      [{ part: year, kept: 0.9 }],
      [{ part: `${name}__month`, kept: 0.91 }],
    ],
  };
}

function yearAttribute(own: NamedColumn): Attribute {
  const birth = birthDateAttribute(own);
  const year = `${own.name}__year`;
  const [comparison] = birth.comparisons;
  if (comparison === undefined) return birth;
  return {
    ...birth,
    role: "birthYear",
    comparisons: [{ ...comparison, levels: numberLevels(year, [0, 1, 2, 5]) }],
    partsErrApart: false,
    keys: [
      [
        { part: year, kept: 0.8 },
        { part: { column: year, around: 1 }, kept: 0.9 },
      ],
    ],
  };
}

function numberLevels(name: string, reaches: readonly number[]): Level[] {
  const usual = [0.7, 0.13, 0.06, 0.06];
  return [
    ...reaches.map((reach, at) =>
      level(
        reach === 0 ? "same" : `within ${reach}`,
        usual[at] ?? 0.05,
        [0.02, 0.04, 0.04, 0.1][at] ?? 0.1,
        reach === 0
          ? same(name)
          : { kind: "measure", measure: { kind: "difference", column: name }, atMost: reach },
      ),
    ),
    level("further apart", 0.05, 0.8),
  ];
}

function numberAttribute(own: NamedColumn, standard: Standard, kept: number): Attribute {
  return simple(own, standard, numberLevels(own.name, own.role === "age" ? [0, 1, 2, 5] : [0, 1]), {
    tells: own.role === "age" ? "person" : "household",
    keys: [[{ part: own.name, kept }]],
  });
}

function simple(
  own: NamedColumn,
  standard: Standard,
  levels: readonly Level[],
  options: {
    readonly tells: "person" | "household" | "measured";
    readonly keys: Attribute["keys"];
    readonly rare?: readonly string[];
  },
): Attribute {
  return {
    role: own.role,
    columns: [column(own, standard)],
    comparisons: [{ name: own.name, tells: options.tells, missing: missing(own.name), levels: [...levels] }],
    rarities: options.rare === undefined ? [] : [rarity(own.name, own.name, [...options.rare])],
    keys: options.keys,
  };
}

const textLevels = (name: string, kept: number): Level[] => [
  level("same", kept, 0.02, same(name)),
  level("close", 0.12, 0.005, jaroWinkler(name, 0.92)),
  level("somewhat close", 0.05, 0.03, jaroWinkler(name, 0.82)),
  level("different", Math.max(0.05, 0.83 - kept), 0.945),
];

/** Where a household lives by given coordinates; people are found again some way from where they were registered. */
export function attributeOfCoordinates(latitude: NamedColumn, longitude: NamedColumn): Attribute {
  const within = (atMost: number): Condition => ({
    kind: "measure",
    measure: { kind: "kilometres", latitude: latitude.name, longitude: longitude.name },
    atMost,
  });
  return {
    role: "latitude",
    columns: [column(latitude, "number"), column(longitude, "number")],
    comparisons: [
      {
        name: "distance",
        tells: "household",
        missing: any(missing(latitude.name), missing(longitude.name)),
        levels: [
          level("within 100 metres", 0.4, 0.002, within(0.1)),
          level("within 2 kilometres", 0.2, 0.02, within(2)),
          level("within 20 kilometres", 0.15, 0.08, within(20)),
          level("within 100 kilometres", 0.1, 0.2, within(100)),
          level("further apart", 0.15, 0.698),
        ],
      },
    ],
    rarities: [],
    keys: [],
  };
}

/** What a recognised column contributes, or undefined for one that says nothing of a person. */
export function attributeOf(own: NamedColumn): Attribute | undefined {
  const { name } = own;
  switch (own.role) {
    case "givenName":
    case "familyName":
    case "middleName":
      return nameAttribute(own, undefined);
    case "fullName":
      return fullNameAttribute(own);
    case "birthDate":
      return birthDateAttribute(own);
    case "birthYear":
      return yearAttribute(own);
    case "age":
      return numberAttribute(own, "number", 0.6);
    case "number":
      return numberAttribute(own, "number", 0.75);
    case "householdSize":
      return { ...numberAttribute(own, "number", 0.5), keys: [] };
    case "sex":
      return simple(own, "sex", [level("same", 0.97, 0.5, same(name)), level("different", 0.03, 0.5)], {
        tells: "person",
        keys: [[{ part: name, kept: 0.96 }]],
      });
    case "phone":
      return simple(
        own,
        "phone",
        [
          level("same", 0.65, 0.00001, same(name)),
          level("one digit", 0.05, 0.00003, levenshtein(name, 1)),
          level("different", 0.3, 0.99996),
        ],
        { tells: "household", keys: [[{ part: name, kept: 0.65 }]] },
      );
    case "identifier":
      return simple(
        own,
        "identifier",
        [
          level("same", 0.82, 0.00001, same(name)),
          level("one slip apart", 0.08, 0.00003, {
            kind: "measure",
            measure: { kind: "slips", column: name },
            atMost: 1,
          }),
          level("two characters apart", 0.03, 0.0005, levenshtein(name, 2)),
          level("different", 0.07, 0.99946),
        ],
        // A card may be each person's own or the household's; training settles it.
        { tells: "measured", keys: [[{ part: name, kept: 0.82 }]] },
      );
    case "email":
      return simple(
        own,
        "email",
        [
          level("same", 0.7, 0.00002, same(name)),
          level("same before the @", 0.05, 0.00005, same(`${name}__user`)),
          level("close", 0.12, 0.0003, jaroWinkler(name, 0.93)),
          level("somewhat close", 0.04, 0.01, jaroWinkler(`${name}__user`, 0.85)),
          level("different", 0.09, 0.98963),
        ],
        {
          tells: "person",
          keys: [
            [
              { part: name, kept: 0.7 },
              { part: `${name}__user`, kept: 0.75 },
              { part: { column: name, prefix: 5 }, kept: 0.85 },
            ],
          ],
        },
      );
    case "postcode":
      return simple(
        own,
        "postcode",
        [
          level("same", 0.68, 0.0005, same(name)),
          level("one character", 0.08, 0.0005, levenshtein(name, 1)),
          level("same area", 0.08, 0.004, same(`${name}__area`)),
          level("begins alike", 0.06, 0.03, { kind: "same", column: name, prefix: 2 }),
          level("different", 0.1, 0.965),
        ],
        {
          tells: "household",
          keys: [
            [
              { part: name, kept: 0.68 },
              { part: `${name}__area`, kept: 0.77 },
              { part: { column: name, prefix: 3 }, kept: 0.79 },
            ],
          ],
          rare: ["same"],
        },
      );
    case "pcode":
      return {
        ...simple(
          own,
          "place",
          [
            level("same site", 0.5, 0.02, same(name)),
            level("same county", 0.2, 0.05, same(`${name}__county`)),
            level("same state", 0.15, 0.4, same(`${name}__state`)),
            level("different state", 0.15, 0.53),
          ],
          {
            tells: "household",
            keys: [
              [
                { part: name, kept: 0.5 },
                { part: `${name}__county`, kept: 0.7 },
              ],
            ],
          },
        ),
      };
    case "place":
    case "address":
      return simple(
        own,
        own.role === "place" ? "text" : "address",
        textLevels(name, own.role === "place" ? 0.72 : 0.66),
        {
          tells: "household",
          keys: [
            [
              { part: name, kept: own.role === "place" ? 0.72 : 0.66 },
              { part: { column: name, prefix: 5 }, kept: 0.8 },
            ],
          ],
          rare: ["same"],
        },
      );
    case "text":
      return simple(own, "text", textLevels(name, 0.6), {
        tells: "person",
        keys: [[{ part: name, kept: 0.55 }]],
        rare: ["same"],
      });
    case "region":
    case "category":
    case "occupation":
    case "relationship":
      return simple(own, "category", [level("same", 0.8, 0.15, same(name)), level("different", 0.2, 0.85)], {
        tells: own.role === "region" ? "household" : "person",
        keys: [[{ part: name, kept: own.role === "occupation" ? 0.75 : 0.85 }]],
        rare: ["same"],
      });
    case "householdHead": {
      const head = nameAttribute(own, undefined);
      return {
        ...head,
        comparisons: head.comparisons.map((comparison) => ({ ...comparison, tells: "household" as const })),
      };
    }
    case "household":
      return { role: "household", columns: [column(own, "key")], comparisons: [], rarities: [], keys: [] };
    default:
      return undefined;
  }
}
