import { standardiseDate } from "../standard/date.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** What a column is taken to hold. */
export type ColumnRole =
  | "id"
  | "ignored"
  | "givenName"
  | "middleName"
  | "familyName"
  | "fullName"
  | "sex"
  | "birthDate"
  | "birthYear"
  | "age"
  | "phone"
  | "email"
  | "identifier"
  | "pcode"
  | "place"
  | "region"
  | "postcode"
  | "address"
  | "number"
  | "household"
  | "householdHead"
  | "householdSize"
  | "latitude"
  | "longitude"
  | "relationship"
  | "occupation"
  | "category"
  | "text";

/** Lower-case words of a header: `DateOfBirth`, `date_of_birth` and `Date de naissance` are three words each. */
export function headerWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const words = (text: string) => new Set(text.split(" "));

const TRUTH = words("cluster truth true entity label ground groundtruth");
const HOUSEHOLD = words("household hh menage foyer hogar haushalt houseid");
const HEAD = words("head hoh chef jefe رب");
const LATITUDE = words("latitude lat gpslatitude gpslat");
const LONGITUDE = words("longitude lon lng long gpslongitude gpslon gpslong");
const SIZE = words("size members count taille nombre number_of");
const PLACE = words(
  "place city town suburb village locality ville commune district county municipality camp site location lieu localite ciudad ort stadt admin2 admin3 payam boma subcounty",
);
const REGION = words(
  "state province region country nationality admin1 department departement estado land governorate pays",
);
const SEX = words("sex gender sexe genre geschlecht sexo");
const BIRTH = words(
  "dob birth birthdate birthday naissance nacimiento geburtsdatum geburt bday dateofbirth ميلاد",
);
const BIRTH_YEAR = words("yob birthyear yearofbirth");
const AGE = words("age edad alter");
const GIVEN = words("given first fore forename firstname givenname prenom vorname fname christian nombre");
const FAMILY = words("surname last lastname family familyname nachname apellido apellidos lname sname nom");
const MIDDLE = words("middle second third father fathers grandfather mname patronymic");
const NAME = words("name names fullname nom nombre اسم person");
const PHONE = words("phone mobile tel telephone msisdn cell cellphone portable telefono handy");
const EMAIL = words("email mail courriel correo");
const POSTCODE = words("postcode zip zipcode postal plz codigo_postal postalcode");
const IDENTIFIER = words(
  "ssn soc social passport national nid nin card ration mrn nhs nino insurance licence license document tax voter biometric registration case",
);
const ADDRESS = words("address street addr rue road strasse calle adresse direccion");
const OCCUPATION = words("occupation job profession metier beruf livelihood employment");
const RELATIONSHIP = words("relationship relation role position lien parente");

const share = (samples: readonly string[], test: (value: string) => boolean) =>
  samples.length === 0 ? 0 : samples.filter(test).length / samples.length;

const isDate = (value: string) => {
  const date = standardiseDate(value);
  return date !== undefined && date.digits !== undefined;
};
const isYear = (value: string) => /^(1[89]|20)\d\d(\.0)?$/.test(value);
const isSex = (value: string) =>
  /^(m|f|male|female|man|woman|homme|femme|h|masculin|feminin|féminin|masculino|femenino|ذكر|أنثى|انثى|other|unknown|u|o|x|1|2|0)$/i.test(
    value,
  );
const isPhone = (value: string) =>
  /^[+()\d][\d\s().-]{6,18}$/.test(value) && value.replace(/\D/g, "").length >= 7;
const isNumeric = (value: string) => /^-?\d+([.,]\d+)?$/.test(value);
const hasLetters = (value: string) => /\p{L}/u.test(value);

const isDegrees = (most: number) => (value: string) =>
  /^-?\d{1,3}\.\d+$/.test(value) && Math.abs(Number(value)) <= most;
const isFlag = (value: string) => /^(yes|no|true|false|y|n|oui|non|head|member)$/i.test(value);

