import type { AttributeName } from "@accord/vocabulary";
import { z } from "zod";

/** Keys that are one person's or household's alone, with the attribute that each is read from. */
const EXACT_KEYS = {
  cardNumber: "person.cardNumber",
  rationCard: "person.rationCard",
  phone: "person.phone",
  /** The number that either party gave a person, where the other knows it as well. */
  agencyId: "person.agencyId",
} as const satisfies Record<string, AttributeName>;

/** Coarse biographic keys: how a name sounds, with sex and one thing more, each with the attributes it is made from. */
const BIOGRAPHIC_KEYS = {
  nameAndBirthYear: ["person.name", "person.sex", "person.birthDate"],
  nameAndOrigin: ["person.name", "person.sex", "person.origin"],
} as const satisfies Record<string, readonly AttributeName[]>;

export const ExactOverlapKey = z.enum(Object.keys(EXACT_KEYS) as [keyof typeof EXACT_KEYS]);
export type ExactOverlapKey = z.infer<typeof ExactOverlapKey>;
export const OverlapKey = z.enum([
  ...(Object.keys(EXACT_KEYS) as (keyof typeof EXACT_KEYS)[]),
  ...(Object.keys(BIOGRAPHIC_KEYS) as (keyof typeof BIOGRAPHIC_KEYS)[]),
]);
export type OverlapKey = z.infer<typeof OverlapKey>;

export const isExactKey = (key: OverlapKey): key is ExactOverlapKey => key in EXACT_KEYS;

/** The attributes that a key is made from. */
export const attributesOfKey = (key: OverlapKey): readonly AttributeName[] =>
  isExactKey(key) ? [EXACT_KEYS[key]] : BIOGRAPHIC_KEYS[key];

/**
 * How the parties find out how many persons are in both registries before anybody is disclosed: by private set
 * intersection over keys of these kinds. Neither party learns the other's keys.
 */
export const Overlap = z.strictObject({
  /** Kinds of keys by which the number of persons in both is estimated; each party learns numbers only. */
  estimateBy: z.array(OverlapKey).min(1).max(6),
  /** Exact keys by which persons are found to be the same, so that whom the matching party has too is known to it: none where empty. */
  linkBy: z.array(ExactOverlapKey).max(4),
  /** True where the estimate is told by county; counties of few persons go together. */
  byCounty: z.boolean(),
  /** Persons in both below which nothing further is worth disclosing: the exchange then ends by itself. 0 asks for none. */
  stopBelow: z.int().min(0).max(100_000_000),
  /** Whether the exchange goes on by itself, or waits until staff of each party have seen the estimate. */
  goOn: z.enum(["automatically", "whenBothConfirm"]),
  ceilings: z.strictObject({
    personsPerRun: z.int().min(1).max(100_000_000),
    /** Whoever may ask often learns of one person by asking with and without them. */
    runsPerDay: z.int().min(1).max(100),
  }),
});
export type Overlap = z.infer<typeof Overlap>;

/** The template's: by numbers and by name, told by county; nobody is linked by it. */
export const TEMPLATE_OVERLAP: Overlap = {
  estimateBy: ["rationCard", "phone", "nameAndBirthYear", "nameAndOrigin"],
  linkBy: [],
  byCounty: true,
  stopBelow: 0,
  goOn: "automatically",
  ceilings: { personsPerRun: 1_000_000, runsPerDay: 4 },
};
