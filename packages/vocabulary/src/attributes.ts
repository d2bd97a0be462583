import { z } from "zod";
import { AssistanceNote } from "./assistance.ts";
import { BirthDate } from "./birth-date.ts";
import { PersonName } from "./person-name.ts";
import { Place } from "./place.ts";

export type SubjectKind = "person" | "household";

/** How sensitive an attribute is: `special` is biometric or protection data, which no clause may grant by default. */
export type Sensitivity = "ordinary" | "sensitive" | "special";

/** What a clause may do to a value before it leaves; the agreement room carries them out. */
export type Transformation = "none" | "birthYear" | "state" | "county" | "hash" | "present";

export interface AttributeDefinition {
  readonly name: string;
  readonly subject: SubjectKind;
  readonly schema: z.ZodType;
  readonly sensitivity: Sensitivity;
  readonly transformations: readonly Transformation[];
  readonly label: { readonly en: string; readonly fr: string; readonly ar: string };
  /**
   * True of what an agency itself gives out: its numbers, its cards, its households. Another agency's value stands
   * beside the own one on a person's file, and never over it.
   */
  readonly givenByAgency?: true;
}

export const FingerprintImpression = z.strictObject({
  position: z.int().min(0).max(10),
  quality: z.int().min(0).max(100),
  format: z.literal("ISO_19794_2_2005"),
  capturedAt: z.string(),
  template: z.base64(),
});
/** One template of one finger, as it is stored and sent: `position` is ISO/IEC 19794-2 table 2, `template` a whole record in base64. */
export type FingerprintImpression = z.infer<typeof FingerprintImpression>;

export const Membership = z.strictObject({
  household: z.string().min(1).max(80),
  role: z.enum(["head", "alternate", "member"]),
  relationship: z
    .enum([
      "self",
      "spouse",
      "child",
      "parent",
      "sibling",
      "grandchild",
      "grandparent",
      "fosterChild",
      "other",
      "notKnown",
    ])
    .default("notKnown"),
});
/** A person's place in a household; `household` is the household's id in the registry that speaks. */
export type Membership = z.infer<typeof Membership>;

const text = z.string().trim().min(1).max(200);
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, "a phone number in E.164, such as +211912345678");

