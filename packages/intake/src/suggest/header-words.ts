/** What a column may be for: an attribute or a part of one, or a control field. */
export type Target =
  | "person.key"
  | "household.key"
  | "name.full"
  | "name.given"
  | "name.father"
  | "name.grandfather"
  | "name.family"
  | "person.sex"
  | "person.birthDate"
  | "birthDate.estimated"
  | "person.age"
  | "location.pcode"
  | "location.name"
  | "origin.pcode"
  | "origin.name"
  | "person.category"
  | "person.phone"
  | "person.cardNumber"
  | "person.rationCard"
  | "person.disability"
  | "person.vulnerabilities"
  | "person.lifeStatus"
  | "household.size"
  | "household.vulnerability"
  | "household.relationship"
  | "household.head"
  | "household.alternate"
  | "registeredAt"
  | "programme"
  | "protectLocation"
  | "consent";

/** Headers as registers write them, in English, French and Arabic, folded as `headerWords` folds them. */
export const HEADER_WORDS: Readonly<Record<Exclude<Target, "consent">, readonly string[]>> = {
  "person.key": [
    "brave id",
    "scope id",
    "individual id",
    "individual number",
    "beneficiary id",
    "beneficiary number",
    "person id",
    "member id",
    "registration id",
    "registration number",
    "record id",
    "rec id",
    "unique id",
    "id",
    "identifiant",
    "id individu",
    "id beneficiaire",
    "numero individuel",
    "numero beneficiaire",
    "رقم المستفيد",
    "رقم الفرد",
    "رقم التسجيل",
    "المعرف",
  ],
  "household.key": [
    "household id",
    "household number",
    "hh id",
    "hh number",
    "hh no",
    "family id",
    "family number",
    "registration group",
    "id menage",
    "numero menage",
    "numero du menage",
    "numero de menage",
    "code menage",
    "رقم الاسره",
    "رقم العائله",
  ],
  "name.full": [
    "full name",
    "name",
    "beneficiary name",
    "individual name",
    "person name",
    "nom complet",
    "nom et prenom",
    "noms et prenoms",
    "nom prenom",
    "الاسم",
    "الاسم الكامل",
    "اسم المستفيد",
  ],
  "name.given": ["given name", "first name", "own name", "forename", "prenom", "prenoms", "الاسم الاول"],
  "name.father": [
    "father name",
    "fathers name",
    "middle name",
    "second name",
    "nom du pere",
    "deuxieme nom",
    "اسم الاب",
    "الاسم الثاني",
  ],
  "name.grandfather": [
    "grandfather name",
    "grandfathers name",
    "third name",
    "nom du grand pere",
    "troisieme nom",
    "اسم الجد",
    "الاسم الثالث",
  ],
  "name.family": ["surname", "last name", "family name", "nom de famille", "nom", "اسم العائله", "اللقب"],
  "person.sex": ["sex", "gender", "sexe", "genre", "الجنس", "النوع"],
  "person.birthDate": [
    "date of birth",
    "birth date",
    "birthdate",
    "dob",
    "year of birth",
    "birth year",
    "yob",
    "date de naissance",
    "annee de naissance",
    "تاريخ الميلاد",
    "سنه الميلاد",
  ],
  "birthDate.estimated": [
    "year of birth estimated",
    "date of birth estimated",
    "birth date estimated",
    "dob estimated",
    "estimated dob",
    "date de naissance estimee",
  ],
  "person.age": ["age", "estimated age", "age years", "age in years", "age estime", "العمر", "السن"],
  "location.pcode": [
    "site pcode",
    "location code",
    "location pcode",
    "site code",
    "county pcode",
    "state pcode",
    "pcode",
    "p code",
    "admin2 pcode",
    "code du site",
    "code site",
    "code lieu",
    "رمز الموقع",
  ],
  "location.name": [
    "site name",
    "location name",
    "site",
    "location",
    "nom du site",
    "lieu",
    "اسم الموقع",
    "الموقع",
  ],
  "origin.pcode": [
    "origin county pcode",
    "origin pcode",
    "place of origin pcode",
    "county of origin pcode",
    "code origine",
    "code lieu d origine",
  ],
  "origin.name": ["origin", "place of origin", "county of origin", "lieu d origine", "مكان الاصل"],
  "person.category": [
    "category",
    "residence status",
    "population category",
    "population group",
    "displacement status",
    "beneficiary type",
    "categorie",
    "statut de residence",
    "الفئه",
    "حاله الاقامه",
  ],
  "person.phone": [
    "phone",
    "phone number",
    "telephone",
    "telephone number",
    "mobile",
    "mobile number",
    "msisdn",
    "numero de telephone",
    "رقم الهاتف",
    "الهاتف",
    "رقم الجوال",
  ],
  "person.cardNumber": [
    "card number",
    "card no",
    "household card",
    "numero de carte",
    "numero carte",
    "رقم البطاقه",
  ],
  "person.rationCard": [
    "ration card",
    "ration card number",
    "ration card no",
    "carte de ration",
    "numero carte de ration",
    "بطاقه التموين",
  ],
  "person.disability": ["disability", "disabled", "person with disability", "handicap", "الاعاقه", "اعاقه"],
  "person.vulnerabilities": [
    "vulnerability codes",
    "vulnerabilities",
    "specific needs",
    "specific needs codes",
    "besoins specifiques",
    "vulnerabilites",
    "الاحتياجات الخاصه",
  ],
  "person.lifeStatus": ["life status", "vital status"],
  "household.size": [
    "household size",
    "hh size",
    "family size",
    "number of members",
    "taille du menage",
    "taille menage",
    "حجم الاسره",
    "عدد افراد الاسره",
  ],
  "household.vulnerability": [
    "vulnerability rating",
    "household vulnerability",
    "vulnerability level",
    "niveau de vulnerabilite",
    "مستوي الضعف",
  ],
  "household.relationship": [
    "relationship to head",
    "relationship to principal",
    "relationship to head of household",
    "relationship",
    "relation",
    "lien de parente",
    "lien avec le chef",
    "lien avec le chef de menage",
    "صله القرابه",
    "العلاقه برب الاسره",
  ],
  "household.head": [
    "principal recipient",
    "head of household",
    "is head",
    "household head",
    "chef de menage",
    "رب الاسره",
  ],
  "household.alternate": [
    "alternate",
    "alternate recipient",
    "alternate collector",
    "alternant",
    "recepteur alternatif",
    "المستلم البديل",
  ],
  registeredAt: [
    "registration date",
    "date of registration",
    "registered on",
    "enrolment date",
    "enrollment date",
    "date d enregistrement",
    "date enregistrement",
    "تاريخ التسجيل",
  ],
  programme: ["programme", "program", "project", "programme name", "projet", "البرنامج"],
  protectLocation: [
    "protect location",
    "do not share location",
    "confidential location",
    "localisation protegee",
  ],
};