/** By the words of the header. */
function byHeader(profile: ColumnProfile): ColumnRole | undefined {
  const all = headerWords(profile.name);
  const joined = all.join("");
  const any = (set: ReadonlySet<string>) => all.some((word) => set.has(word)) || set.has(joined);
  const { samples } = profile;
  if (any(TRUTH)) return "ignored";
  if (any(EMAIL)) return "email";
  if (any(LATITUDE) && share(samples, isDegrees(90)) > 0.95) return "latitude";
  if (any(LONGITUDE) && share(samples, isDegrees(180)) > 0.95) return "longitude";
  const isName = share(samples, hasLetters) > 0.5;
  if (any(HEAD) && isName && !any(RELATIONSHIP) && share(samples, isFlag) < 0.5) return "householdHead";
  if (any(HOUSEHOLD)) {
    if (any(SIZE)) return "householdSize";
    return any(HEAD) ? undefined : "household";
  }
  if (joined === "familyid" || joined === "famid") return "household";
  if (any(POSTCODE)) return "postcode";
  if (any(PHONE)) return "phone";
  if (any(BIRTH_YEAR) || (any(BIRTH) && all.includes("year"))) return "birthYear";
  if (any(PLACE)) return share(samples, (value) => /^[A-Z]{2,3}\d{2,}/.test(value)) > 0.7 ? "pcode" : "place";
  if (any(BIRTH) || joined.startsWith("dob")) {
    if (any(REGION)) return "region";
    if (share(samples, isDate) > 0.3) return "birthDate";
    if (share(samples, isYear) > 0.5) return "birthYear";
    return undefined;
  }
  if (any(SEX)) return "sex";
  if (any(AGE) && share(samples, isNumeric) > 0.8) return "age";
  if (any(ADDRESS)) {
    const numeric = all.includes("number") || all.includes("no") || share(samples, isNumeric) > 0.8;
    return numeric ? "number" : "address";
  }
  if (joined === "housenumber" || joined === "houseno") return "number";
  if (any(OCCUPATION)) return "occupation";
  if (any(RELATIONSHIP)) return "relationship";
  if (any(IDENTIFIER)) return "identifier";
  if (isName && all.some((word) => GIVEN.has(word)) && all.some((word) => FAMILY.has(word)))
    return "fullName";
  if (isName && any(MIDDLE)) return "middleName";
  if (isName && any(GIVEN) && joined !== "nombre") return "givenName";
  if (isName && any(FAMILY) && joined !== "nom") return "familyName";
  if (isName && any(NAME)) return "fullName";
  if (any(REGION)) return "region";
  if (/^(id|no|number|pid|uid|key)$/.test(all.at(-1) ?? "") || all[0] === "id") return "identifier";
  return undefined;
}

/** By what the values look like. */
function byContent(profile: ColumnProfile): ColumnRole {
  const { samples, distinct, records, filled } = profile;
  if (share(samples, (value) => /^\S+@\S+$/.test(value)) > 0.5) return "email";
  if (distinct <= 6 && share(samples, isSex) > 0.95 && share(samples, hasLetters) > 0.5) return "sex";
  if (share(samples, (value) => /[-/]/.test(value) && isDate(value)) > 0.7) return "birthDate";
  if (share(samples, (value) => /^[A-Z]{2,3}\d{2,}/.test(value)) > 0.9) return "pcode";
  const perValue = (records * filled) / Math.max(1, distinct);
  if (share(samples, isNumeric) > 0.9) {
    const long = share(samples, (value) => value.replace(/\D/g, "").length >= 6) > 0.8;
    if (long && perValue < 3) return share(samples, isPhone) > 0.9 ? "phone" : "identifier";
    return "number";
  }
  const severalWords = share(samples, (value) => value.trim().split(/\s+/).length > 1);
  if (distinct <= Math.max(60, 0.02 * records)) return "category";
  return severalWords > 0.5 ? "text" : "category";
}

/** Whether a header speaks of a number that a person carries on a document, not of a record's own number. */
export function namesDocument(header: string): boolean {
  return headerWords(header).some((word) => IDENTIFIER.has(word));
}

/**
 * What a column is taken to hold, by its header's words in several languages and by its values. A column whose values
 * are all different, and that no header explains, is the record's id.
 */
export function recogniseColumn(profile: ColumnProfile): ColumnRole {
  if (profile.filled === 0) return "ignored";
  const header = byHeader(profile);
  const everyoneDiffers = profile.filled === 1 && profile.distinct === profile.records && profile.records > 1;
  const last = headerWords(profile.name).join("_");
  const isIdName =
    /(^|_)(id|uid|uuid|key|index|rec|record|row|unique)(_|$)|^(person|individual)_?(no|number)$/.test(last);
  if (everyoneDiffers && isIdName && (header === undefined || header === "identifier")) return "id";
  if (header !== undefined) return header;
  if (everyoneDiffers && !profile.samples.some((value) => value.includes("@") || value.includes(" ")))
    return "id";
  return byContent(profile);
}
