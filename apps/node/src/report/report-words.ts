import type { Language } from "@accord/agreement";

/** What an exchange's report says in one language; `{name}` stands for what is filled in. */
export interface ReportWords {
  readonly title: string;
  readonly underAgreement: string;
  readonly when: string;
  readonly stands: Readonly<Record<"done" | "running" | "held" | "halted", string>>;
  readonly madeAt: string;
  readonly figures: Readonly<
    Record<"compared" | "inBoth" | "waiting" | "newlyKnown" | "inStep" | "secondRegistrations", string>
  >;
  readonly persons: Readonly<Record<"heading" | "chart" | "kind" | "held" | "pinned" | "newlyKnown", string>>;
  readonly withheld: Readonly<Record<string, string>>;
  readonly pairs: Readonly<
    Record<
      | "heading"
      | "chart"
      | "kind"
      | "pairs"
      | "compared"
      | "linked"
      | "waiting"
      | "conflicts"
      | "unknown"
      | "evidenceHeading"
      | "evidenceChart"
      | "evidence"
      | "links"
      | "share",
      string
    >
  >;
  readonly evidence: Readonly<Record<string, string>>;
  readonly duplicates: Readonly<
    Record<"heading" | "chart" | "kind" | "compared" | "deactivated" | "waiting", string>
  >;
  readonly inStep: Readonly<Record<"heading" | "chart" | "attribute" | "none" | "at", string>>;
  readonly disclosed: Readonly<
    Record<"heading" | "chart" | "flow" | "attribute" | "values" | "withheld" | "none" | "to", string>
  >;
  readonly tiers: Readonly<Record<"match" | "linked" | "roster", string>>;
  readonly saved: Readonly<
    Record<
      | "heading"
      | "intro"
      | "chart"
      | "what"
      | "estimate"
      | "registrations"
      | "hours"
      | "seconds"
      | "rations"
      | "value"
      | "values"
      | "assumptions"
      | "minutes"
      | "cycles"
      | "collected"
      | "ration"
      | "inBoth"
      | "notFindings",
      string
    >
  >;
  readonly time: Readonly<Record<"heading" | "chart" | "step" | "took" | "all", string>>;
  readonly steps: Readonly<Record<string, string>>;
  readonly noPersonal: string;
}

const en: ReportWords = {
  title: "Exchange between {self} and {partner}",
  underAgreement: "Under agreement {digest}; {matcher} matched",
  when: "Begun {begun}",
  stands: {
    done: "Complete",
    running: "Under way, step {step}: figures are those so far",
    held: "Held in step {step} until a person has looked",
    halted: "Stopped in step {step}",
  },
  madeAt: "Report made {date}",
  figures: {
    compared: "persons in the exchange",
    inBoth: "found in both registries",
    waiting: "pairs that wait for a person",
    newlyKnown: "newly known from the partner",
    inStep: "values brought in step",
    secondRegistrations: "second registrations deactivated",
  },
  persons: {
    heading: "Persons",
    chart: "Persons held, left out by reason, and in the exchange, by agency",
    kind: "Persons",
    held: "held",
    pinned: "in the exchange",
    newlyKnown: "newly known from the partner",
  },
  withheld: {
    inactive: "left out: not active (duplicate, departed, deceased)",
    notInScope: "left out: outside the agreement's scope",
    noConsent: "left out: no consent to this sharing",
    objected: "left out: said no, object, or their file is restricted",
    excluded: "left out: excluded by the agreement, to protect them",
    protectedLocation: "in the exchange, their place withheld to protect them",
  },
  pairs: {
    heading: "Pairs of persons",
    chart: "Pairs compared, linked, waiting for a person, and in conflict",
    kind: "Pairs",
    pairs: "number",
    compared: "compared",
    linked: "linked: one person in both registries",
    waiting: "wait for a person's decision",
    conflicts: "in conflict: evidence speaks both ways",
    unknown: "What matching found is known to {matcher}, who matched.",
    evidenceHeading: "What decided the links",
    evidenceChart: "Links by the evidence that decided them",
    evidence: "Evidence",
    links: "links",
    share: "share",
  },
  evidence: {
    biography: "biography alone",
    household: "with the household",
    fingerprints: "with fingerprints",
    combined: "all evidence together",
    person: "a person decided",
  },
  duplicates: {
    heading: "Duplicates within each registry",
    chart: "Duplicates deactivated and waiting for a person, by agency",
    kind: "Registrations",
    compared: "compared",
    deactivated: "deactivated as second registrations",
    waiting: "wait for a person's decision",
  },
  inStep: {
    heading: "Values brought in step",
    chart: "Values that changed at each agency, by attribute",
    attribute: "Attribute",
    none: "No value changed.",
    at: "at {agency}",
  },
  disclosed: {
    heading: "Disclosed",
    chart: "Values that left, by direction and tier",
    flow: "Direction and tier",
    attribute: "Attribute",
    values: "values",
    withheld: "withheld",
    none: "Nothing left either node.",
    to: "{from} to {to}",
  },
  tiers: { match: "to find the same person", linked: "of linked persons", roster: "of all in scope" },
  saved: {
    heading: "What was saved: an estimate",
    intro:
      "Counts are of this exchange; hours, rations and money follow from them by the assumptions that stand below.",
    chart: "Registrations not repeated and double rations found",
    what: "What",
    estimate: "estimate",
    registrations: "registrations not repeated",
    hours: "staff hours for them",
    seconds: "second registrations found",
    rations: "double rations found",
    value: "their value",
    values: "values not asked again",
    assumptions: "Assumptions",
    minutes: "Registering one person takes {minutes} minutes of staff time.",
    cycles: "A second registration would have stood for {cycles} more cycles before it was found.",
    collected: "{share} of the rations of second registrations would have been collected.",
    ration: "One person's ration of one cycle is worth {value}.",
    inBoth:
      "{count} persons are in both registries. Who of them is assisted by both is known when assistance is compared; none is counted here.",
    notFindings: "These are settings, not findings: an office gives its own when it makes the report.",
  },
  time: {
    heading: "Time",
    chart: "Time of each step",
    step: "Step",
    took: "took",
    all: "all",
  },
  steps: {
    hello: "nodes meet",
    snapshot: "deduplicate, pin the persons in scope",
    overlap: "estimate how many are in both",
    match: "find who is the same person",
    adjudicate: "decide the pairs",
    reconcile: "bring linked persons in step",
    receipt: "receipts, ledgers cosigned",
    report: "reports exchanged",
    done: "done",
  },
  noPersonal: "Counts and names of agencies only; no personal data.",
};

