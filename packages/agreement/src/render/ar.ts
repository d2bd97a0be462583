import type { Words } from "./words.ts";

export const arabic: Words = {
  purposes: {
    deduplicationOfPersons: "العثور على الأشخاص المسجلين أكثر من مرة",
    deduplicationOfAssistance: "ضمان ألا يتلقى أحد المساعدة مرتين للحاجة نفسها",
    updateOfRecords: "إبقاء السجلات صحيحة ومحدثة",
    referral: "إحالة الأشخاص إلى خدمة",
    targeting: "اختيار من تشملهم المساعدة",
    statistics: "إحصاءات لا تكشف هوية أحد",
  },
  purposeDefinitions: {
    deduplicationOfPersons:
      "معرفة ما إذا كان الشخص مسجلاً أكثر من مرة، في سجل واحد أو في السجلين معاً، وتصحيح ذلك.",
    deduplicationOfAssistance:
      "معرفة ما إذا كان الشخص أو الأسرة يتلقى المساعدة نفسها من الطرفين للحاجة نفسها وفي الفترة نفسها.",
    updateOfRecords: "إبقاء ما يحمله السجل عن الشخص صحيحاً وكاملاً ومحدثاً.",
    referral: "تسليم حالة شخص واحد إلى الطرف الآخر من أجل خدمة طلبها ذلك الشخص.",
    targeting: "تحديد من يشمله برنامج المساعدة وفق معايير منشورة.",
    statistics: "عدّ الفئات ووصفها؛ ولا تدل النتيجة على أي شخص بعينه.",
  },
  legalBases: {
    consent: "موافقة كل شخص",
    vitalInterest: "المصلحة الحيوية للأشخاص",
    publicInterest: "المصلحة العامة بموجب ولاية كل طرف",
    legitimateInterest: "المصلحة المشروعة للطرفين",
    contract: "تنفيذ عقد مع الشخص",
    legalObligation: "التزام قانوني",
  },
  partyKinds: {
    unitedNations: "هيئة تابعة للأمم المتحدة",
    internationalOrganisation: "منظمة دولية",
    redCrossRedCrescent: "عضو في الحركة الدولية للصليب الأحمر والهلال الأحمر",
    nonGovernmental: "منظمة غير حكومية",
    government: "سلطة حكومية",
    lawEnforcement: "سلطة شرطة أو أمن",
    commercial: "شركة",
  },
  recipientClasses: {
    authoritiesOfCountryOfOrigin: "سلطات البلد الأصلي للشخص",
    government: "السلطات الحكومية",
    lawEnforcement: "سلطات الشرطة والأمن",
    commercial: "الشركات",
  },
  categories: {
    unaccompaniedChildWithoutGuardianConsent: "الأطفال غير المصحوبين الذين لم يوافق الوصي عليهم",
    childWithoutGuardianConsent: "الأطفال الذين لم يوافق الوصي عليهم",
  },
  statuses: { active: "حاضر", departed: "مغادر", deceased: "متوفى" },
  signatoryKinds: { hardware: "مفتاح على جهاز", passkey: "مفتاح مرور" },
  roles: {
    controller: "متحكم في البيانات",
    jointController: "متحكم مشترك في البيانات",
    processor: "معالج للبيانات",
  },
  transformations: {
    none: "كما هو",
    birthYear: "السنة فقط",
    county: "المقاطعة فقط",
    state: "الولاية فقط",
    hash: "بصمة رقمية بمفتاح",
    present: "وجوده فقط",
  },
  tiers: {
    match: "لمعرفة من هو الشخص نفسه (يُحذف بعد المطابقة)",
    linked: "للأشخاص الموجودين في السجلين معاً",
    roster: "لكل شخص مشمول",
    referral: "لشخص أو أسرة تُحال إلى خدمة",
    assistance: "للأشخاص المرتبطين في قائمة توزيع",
  },
  headings: {
    parties: "الطرفان",
    purpose: "الأغراض",
    scope: "من يشمله الاتفاق",
    exclusions: "ما لا يُشارك أبداً",
    sends: "ما يجوز أن يُشارك",
    authority: "أي قيمة تُعتمد",
    matching: "المطابقة",
    overlap: "التداخل قبل الإفصاح عن أي شخص",
    limits: "الحدود",
    validity: "السريان",
    protection: "الحماية",
    referrals: "الإحالة إلى خدمة",
    assistance: "الأسئلة عن قوائم التوزيع",
    missing: "ما لا يُشارك",
    narrowed: "ما تقيّده اتفاقات أخرى",
  },
  columns: {
    clause: "البند",
    attribute: "ماذا",
    form: "بأي صورة",
    purposes: "يُقرأ من أجل",
    basis: "على أي أساس",
    kept: "مدة الاحتفاظ",
    why: "لماذا",
  },
  digest: (digest) => `بصمة مصدر هذا النص (SHA-256): \`${digest}\``,
  intro: (id, version) => `هذا النص مأخوذ من الاتفاق \`${id}\` (${version}) الذي يطبقه برنامجا الطرفين.`,
  meanwhile: (suspended) =>
    suspended
      ? "إلى أن يسري هذا الاتفاق يكون ذلك الاتفاق معلقًا."
      : "إلى أن يسري هذا الاتفاق يستمر ذلك الاتفاق.",
  supersedes: (digest, dataShared) =>
    `يحل محل الاتفاق ذي البصمة \`${digest}\`. ${
      {
        cutToNewTerms: "تُقصر البيانات التي شوركت بموجبه على البنود أدناه وعلى مددها.",
        keptOnOldTerms: "يُحتفظ بالبيانات التي شوركت بموجبه كما ينص عليه.",
        deleted: "تُحذف البيانات التي شوركت بموجبه.",
      }[dataShared]
    }`,
  party: (kind, country, role, kid, dataProtection, breach) =>
    `${kind}${country === undefined ? "" : ` (${country})`}؛ ${role}؛ مفتاح عقدته: \`${kid}\`؛ حماية البيانات: ${dataProtection}؛ يُبلَّغ عن الخروقات إلى: ${breach}.`,
  instructions: (party, instructions) => `تعليمات إلى ${party} بصفته معالجاً: ${instructions}`,
  signedByNode: (party) => `توقّع عن ${party} عقدته.`,
  signedBy: (party, required, signatories) =>
    `يجب أن يوقّع عن ${party} ${required === 1 ? "واحد" : "اثنان"} من هؤلاء: ${signatories}.`,
  signatory: (office, kind, kid) => `${office} بواسطة ${kind} (\`${kid}\`)`,
  purposesAgreed: (purposes, bound) =>
    `يجوز استعمال البيانات من أجل ما يلي لا غير: ${purposes}. أما التبادل بموجب هذا الاتفاق فغرضه ${bound}.`,
  basis: (basis, reference) =>
    basis.kind === "consent" ? "الموافقة" : `${arabic.legalBases[basis.legalBasis]}: ${reference}`,
  consentBasis: "الموافقة هي موافقة الشخص على هذا المتلقي وعلى غرض التبادل؛ ومن لم يوافق لا يُشمل.",
  protectedLocation: (mode) =>
    mode === "person"
      ? "من يجب أن يُحمى مكانه لا يُشارك عنه شيء؛ ومن يعيش معه لا يُشارك مكانه."
      : "من يجب أن يُحمى مكانه، ومن يعيش معه، لا يُشارك مكانهم.",
  excludedCategory: (category) => `لا يُشارك شيء عن ${category}.`,
  denied: (recipients) => `لا يجوز أن يصل شيء إلى: ${recipients}.`,
  covered: (statuses) => `الأشخاص الذين تقول ملفاتهم: ${statuses}.`,
  places: (places) => `الأشخاص الذين يقع مكانهم الحالي في ${places}.`,
  programmes: (programmes) => `الأشخاص المسجلون في ${programmes} فقط.`,
  registered: (from, until) =>
    from === undefined
      ? `الأشخاص المسجلون حتى ${until} فقط.`
      : until === undefined
        ? `الأشخاص المسجلون ابتداءً من ${from} فقط.`
        : `الأشخاص المسجلون من ${from} إلى ${until} فقط.`,
  direction: (from, to) => `من ${from} إلى ${to}`,
  nothing: (from, to) => `لا يشارك ${from} شيئاً مع ${to}.`,
  narrowed: (clause, form, consent, kept, by) =>
    `${clause}: ${form} فقط، ${consent ? "لمن وافق، " : ""}مدة الحفظ: ${kept}؛ بسبب ${by}.`,
  narrowedExclusions: (from, by) => `${from}: يُستثنى أيضًا من يستثنيه ${by}.`,
  notListed: "كل ما لم يُذكر أعلاه لا يُشارك:",
  kept: (days) => (days === 0 ? "حتى نهاية التبادل" : `عدد الأيام بعد الاستلام: ${days}`),
  referral: (terms) => [
    `**${terms.id}**: يجوز أن يحيل ${terms.from} ${terms.households ? "شخصاً أو أسرة" : "شخصاً"} إلى ${terms.to} من أجل: ${terms.services}، مع ما ذُكر أعلاه للإحالة، إذا وافق الشخص على ذلك تحديداً.`,
    `يقبل ${terms.to} أو يرفض مع ذكر السبب خلال ساعات عددها ${terms.answerWithinHours.routine}؛ وفي الحالات العاجلة ${terms.answerWithinHours.urgent}، وفي الطوارئ ${terms.answerWithinHours.emergency}. وإذا رفض يُحذف ما أُرسل.`,
    `تُقدَّم الخدمة خلال أيام عددها ${terms.completeWithinDays} بعد القبول. وللشخص أو ${terms.from} أن يسحب الإحالة.`,
    terms.noteCharacters === 0
      ? "لا ترافق الإحالةَ أي ملاحظة."
      : `يجوز أن ترافقها ملاحظة لا تتجاوز ${terms.noteCharacters} حرفاً.`,
    `لا يُحال في اليوم الواحد أكثر من ${terms.personsPerDay} شخصاً.`,
  ],
  assistance: (terms) => [
    `**${terms.id}**: قبل توزيع (${terms.kinds}) يجوز أن يسأل ${terms.to} ${terms.from} عمّن يتلقى الشيء نفسه من ${terms.from}، من الأشخاص المرتبطين في القائمة، في دورة متداخلة.`,
    terms.households
      ? "ما يتلقاه أحد أفراد الأسرة من أجلها يُحسب لكل واحد منهم."
      : "يُحسب ما يتلقاه الشخص فقط، لا ما تتلقاه الأسرة.",
    `تضم القائمة ${terms.leastPersons} شخصاً مرتبطاً على الأقل و${terms.mostPersons} على الأكثر؛ ولا يُسأل في اليوم عن أكثر من ${terms.personsPerDay} شخصاً، ولا عن الشخص الواحد أكثر من ${terms.questionsPerPerson} مرات.`,
    `تبدأ الدورة قبل السؤال بما لا يزيد على ${terms.daysBack} يوماً وتنتهي بعده بما لا يزيد على ${terms.daysAhead} يوماً.`,
  ],
  authorityDefault: (holder) =>
    holder === undefined ? "حيث يختلف السجلان يُعتمد آخر ما قيل." : `حيث يختلف السجلان تُعتمد قيمة ${holder}.`,
  authorityOf: (attribute, holder) =>
    holder === undefined ? `${attribute}: آخر ما قيل.` : `${attribute}: قيمة ${holder}.`,
  matchedBy: (party) => `يقارن ${party} السجلين.`,
  thresholds: (link, adjudicate, oneToOne) =>
    `يُربط السجلان ابتداءً من احتمال ${link}؛ وابتداءً من ${adjudicate} يقرر إنسان؛ وما دون ذلك ليس تطابقاً.` +
    (oneToOne ? " ويُربط الشخص بشخص واحد من السجل الآخر على الأكثر." : ""),
  adjudication: (party) => (party === undefined ? "يقرر موظفو أي من الطرفين." : `يقرر موظفو ${party}.`),
  fingerprints: (version, unique, duplicate) =>
    `البصمات (السياسة ${version}): دون الدرجة ${unique} لا تربط أحداً؛ وابتداءً من ${duplicate} تقترح ربطاً؛ وبينهما يقرر إنسان. الدرجة ${unique} تعني تطابقاً خاطئاً واحداً في كل 10^${unique / 10} مقارنة.`,
  overlapKeys: {
    cardNumber: "رقم بطاقة الأسرة",
    rationCard: "رقم بطاقة التموين",
    phone: "الهاتف",
    agencyId: "الرقم الذي أعطاه أحد الطرفين للشخص",
    nameAndBirthYear: "نطق الاسم مع الجنس وسنة الميلاد",
    nameAndOrigin: "نطق الاسم مع الجنس والمكان الأصلي",
  },
  overlapEstimate: (keys) =>
    `قبل الإفصاح عن أي شخص يعرف الطرفان عدد الأشخاص الموجودين في السجلين بمقارنة ما يلي في صورة محجوبة: ${keys}. ولا يعرف أي منهما إلا أعداداً.`,
  overlapByCounty: "يُذكر العدد بحسب المقاطعة أيضاً؛ وتُجمع المقاطعات قليلة الأشخاص معاً.",
  overlapLinks: (keys) =>
    `يُقترح الأشخاص الذين تتطابق قيمتهم في السجلين في ${keys} على أنهم شخص واحد دون أن تخرج القيمة؛ ولا يُعرف شيء عن غيرهم.`,
  overlapStop: (persons) => `إذا كان الموجودون في السجلين أقل من ${persons} شخصاً انتهى التبادل عند ذلك.`,
  overlapConfirm: "يستمر التبادل عندما يرى موظفو الطرفين العدد ويوافقون.",
  overlapCeilings: (persons, runs) =>
    `يُقارَن بهذه الطريقة ${persons} شخص على الأكثر في المرة الواحدة، بحد أقصى ${runs} مرات في اليوم.`,
  ceilings: (persons, records, total) =>
    `على الأكثر ${persons} شخصاً في التبادل الواحد، و${records} سجلاً في اليوم، و${total} سجلاً في المجموع.`,
  overlap: (minimum) => `التداخل الذي يقل عن ${minimum} شخصاً لا يُذكر إلا بأنه أقل من ${minimum}.`,
  breaker: (minimum, maximum, duplicates) =>
    `يتوقف التبادل من تلقاء نفسه إذا وُجد أقل من ${minimum} أو أكثر من ${maximum} من السجل الأصغر في الآخر، أو إذا كان أكثر من ${duplicates} مكرراً.`,
  onward: "ما استُلم لا يُنقل إلى أحد.",
  valid: (from, until, review) => `يسري من ${from} إلى ${until}؛ ويُراجع قبل ${review}.`,
  revocation: "لكل طرف أن يلغيه وحده فوراً؛ فلا يجيز بعد ذلك شيئاً.",
  suspension: "لكل طرف أن يعلّقه وحده فوراً؛ فلا يجيز شيئاً حتى يوافق الطرفان على استئنافه.",
  windUp: (days) =>
    `عند انتهائه يحذف كل طرف ما استلمه بموجبه خلال أيام عددها ${days} ويشهد بذلك للطرف الآخر.`,
  breach: (hours) => `يُبلَّغ الطرف الآخر بأي خرق للبيانات خلال ساعات عددها ${hours}.`,
  assessment: (reference, on) => `تقييم الأثر: ${reference}، أُنجز في ${on}.`,
  list: (items) => new Intl.ListFormat("ar").format(items),
  // Western digits, as in the document's identifiers and as registration forms in the region are mostly filled in.
  number: (value) => new Intl.NumberFormat("ar-u-nu-latn").format(value),
  percent: (share) =>
    new Intl.NumberFormat("ar-u-nu-latn", { style: "percent", maximumFractionDigits: 2 }).format(share),
};
