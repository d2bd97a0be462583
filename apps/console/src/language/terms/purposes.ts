import { defineWords } from "../words.ts";

/** For what personal data is looked at: the purposes of agreements, and those of an agency's own work. */
export const purposes = defineWords("purposes", {
  en: {
    deduplicationOfPersons: "Finding who is registered twice",
    deduplicationOfAssistance: "Preventing double assistance",
    updateOfRecords: "Bringing records up to date",
    referral: "Referring a person to a service",
    targeting: "Choosing whom assistance is for",
    statistics: "Statistics",
    registration: "Registration",
    assistance: "Handing out assistance",
    protection: "Protection",
    requestOfPerson: "A person's own request",
    incident: "An incident",
  },
  fr: {
    deduplicationOfPersons: "Trouver qui est enregistré deux fois",
    deduplicationOfAssistance: "Éviter la double assistance",
    updateOfRecords: "Mettre les dossiers à jour",
    referral: "Orienter une personne vers un service",
    targeting: "Choisir les bénéficiaires de l’assistance",
    statistics: "Statistiques",
    registration: "Enregistrement",
    assistance: "Remise de l’assistance",
    protection: "Protection",
    requestOfPerson: "Demande de la personne",
    incident: "Un incident",
  },
  ar: {
    deduplicationOfPersons: "معرفة من سُجّل مرتين",
    deduplicationOfAssistance: "منع تكرار المساعدة",
    updateOfRecords: "تحديث السجلات",
    referral: "إحالة شخص إلى خدمة",
    targeting: "اختيار مستحقي المساعدة",
    statistics: "الإحصاءات",
    registration: "التسجيل",
    assistance: "تسليم المساعدة",
    protection: "الحماية",
    requestOfPerson: "طلب الشخص نفسه",
    incident: "حادث",
  },
});