const fr: ReportWords = {
  title: "Échange entre {self} et {partner}",
  underAgreement: "Selon l’accord {digest} ; rapprochement par {matcher}",
  when: "Commencé le {begun}",
  stands: {
    done: "Terminé",
    running: "En cours, étape {step} : chiffres provisoires",
    held: "En attente d’un examen humain, étape {step}",
    halted: "Arrêté à l’étape {step}",
  },
  madeAt: "Rapport établi le {date}",
  figures: {
    compared: "personnes dans l’échange",
    inBoth: "présentes dans les deux registres",
    waiting: "paires en attente d’une décision",
    newlyKnown: "connues désormais grâce au partenaire",
    inStep: "valeurs mises en accord",
    secondRegistrations: "seconds enregistrements désactivés",
  },
  persons: {
    heading: "Personnes",
    chart: "Personnes détenues, écartées par motif, et dans l’échange, par agence",
    kind: "Personnes",
    held: "détenues",
    pinned: "dans l’échange",
    newlyKnown: "connues désormais grâce au partenaire",
  },
  withheld: {
    inactive: "écartées : inactives (doublon, partie, décédée)",
    notInScope: "écartées : hors du champ de l’accord",
    noConsent: "écartées : pas de consentement à ce partage",
    objected: "écartées : refus, opposition ou dossier limité",
    excluded: "écartées : exclues par l’accord, pour les protéger",
    protectedLocation: "dans l’échange, leur lieu retenu pour les protéger",
  },
  pairs: {
    heading: "Paires de personnes",
    chart: "Paires comparées, liées, en attente et en conflit",
    kind: "Paires",
    pairs: "nombre",
    compared: "comparées",
    linked: "liées : une même personne dans les deux registres",
    waiting: "attendent la décision d’une personne",
    conflicts: "en conflit : les indices se contredisent",
    unknown: "Le résultat du rapprochement est connu de {matcher}, qui l’a fait.",
    evidenceHeading: "Ce qui a décidé des liens",
    evidenceChart: "Liens selon l’indice qui en a décidé",
    evidence: "Indice",
    links: "liens",
    share: "part",
  },
  evidence: {
    biography: "biographie seule",
    household: "avec le ménage",
    fingerprints: "avec les empreintes",
    combined: "tous les indices ensemble",
    person: "décision d’une personne",
  },
  duplicates: {
    heading: "Doublons dans chaque registre",
    chart: "Doublons désactivés et en attente, par agence",
    kind: "Enregistrements",
    compared: "comparés",
    deactivated: "désactivés comme seconds enregistrements",
    waiting: "attendent la décision d’une personne",
  },
  inStep: {
    heading: "Valeurs mises en accord",
    chart: "Valeurs changées dans chaque agence, par attribut",
    attribute: "Attribut",
    none: "Aucune valeur n’a changé.",
    at: "chez {agency}",
  },
  disclosed: {
    heading: "Communiqué",
    chart: "Valeurs sorties, par sens et par palier",
    flow: "Sens et palier",
    attribute: "Attribut",
    values: "valeurs",
    withheld: "retenues",
    none: "Rien n’est sorti d’aucun nœud.",
    to: "de {from} à {to}",
  },
  tiers: {
    match: "pour trouver la même personne",
    linked: "des personnes liées",
    roster: "de toutes dans le champ",
  },
  saved: {
    heading: "Ce qui a été épargné : une estimation",
    intro:
      "Les nombres sont ceux de cet échange ; heures, rations et argent en découlent selon les hypothèses ci-dessous.",
    chart: "Enregistrements non répétés et doubles rations trouvées",
    what: "Quoi",
    estimate: "estimation",
    registrations: "enregistrements non répétés",
    hours: "heures de personnel correspondantes",
    seconds: "seconds enregistrements trouvés",
    rations: "doubles rations trouvées",
    value: "leur valeur",
    values: "valeurs à ne plus redemander",
    assumptions: "Hypothèses",
    minutes: "Enregistrer une personne prend {minutes} minutes de personnel.",
    cycles: "Un second enregistrement serait resté encore {cycles} cycles sans être trouvé.",
    collected: "{share} des rations des seconds enregistrements auraient été retirées.",
    ration: "La ration d’une personne pour un cycle vaut {value}.",
    inBoth:
      "{count} personnes sont dans les deux registres. Qui d’entre elles est assisté par les deux se sait en comparant l’assistance ; aucune n’est comptée ici.",
    notFindings:
      "Ce sont des réglages, non des constats : un bureau donne les siens en établissant le rapport.",
  },
  time: { heading: "Durée", chart: "Durée de chaque étape", step: "Étape", took: "durée", all: "total" },
  steps: {
    hello: "les nœuds se rencontrent",
    snapshot: "dédoublonner, fixer les personnes concernées",
    overlap: "estimer combien sont dans les deux",
    match: "trouver qui est la même personne",
    adjudicate: "décider des paires",
    reconcile: "mettre en accord les personnes liées",
    receipt: "reçus, journaux contresignés",
    report: "rapports échangés",
    done: "terminé",
  },
  noPersonal: "Nombres et noms d’agences uniquement ; aucune donnée personnelle.",
};