const defined = {
  "person.name": {
    subject: "person",
    schema: PersonName,
    sensitivity: "ordinary",
    transformations: ["none", "hash"],
    label: { en: "Name", fr: "Nom", ar: "الاسم" },
  },
  "person.sex": {
    subject: "person",
    schema: z.enum(["female", "male", "other"]),
    sensitivity: "ordinary",
    transformations: ["none"],
    label: { en: "Sex", fr: "Sexe", ar: "الجنس" },
  },
  "person.birthDate": {
    subject: "person",
    schema: BirthDate,
    sensitivity: "ordinary",
    transformations: ["none", "birthYear"],
    label: { en: "Birth date", fr: "Date de naissance", ar: "تاريخ الميلاد" },
  },
  "person.membership": {
    givenByAgency: true,
    subject: "person",
    schema: Membership,
    sensitivity: "ordinary",
    transformations: ["none"],
    label: { en: "Household and role in it", fr: "Ménage et rôle", ar: "الأسرة والدور فيها" },
  },
  "person.location": {
    subject: "person",
    schema: Place,
    sensitivity: "sensitive",
    transformations: ["none", "county", "state"],
    label: { en: "Present place", fr: "Lieu actuel", ar: "المكان الحالي" },
  },
  "person.encounterPlace": {
    subject: "person",
    schema: Place,
    sensitivity: "sensitive",
    transformations: ["none", "county", "state"],
    label: { en: "Place where the person was met", fr: "Lieu de rencontre", ar: "مكان اللقاء بالشخص" },
  },
  "person.origin": {
    subject: "person",
    schema: Place,
    sensitivity: "sensitive",
    transformations: ["none", "county", "state"],
    label: { en: "Place of origin", fr: "Lieu d'origine", ar: "المكان الأصلي" },
  },
  "person.category": {
    subject: "person",
    schema: z.enum(["idp", "returnee", "refugee", "host"]),
    sensitivity: "sensitive",
    transformations: ["none"],
    label: { en: "Population category", fr: "Catégorie de population", ar: "فئة السكان" },
  },
  "person.phone": {
    subject: "person",
    schema: phone,
    sensitivity: "sensitive",
    transformations: ["none", "hash", "present"],
    label: { en: "Phone", fr: "Téléphone", ar: "الهاتف" },
  },
  "person.agencyId": {
    givenByAgency: true,
    subject: "person",
    schema: text,
    sensitivity: "ordinary",
    transformations: ["none", "hash"],
    label: {
      en: "Agency's own number (BRaVE ID, SCOPE ID)",
      fr: "Numéro de l'agence (BRaVE, SCOPE)",
      ar: "رقم الوكالة (BRaVE، SCOPE)",
    },
  },
  "person.cardNumber": {
    givenByAgency: true,
    subject: "person",
    schema: text,
    sensitivity: "ordinary",
    transformations: ["none", "hash"],
    label: { en: "Household card number", fr: "Numéro de carte de ménage", ar: "رقم بطاقة الأسرة" },
  },
  "person.rationCard": {
    givenByAgency: true,
    subject: "person",
    schema: text,
    sensitivity: "ordinary",
    transformations: ["none", "hash"],
    label: { en: "Ration card number", fr: "Numéro de carte de ration", ar: "رقم بطاقة التموين" },
  },
  "person.fingerprints": {
    subject: "person",
    schema: z.array(FingerprintImpression).min(1).max(40),
    sensitivity: "special",
    transformations: ["none", "present"],
    label: { en: "Fingerprint templates", fr: "Gabarits d'empreintes", ar: "قوالب البصمات" },
  },
  "person.disability": {
    subject: "person",
    schema: z.boolean(),
    sensitivity: "special",
    transformations: ["none"],
    label: { en: "Disability", fr: "Handicap", ar: "الإعاقة" },
  },
  "person.vulnerabilities": {
    subject: "person",
    schema: z.array(text).max(20),
    sensitivity: "special",
    transformations: ["none", "present"],
    label: { en: "Vulnerabilities", fr: "Vulnérabilités", ar: "مواطن الضعف" },
  },
  "person.lifeStatus": {
    subject: "person",
    schema: z.enum(["present", "departed", "deceased"]),
    sensitivity: "ordinary",
    transformations: ["none"],
    label: {
      en: "Present, departed or deceased",
      fr: "Présent, parti ou décédé",
      ar: "حاضر أو مغادر أو متوفى",
    },
  },
  "person.assistance": {
    subject: "person",
    schema: z.array(AssistanceNote).min(1).max(200),
    sensitivity: "sensitive",
    transformations: ["none", "present"],
    label: { en: "Assistance in a cycle", fr: "Assistance dans un cycle", ar: "المساعدة في دورة" },
  },
  "household.size": {
    subject: "household",
    schema: z.int().min(1).max(200),
    sensitivity: "ordinary",
    transformations: ["none"],
    label: { en: "Household size", fr: "Taille du ménage", ar: "حجم الأسرة" },
  },
  "household.number": {
    givenByAgency: true,
    subject: "household",
    schema: text,
    sensitivity: "ordinary",
    transformations: ["none", "hash"],
    label: { en: "Household number", fr: "Numéro de ménage", ar: "رقم الأسرة" },
  },
  "household.vulnerability": {
    subject: "household",
    schema: z.enum(["unknown", "notVulnerable", "vulnerable", "veryVulnerable", "extremelyVulnerable"]),
    sensitivity: "sensitive",
    transformations: ["none"],
    label: { en: "Household vulnerability rating", fr: "Vulnérabilité du ménage", ar: "درجة ضعف الأسرة" },
  },
} as const satisfies Record<string, Omit<AttributeDefinition, "name">>;

export type AttributeName = keyof typeof defined;

/** Every attribute that an agreement can speak of, by name. */
export const ATTRIBUTES = Object.fromEntries(
  Object.entries(defined).map(([name, definition]) => [name, { name, ...definition }]),
) as unknown as Readonly<Record<AttributeName, AttributeDefinition>>;

export const ATTRIBUTE_NAMES = Object.keys(defined) as readonly AttributeName[];
export const AttributeName = z.enum(ATTRIBUTE_NAMES as [AttributeName, ...AttributeName[]]);

export function isAttributeName(name: string): name is AttributeName {
  return Object.hasOwn(defined, name);
}