/** A header as its words are compared: without accents, case and punctuation, Arabic letters in one form. */
export function headerWords(header: string): string {
  return header
    .normalize("NFKD")
    .replace(/[\p{Mn}\u0640]/gu, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ة/g, "ه")
    .replace(/ى/g, "ي")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** How well a header says a target: 1 its very words, 0.7 those words among others, 0 not at all. */
export function headerScore(header: string, target: Exclude<Target, "consent">): number {
  // DateOfBirth is three words; but BRaVE is one, so that both readings are tried.
  const readings = [headerWords(header), headerWords(header.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))];
  if (HEADER_WORDS[target].some((words) => readings.includes(words))) return 1;
  const contained = HEADER_WORDS[target].some(
    (words) => words.includes(" ") && readings.some((reading) => ` ${reading} `.includes(` ${words} `)),
  );
  return contained ? 0.7 : 0;
}

/** Recipient and purpose of a header such as `Consent WFP Deduplication`; undefined where it is none. */
export function consentOf(header: string): { recipient: string; purpose: string } | undefined {
  const words = headerWords(header);
  if (!/\b(consent|consentement)\b|موافقه/.test(words)) return undefined;
  const recipient = /\b(iom|oim|wfp|pam|unhcr|hcr|unicef)\b/.exec(words)?.[1];
  if (recipient === undefined) return undefined;
  const agency = { oim: "IOM", pam: "WFP", hcr: "UNHCR" }[recipient] ?? recipient.toUpperCase();
  const purpose = /\b(dedup\w*|dedoublonn\w*)\b/.test(words) ? "deduplication" : "assistance";
  return { recipient: agency, purpose };
}