const ar: ReportWords = {
  title: "تبادل بين {self} و{partner}",
  underAgreement: "بموجب الاتفاق {digest}؛ أجرت المطابقة {matcher}",
  when: "بدأ في {begun}",
  stands: {
    done: "مكتمل",
    running: "جارٍ، الخطوة {step}: الأرقام حتى الآن",
    held: "موقوف في الخطوة {step} إلى أن ينظر فيه شخص",
    halted: "توقف في الخطوة {step}",
  },
  madeAt: "أُعد التقرير في {date}",
  figures: {
    compared: "أشخاص في التبادل",
    inBoth: "موجودون في السجلين",
    waiting: "أزواج تنتظر قرار شخص",
    newlyKnown: "عُرفوا حديثاً من الشريك",
    inStep: "قيم جرى توحيدها",
    secondRegistrations: "تسجيلات ثانية أُوقفت",
  },
  persons: {
    heading: "الأشخاص",
    chart: "الأشخاص المسجلون، والمستبعدون بحسب السبب، والداخلون في التبادل، لكل وكالة",
    kind: "الأشخاص",
    held: "مسجلون",
    pinned: "في التبادل",
    newlyKnown: "عُرفوا حديثاً من الشريك",
  },
  withheld: {
    inactive: "مستبعدون: غير نشطين (مكرر أو مغادر أو متوفى)",
    notInScope: "مستبعدون: خارج نطاق الاتفاق",
    noConsent: "مستبعدون: لا موافقة على هذه المشاركة",
    objected: "مستبعدون: رفضوا أو اعترضوا أو قُيد ملفهم",
    excluded: "مستبعدون: استثناهم الاتفاق لحمايتهم",
    protectedLocation: "في التبادل، وحُجب مكانهم لحمايتهم",
  },
  pairs: {
    heading: "أزواج الأشخاص",
    chart: "الأزواج المقارنة والمربوطة والمنتظرة والمتعارضة",
    kind: "الأزواج",
    pairs: "العدد",
    compared: "قورنت",
    linked: "رُبطت: شخص واحد في السجلين",
    waiting: "تنتظر قرار شخص",
    conflicts: "متعارضة: الأدلة متناقضة",
    unknown: "نتيجة المطابقة معروفة لدى {matcher} التي أجرتها.",
    evidenceHeading: "ما حسم الروابط",
    evidenceChart: "الروابط بحسب الدليل الذي حسمها",
    evidence: "الدليل",
    links: "روابط",
    share: "النسبة",
  },
  evidence: {
    biography: "البيانات الشخصية وحدها",
    household: "مع الأسرة",
    fingerprints: "مع البصمات",
    combined: "كل الأدلة معاً",
    person: "قرار شخص",
  },
  duplicates: {
    heading: "التكرار داخل كل سجل",
    chart: "التسجيلات المكررة الموقوفة والمنتظرة، لكل وكالة",
    kind: "التسجيلات",
    compared: "قورنت",
    deactivated: "أُوقفت لأنها تسجيل ثانٍ",
    waiting: "تنتظر قرار شخص",
  },
  inStep: {
    heading: "القيم التي جرى توحيدها",
    chart: "القيم التي تغيرت لدى كل وكالة، بحسب السمة",
    attribute: "السمة",
    none: "لم تتغير أي قيمة.",
    at: "لدى {agency}",
  },
  disclosed: {
    heading: "ما أُفصح عنه",
    chart: "القيم التي خرجت، بحسب الاتجاه والمستوى",
    flow: "الاتجاه والمستوى",
    attribute: "السمة",
    values: "قيم",
    withheld: "محجوبة",
    none: "لم يخرج شيء من أي عقدة.",
    to: "من {from} إلى {to}",
  },
  tiers: { match: "لإيجاد الشخص نفسه", linked: "عن الأشخاص المربوطين", roster: "عن كل من في النطاق" },
  saved: {
    heading: "ما وُفر: تقدير",
    intro: "الأعداد من هذا التبادل؛ أما الساعات والحصص والمال فتُحسب منها بالافتراضات المبينة أدناه.",
    chart: "تسجيلات لم تتكرر وحصص مزدوجة اكتُشفت",
    what: "البند",
    estimate: "التقدير",
    registrations: "تسجيلات لم تتكرر",
    hours: "ساعات عمل الموظفين لها",
    seconds: "تسجيلات ثانية اكتُشفت",
    rations: "حصص مزدوجة اكتُشفت",
    value: "قيمتها",
    values: "قيم لا تُسأل مرة أخرى",
    assumptions: "الافتراضات",
    minutes: "يستغرق تسجيل شخص واحد {minutes} دقيقة من وقت الموظفين.",
    cycles: "كان التسجيل الثاني سيبقى {cycles} دورات أخرى قبل اكتشافه.",
    collected: "كان سيُستلم {share} من حصص التسجيلات الثانية.",
    ration: "حصة شخص واحد في دورة واحدة تساوي {value}.",
    inBoth:
      "{count} شخصاً في السجلين. ولا يُعرف من منهم يتلقى المساعدة من الوكالتين إلا بمقارنة المساعدات؛ ولم يُحسب أحد منهم هنا.",
    notFindings: "هذه إعدادات وليست نتائج: يضع كل مكتب أرقامه عند إعداد التقرير.",
  },
  time: {
    heading: "الوقت",
    chart: "وقت كل خطوة",
    step: "الخطوة",
    took: "استغرقت",
    all: "المجموع",
  },
  steps: {
    hello: "تلتقي العقدتان",
    snapshot: "إزالة التكرار وتحديد الأشخاص المعنيين",
    overlap: "تقدير عدد الموجودين في السجلين",
    match: "إيجاد من هو الشخص نفسه",
    adjudicate: "البت في الأزواج",
    reconcile: "توحيد بيانات الأشخاص المربوطين",
    receipt: "إيصالات وتوقيع السجلات",
    report: "تبادل التقارير",
    done: "انتهى",
  },
  noPersonal: "أعداد وأسماء وكالات فقط؛ لا بيانات شخصية.",
};

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { en, fr, ar };
