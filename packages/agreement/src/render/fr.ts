import type { Words } from "./words.ts";

export const french: Words = {
  purposes: {
    deduplicationOfPersons: "trouver les personnes enregistrées plus d'une fois",
    deduplicationOfAssistance: "veiller à ce que personne ne soit assisté deux fois pour le même besoin",
    updateOfRecords: "tenir les dossiers exacts et à jour",
    referral: "orienter des personnes vers un service",
    targeting: "choisir les personnes assistées",
    statistics: "établir des statistiques qui n'identifient personne",
  },
  legalBases: {
    consent: "le consentement de chaque personne",
    vitalInterest: "l'intérêt vital des personnes",
    publicInterest: "l'intérêt public, selon le mandat de chaque partie",
    legitimateInterest: "l'intérêt légitime des parties",
    contract: "l'exécution d'un contrat avec la personne",
    legalObligation: "une obligation légale",
  },
  roles: {
    controller: "responsable du traitement",
    jointController: "responsable conjoint du traitement",
    processor: "sous-traitant",
  },
  transformations: {
    none: "tel quel",
    birthYear: "l'année seulement",
    county: "le comté seulement",
    state: "l'État seulement",
    hash: "sous forme de hachage à clé",
    present: "seulement le fait qu'il existe",
  },
  tiers: {
    match: "Pour trouver qui est la même personne (effacé après le rapprochement)",
    linked: "Pour les personnes trouvées dans les deux registres",
    roster: "Pour toute personne couverte",
  },
  headings: {
    parties: "Les parties",
    purpose: "Finalité et base légale",
    scope: "Personnes couvertes",
    sends: "Ce qui peut être partagé",
    authority: "Quelle valeur prévaut",
    matching: "Rapprochement",
    limits: "Limites",
    validity: "Validité",
    protection: "Protection",
    missing: "Ce qui n'est pas partagé",
  },
  columns: {
    clause: "Clause",
    attribute: "Quoi",
    form: "Sous quelle forme",
    kept: "Conservé",
    why: "Pourquoi",
  },
  digest: (digest) => `Empreinte de la source de ce texte (SHA-256) : \`${digest}\``,
  intro: (id, version) =>
    `Ce texte est tiré de l'accord \`${id}\` (${version}), que les logiciels des deux parties font respecter.`,
  supersedes: (digest) => `Il remplace l'accord dont l'empreinte est \`${digest}\`.`,
  party: (role, kid, dataProtection, breach) =>
    `${role} ; signe avec la clé \`${kid}\` ; protection des données : ${dataProtection} ; les violations sont signalées à : ${breach}.`,
  purposesAgreed: (purposes, bound) =>
    `Les données peuvent servir aux fins suivantes, et à rien d'autre : ${purposes}. Les échanges au titre de cet accord servent à ${bound}.`,
  legalBasis: (basis) => `La base légale est ${basis}.`,
  consent: (required) =>
    required
      ? "Seules sont comprises les personnes qui ont consenti à ce destinataire et à cette finalité."
      : "Le consentement de chaque personne n'est pas demandé au titre de cet accord.",
  places: (places) => `Les personnes dont le lieu actuel se trouve dans ${places}.`,
  programmes: (programmes) => `Seulement les personnes inscrites à ${programmes}.`,
  registered: (from, until) =>
    from === undefined
      ? `Seulement les personnes enregistrées jusqu'au ${until}.`
      : until === undefined
        ? `Seulement les personnes enregistrées depuis le ${from}.`
        : `Seulement les personnes enregistrées du ${from} au ${until}.`,
  direction: (from, to) => `De ${from} à ${to}`,
  nothing: (from, to) => `${from} ne partage rien avec ${to}.`,
  notListed: "Tout ce qui n'est pas énuméré ci-dessus n'est pas partagé :",
  kept: (days) =>
    days === 0
      ? "jusqu'à la fin de l'échange"
      : days === 1
        ? "1 jour après réception"
        : `${days} jours après réception`,
  authorityDefault: (holder) =>
    holder === undefined
      ? "Là où les registres diffèrent, la dernière déclaration prévaut."
      : `Là où les registres diffèrent, la valeur de ${holder} prévaut.`,
  authorityOf: (attribute, holder) =>
    holder === undefined
      ? `${attribute} : la dernière déclaration.`
      : `${attribute} : la valeur de ${holder}.`,
  matchedBy: (party) => `${party} compare les deux registres.`,
  thresholds: (link, adjudicate, oneToOne) =>
    `Une paire est liée à partir d'une probabilité de ${link} ; à partir de ${adjudicate}, un humain décide ; en dessous, ce n'est pas une paire.` +
    (oneToOne ? " Une personne est liée à une seule personne de l'autre registre au plus." : ""),
  adjudication: (party) =>
    party === undefined
      ? "Le personnel de l'une ou l'autre partie décide."
      : `Le personnel de ${party} décide.`,
  fingerprints: (version, unique, duplicate) =>
    `Empreintes digitales (politique ${version}) : en dessous d'un score de ${unique}, elles ne lient personne ; à partir de ${duplicate}, elles proposent un lien ; entre les deux, un humain décide. Un score de ${unique} correspond à une fausse concordance sur 10^${unique / 10} comparaisons.`,
  ceilings: (persons, records) =>
    `Au plus ${persons} personnes par échange et ${records} enregistrements par jour.`,
  breaker: (minimum, maximum, duplicates) =>
    `Un échange s'arrête de lui-même si moins de ${minimum} ou plus de ${maximum} du plus petit registre se trouve dans l'autre, ou si plus de ${duplicates} sont des doublons.`,
  onward: "Ce qui a été reçu n'est transmis à personne.",
  valid: (from, until, review) => `En vigueur du ${from} au ${until} ; à réexaminer avant le ${review}.`,
  revocation: "Chaque partie peut le révoquer seule, avec effet immédiat ; il n'autorise alors plus rien.",
  breach: (hours) =>
    `Une violation de données est signalée à l'autre partie dans un délai de ${hours} heures.`,
  assessment: (reference, on) => `Analyse d'impact : ${reference}, achevée le ${on}.`,
  list: (items) => new Intl.ListFormat("fr").format(items),
  number: (value) => new Intl.NumberFormat("fr").format(value),
  percent: (share) =>
    new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 2 }).format(share),
};
