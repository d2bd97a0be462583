import type { Language } from "@accord/agreement";

/** What the printed answer to a request for access says in one language. */
export interface AccessWords {
  readonly title: string;
  readonly intro: string;
  readonly held: string;
  readonly heldColumns: readonly [string, string, string, string];
  readonly current: string;
  readonly household: string;
  readonly identifiers: string;
  readonly identifierColumns: readonly [string, string, string];
  readonly prints: string;
  readonly printColumns: readonly [string, string, string];
  readonly decisions: string;
  readonly decisionColumns: readonly [string, string, string, string];
  readonly disclosed: string;
  readonly disclosedColumns: readonly [string, string, string, string, string];
  readonly notDisclosed: string;
  readonly requests: string;
  readonly requestColumns: readonly [string, string, string];
  readonly proofs: string;
  readonly proofColumns: readonly [string, string, string, string];
  readonly provable: string;
  readonly notYet: string;
  readonly yes: string;
  readonly no: string;
}

export const ACCESS_WORDS: Readonly<Record<Language, AccessWords>> = {
  en: {
    title: "What {agency} holds about you",
    intro:
      "Made on {date}; you were identified by {identified}. The whole of it is also given as a file (JSON), whose digest stands at the foot of each page. You can have it corrected, restricted or erased, or object.",
    held: "What is held, who said it and when",
    heldColumns: ["Information", "Value", "Said by", "When"],
    current: "(current)",
    household: "Household",
    identifiers: "Numbers and cards",
    identifierColumns: ["Kind", "Given by", "Number"],
    prints: "Fingerprints (templates, never images)",
    printColumns: ["Captured", "By", "Fingers"],
    decisions: "What you decided on sharing",
    decisionColumns: ["To", "For", "Given", "When"],
    disclosed: "To whom it was disclosed",
    disclosedColumns: ["When", "To", "For", "Agreement and clauses", "What"],
    notDisclosed: "Nothing was disclosed to anybody.",
    requests: "Your requests",
    requestColumns: ["What", "Opened", "Answer"],
    proofs: "Entries of the ledger that concern you",
    proofColumns: ["Entry", "What", "When", "Proof"],
    provable: "in the file",
    notYet: "with the next checkpoint",
    yes: "yes",
    no: "no",
  },
  fr: {
    title: "Ce que {agency} détient sur vous",
    intro:
      "Établi le {date} ; vous avez été identifié par : {identified}. Le tout est aussi remis en fichier (JSON), dont l'empreinte figure au bas de chaque page. Vous pouvez le faire corriger, limiter ou effacer, ou vous y opposer.",
    held: "Ce qui est détenu, qui l'a dit et quand",
    heldColumns: ["Information", "Valeur", "Dit par", "Quand"],
    current: "(actuel)",
    household: "Ménage",
    identifiers: "Numéros et cartes",
    identifierColumns: ["Nature", "Donné par", "Numéro"],
    prints: "Empreintes digitales (gabarits, jamais d'images)",
    printColumns: ["Prises le", "Par", "Doigts"],
    decisions: "Ce que vous avez décidé pour le partage",
    decisionColumns: ["À", "Pour", "Accordé", "Quand"],
    disclosed: "À qui cela a été communiqué",
    disclosedColumns: ["Quand", "À", "Pour", "Accord et clauses", "Quoi"],
    notDisclosed: "Rien n'a été communiqué à personne.",
    requests: "Vos demandes",
    requestColumns: ["Quoi", "Ouverte", "Réponse"],
    proofs: "Inscriptions du registre des preuves qui vous concernent",
    proofColumns: ["N°", "Quoi", "Quand", "Preuve"],
    provable: "dans le fichier",
    notYet: "au prochain point de contrôle",
    yes: "oui",
    no: "non",
  },
  ar: {
    title: "ما تحتفظ به {agency} عنك",
    intro:
      "أُعدّ في {date}؛ وتم التعرف عليك بواسطة: {identified}. ويُعطى كله أيضاً كملف (JSON) تظهر بصمته الرقمية أسفل كل صفحة. يمكنك أن تطلب تصحيحه أو تقييده أو محوه، أو أن تعترض عليه.",
    held: "ما نحتفظ به، ومن قاله ومتى",
    heldColumns: ["المعلومة", "القيمة", "قالها", "متى"],
    current: "(الحالية)",
    household: "الأسرة",
    identifiers: "الأرقام والبطاقات",
    identifierColumns: ["النوع", "أعطاها", "الرقم"],
    prints: "بصمات الأصابع (قوالب، وليست صوراً أبداً)",
    printColumns: ["أُخذت", "بواسطة", "الأصابع"],
    decisions: "ما قررته بشأن المشاركة",
    decisionColumns: ["إلى", "لغرض", "موافقة", "متى"],
    disclosed: "إلى من أُفصح عنها",
    disclosedColumns: ["متى", "إلى", "لغرض", "الاتفاق والبنود", "ماذا"],
    notDisclosed: "لم يُفصح عن شيء لأحد.",
    requests: "طلباتك",
    requestColumns: ["ماذا", "فُتح", "الجواب"],
    proofs: "قيود السجل التي تخصك",
    proofColumns: ["القيد", "ماذا", "متى", "الإثبات"],
    provable: "في الملف",
    notYet: "مع نقطة التحقق القادمة",
    yes: "نعم",
    no: "لا",
  },
};
