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
  purposeDefinitions: {
    deduplicationOfPersons:
      "Savoir si une personne est enregistrée plus d'une fois, dans un registre ou dans les deux, et le corriger.",
    deduplicationOfAssistance:
      "Savoir si une personne ou un ménage reçoit des deux parties la même assistance pour le même besoin et la même période.",
    updateOfRecords: "Tenir exact, complet et à jour ce qu'un registre dit d'une personne.",
    referral:
      "Transmettre le cas d'une personne à l'autre partie, pour un service que la personne a demandé.",
    targeting: "Décider, selon des critères publiés, qui est inclus dans un programme d'assistance.",
    statistics: "Compter et décrire des groupes ; le résultat ne dit rien d'une personne en particulier.",
  },
  legalBases: {
    consent: "le consentement de chaque personne",
    vitalInterest: "l'intérêt vital des personnes",
    publicInterest: "l'intérêt public, selon le mandat de chaque partie",
    legitimateInterest: "l'intérêt légitime des parties",
    contract: "l'exécution d'un contrat avec la personne",
    legalObligation: "une obligation légale",
  },
  partyKinds: {
    unitedNations: "organe des Nations Unies",
    internationalOrganisation: "organisation internationale",
    redCrossRedCrescent: "membre du Mouvement de la Croix-Rouge et du Croissant-Rouge",
    nonGovernmental: "organisation non gouvernementale",
    government: "autorité publique",
    lawEnforcement: "autorité de police ou de sécurité",
    commercial: "entreprise",
  },
  recipientClasses: {
    authoritiesOfCountryOfOrigin: "les autorités du pays d'origine d'une personne",
    government: "les autorités publiques",
    lawEnforcement: "les autorités de police et de sécurité",
    commercial: "les entreprises",
  },
  categories: {
    unaccompaniedChildWithoutGuardianConsent:
      "enfants non accompagnés dont le tuteur n'a pas donné son consentement",
    childWithoutGuardianConsent: "enfants dont le tuteur n'a pas donné son consentement",
  },
  statuses: { active: "présente", departed: "partie", deceased: "décédée" },
  signatoryKinds: { hardware: "une clé sur support matériel", passkey: "une clé d'accès (passkey)" },
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
    referral: "Pour une personne ou un ménage orienté vers un service",
    assistance: "Pour les personnes liées d'une liste de distribution",
  },
  headings: {
    parties: "Les parties",
    purpose: "Finalités",
    scope: "Personnes couvertes",
    exclusions: "Ce qui n'est jamais partagé",
    sends: "Ce qui peut être partagé",
    authority: "Quelle valeur prévaut",
    matching: "Rapprochement",
    overlap: "Recoupement, avant toute communication",
    limits: "Limites",
    validity: "Validité",
    protection: "Protection",
    referrals: "Orientation vers un service",
    assistance: "Questions sur des listes de distribution",
    missing: "Ce qui n'est pas partagé",
    narrowed: "Ce que d’autres accords restreignent",
  },
  columns: {
    clause: "Clause",
    attribute: "Quoi",
    form: "Sous quelle forme",
    purposes: "Lu pour",
    basis: "Sur quelle base",
    kept: "Conservé",
    why: "Pourquoi",
  },
  digest: (digest) => `Empreinte de la source de ce texte (SHA-256) : \`${digest}\``,
  intro: (id, version) =>
    `Ce texte est tiré de l'accord \`${id}\` (${version}), que les logiciels des deux parties font respecter.`,
  meanwhile: (suspended) =>
    suspended
      ? "Jusqu’à l’entrée en vigueur du présent accord, celui-là est suspendu."
      : "Jusqu’à l’entrée en vigueur du présent accord, celui-là continue.",
  supersedes: (digest, dataShared) =>
    `Il remplace l'accord dont l'empreinte est \`${digest}\`. ${
      {
        cutToNewTerms:
          "Les données partagées au titre de celui-là sont ramenées aux clauses ci-dessous et à leurs durées.",
        keptOnOldTerms: "Les données partagées au titre de celui-là sont conservées comme il le dit.",
        deleted: "Les données partagées au titre de celui-là sont effacées.",
      }[dataShared]
    }`,
  party: (kind, country, role, kid, dataProtection, breach) =>
    `${kind}${country === undefined ? "" : ` (${country})`} ; ${role} ; clé de son nœud : \`${kid}\` ; protection des données : ${dataProtection} ; les violations sont signalées à : ${breach}.`,
  instructions: (party, instructions) => `Instructions à ${party}, sous-traitant : ${instructions}`,
  signedByNode: (party) => `Pour ${party}, son nœud signe.`,
  signedBy: (party, required, signatories) =>
    `Pour ${party}, ${required === 1 ? "une de ces personnes doit" : "deux de ces personnes doivent"} signer : ${signatories}.`,
  signatory: (office, kind, kid) => `${office}, avec ${kind} (\`${kid}\`)`,
  purposesAgreed: (purposes, bound) =>
    `Les données peuvent servir aux fins suivantes, et à rien d'autre : ${purposes}. Les échanges au titre de cet accord servent à ${bound}.`,
  basis: (basis, reference) =>
    basis.kind === "consent" ? "consentement" : `${french.legalBases[basis.legalBasis]} : ${reference}`,
  consentBasis:
    "Le consentement est celui de la personne à ce destinataire et à la finalité de l'échange ; qui ne l'a pas donné n'est pas compris.",
  protectedLocation: (mode) =>
    mode === "person"
      ? "D'une personne dont le lieu doit être protégé, rien n'est partagé ; de qui vit avec elle, le lieu n'est pas partagé."
      : "D'une personne dont le lieu doit être protégé, et de qui vit avec elle, le lieu n'est pas partagé.",
  excludedCategory: (category) => `Rien n'est partagé des ${category}.`,
  denied: (recipients) => `Rien ne doit parvenir à : ${recipients}.`,
  covered: (statuses) => `Les personnes dont le dossier dit : ${statuses}.`,
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
  narrowed: (clause, form, consent, kept, by) =>
    `${clause} : seulement ${form}, ${consent ? "pour les personnes qui ont consenti, " : ""}conservation : ${kept} ; en raison de ${by}.`,
  narrowedExclusions: (from, by) => `${from} laisse aussi de côté les personnes que ${by} exclut.`,
  notListed: "Tout ce qui n'est pas énuméré ci-dessus n'est pas partagé :",
  kept: (days) =>
    days === 0
      ? "jusqu'à la fin de l'échange"
      : days === 1
        ? "1 jour après réception"
        : `${days} jours après réception`,
  referral: (terms) => [
    `**${terms.id}** : ${terms.from} peut orienter ${terms.households ? "une personne ou un ménage" : "une personne"} vers ${terms.to} pour ${terms.services}, avec ce qui est énuméré ci-dessus pour les orientations, si la personne y a consenti précisément.`,
    `${terms.to} accepte ou refuse, avec un motif, dans les ${terms.answerWithinHours.routine} heures ; dans les ${terms.answerWithinHours.urgent} heures si c'est urgent et dans les ${terms.answerWithinHours.emergency} heures en cas d'extrême urgence. Ce qui a été transmis est effacé en cas de refus.`,
    `Le service est rendu dans les ${terms.completeWithinDays} jours après l'acceptation. La personne ou ${terms.from} peut retirer l'orientation.`,
    terms.noteCharacters === 0
      ? "Aucune note n'accompagne une orientation."
      : `Une note d'au plus ${terms.noteCharacters} caractères peut l'accompagner.`,
    `Au plus ${terms.personsPerDay} personnes sont orientées par jour.`,
  ],
  assistance: (terms) => [
    `**${terms.id}** : avant une distribution (${terms.kinds}), ${terms.to} peut demander à ${terms.from} qui, parmi les personnes liées de la liste, reçoit la même chose de ${terms.from} pendant un cycle qui se recoupe.`,
    terms.households
      ? "Ce qu'un membre du ménage reçoit pour le ménage compte pour chacun d'eux."
      : "Seul compte ce que la personne reçoit, non ce que reçoit le ménage.",
    `Une liste compte au moins ${terms.leastPersons} et au plus ${terms.mostPersons} personnes liées ; on demande au plus ${terms.personsPerDay} personnes par jour, et chacune au plus ${terms.questionsPerPerson} fois.`,
    `Le cycle commence au plus ${terms.daysBack} jours avant la question et finit au plus ${terms.daysAhead} jours après.`,
  ],
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
  overlapKeys: {
    cardNumber: "le numéro de carte de ménage",
    rationCard: "le numéro de carte de ration",
    phone: "le téléphone",
    agencyId: "le numéro donné à la personne par une partie",
    nameAndBirthYear: "la sonorité du nom avec le sexe et l'année de naissance",
    nameAndOrigin: "la sonorité du nom avec le sexe et le lieu d'origine",
  },
  overlapEstimate: (keys) =>
    `Avant toute communication sur une personne, les parties établissent combien de personnes figurent dans les deux registres en comparant, sous forme masquée, ${keys}. Chacune n'apprend que des nombres.`,
  overlapByCounty:
    "Le nombre est aussi donné par comté ; les comtés comptant peu de personnes sont regroupés.",
  overlapLinks: (keys) =>
    `Les personnes ayant la même valeur dans les deux registres pour ${keys} sont proposées comme une seule personne sans que la valeur soit communiquée ; des autres, rien n'est appris.`,
  overlapStop: (persons) =>
    `Si moins de ${persons} personnes figurent dans les deux registres, l'échange s'arrête là.`,
  overlapConfirm:
    "L'échange se poursuit lorsque le personnel des deux parties a vu le nombre et donné son accord.",
  overlapCeilings: (persons, runs) =>
    `Au plus ${persons} personnes sont comparées ainsi à la fois, ${runs === 1 ? "une fois" : `${runs} fois`} par jour.`,
  ceilings: (persons, records, total) =>
    `Au plus ${persons} personnes par échange, ${records} enregistrements par jour et ${total} enregistrements en tout.`,
  overlap: (minimum) =>
    `Un recoupement de moins de ${minimum} personnes n'est annoncé que comme inférieur à ${minimum}.`,
  breaker: (minimum, maximum, duplicates) =>
    `Un échange s'arrête de lui-même si moins de ${minimum} ou plus de ${maximum} du plus petit registre se trouve dans l'autre, ou si plus de ${duplicates} sont des doublons.`,
  onward: "Ce qui a été reçu n'est transmis à personne.",
  valid: (from, until, review) => `En vigueur du ${from} au ${until} ; à réexaminer avant le ${review}.`,
  revocation: "Chaque partie peut le révoquer seule, avec effet immédiat ; il n'autorise alors plus rien.",
  suspension:
    "Chaque partie peut le suspendre seule, avec effet immédiat ; il n'autorise alors plus rien, jusqu'à ce que les deux aient accepté de reprendre.",
  windUp: (days) =>
    `Quand il a pris fin, chaque partie efface dans les ${days} jours ce qu'elle a reçu à ce titre et le certifie à l'autre.`,
  breach: (hours) =>
    `Une violation de données est signalée à l'autre partie dans un délai de ${hours} heures.`,
  assessment: (reference, on) => `Analyse d'impact : ${reference}, achevée le ${on}.`,
  list: (items) => new Intl.ListFormat("fr").format(items),
  number: (value) => new Intl.NumberFormat("fr").format(value),
  percent: (share) =>
    new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 2 }).format(share),
};
