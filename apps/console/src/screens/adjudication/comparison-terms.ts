import { defineWords } from "../../language/words.ts";

/** What the machine compares, by the name that its model gives it. */
export const comparisonTerms = defineWords("comparisons", {
  en: {
    ownName: "Own name", lineage: "Father's and grandfather's names", sex: "Sex", birthYear: "Birth year", birthDate: "Birth date", location: "Present place", origin: "Place of origin", phone: "Phone", rationCard: "Ration card", cardNumber: "Card", agencyId: "Number",
    household: "Household", fingerprints: "Fingerprints", relativesFingerprints: "Relatives' fingerprints", relationship: "Role in the household", category: "Population category", role: "Role in the household", householdSize: "Household size",
  },
  fr: {
    ownName: "Nom propre", lineage: "Noms du père et du grand-père", sex: "Sexe", birthYear: "Année de naissance", birthDate: "Date de naissance", location: "Lieu actuel", origin: "Lieu d’origine", phone: "Téléphone", rationCard: "Carte de ration", cardNumber: "Carte", agencyId: "Numéro",
    household: "Ménage", fingerprints: "Empreintes", relativesFingerprints: "Empreintes des proches", relationship: "Rôle dans le ménage", category: "Catégorie de population", role: "Rôle dans le ménage", householdSize: "Taille du ménage",
  },
  ar: {
    ownName: "الاسم الشخصي", lineage: "اسما الأب والجد", sex: "الجنس", birthYear: "سنة الميلاد", birthDate: "تاريخ الميلاد", location: "المكان الحالي", origin: "مكان الأصل", phone: "الهاتف", rationCard: "بطاقة الحصة", cardNumber: "البطاقة", agencyId: "الرقم",
    household: "الأسرة", fingerprints: "البصمات", relativesFingerprints: "بصمات الأقارب", relationship: "الدور في الأسرة", category: "فئة السكان", role: "الدور في الأسرة", householdSize: "حجم الأسرة",
  },
});
