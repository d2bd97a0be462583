interface ActionDefinition {
  /** What is done, as the matrix of roles tells it. */
  readonly does: string;
  /** Whether the answer shows persons: forbidden to whoever is auditor or administrator, whatever else they are. */
  readonly personal?: true;
  /** Whether it asks for no sign-in; nothing personal may be answered. */
  readonly anyone?: true;
}

/**
 * All that can be done through the API. Each route names one of these (`config: { action }`), and policies/*.cedar say
 * who may. A new action needs a line here and one there, else the node does not start.
 */
const ACTIONS = {
  "node.greet": { does: "see that the node is up, its counts and the API's description", anyone: true },
  "node.status": { does: "see what the node holds and does, in counts" },

  "session.begin": { does: "sign in, and take up an invitation", anyone: true },
  "session.own": { does: "see one's own account, end one's session" },

  "staff.read": { does: "see accounts of staff" },
  "staff.manage": { does: "add, change, lock, recover and close accounts" },
  "read.list": { does: "see which member of staff was shown whom, and for what" },

  "approval.list": { does: "see what waits for a second pair of eyes" },
  "approval.decide": { does: "approve or refuse what another asked for" },
  "approve.export": { does: "approve: export of persons" },
  "approve.signature": { does: "approve: signature of an agreement" },
  "approve.merge": { does: "approve: merge of many files into one" },
  "approve.erasure": { does: "approve: erasure of many persons" },
  "approve.keys": { does: "approve: rotation of keys" },
  "approve.denyList": { does: "approve: change of the list of denied recipients" },
  "approve.referral": { does: "approve: referral for a delicate service" },
  "approve.recovery": { does: "approve: recovery of an account" },

  "import.run": { does: "import a file of persons or fingerprints", personal: true },
  "import.list": { does: "see the imports, in counts" },
  "import.rejects": { does: "see the rows that an import rejected", personal: true },

  "person.search": { does: "search persons by identifier or name", personal: true },
  "person.open": { does: "open a person's file", personal: true },
  "person.export": { does: "export all persons", personal: true },

  "person.openRestricted": { does: "open the file of a person whose data is restricted", personal: true },

  "rights.read": { does: "see what a person decided and asked for", personal: true },
  "rights.consent": { does: "record a consent, a refusal or a withdrawal", personal: true },
  "rights.request": { does: "take a person's request in", personal: true },
  "rights.queue": { does: "see the requests that wait for an answer", personal: true },
  "rights.decide": { does: "answer requests; record objections and restrictions", personal: true },
  "rights.correct": { does: "correct a person's values", personal: true },
  "rights.access": { does: "hand a person all that is held on them", personal: true },
  "rights.erase": { does: "erase a person", personal: true },
  "rights.texts": { does: "read the texts in which consent is asked for" },
  "rights.addTexts": { does: "import a text in which consent is asked for" },
  "rights.upkeep": { does: "see erasures and notices that are under way, in counts, and hurry them" },
  "rights.retention": { does: "see what retention is about to take, in counts, and confirm it" },

  "duplicate.find": { does: "search the registry for duplicates" },
  "duplicate.list": { does: "see duplicates and pairs that wait for a decision", personal: true },
  "duplicate.decide": { does: "decide a waiting pair", personal: true },
  "duplicate.restore": { does: "undo the deactivation of a duplicate", personal: true },
  "link.undo": { does: "undo a link with a partner's person", personal: true },

  "partner.read": { does: "see partners and the node's own card" },
  "partner.add": { does: "add a partner" },

  "agreement.read": { does: "read agreements" },
  "agreement.draft": { does: "draft and check an agreement, take in a partner's" },
  "agreement.sign": { does: "sign an agreement" },
  "agreement.propose": { does: "negotiate an agreement with a partner" },
  "agreement.revoke": { does: "revoke an agreement" },
  "agreement.suspend": { does: "suspend an agreement" },
  "agreement.resume": { does: "agree to resume a suspended agreement" },
  "agreement.review": { does: "record an agreement's review" },
  "agreement.windUp": { does: "wind up an agreement that has ended" },
  "agreement.pinSignatory": { does: "pin or drop the key of who signs for a party" },

  "denyList.read": { does: "see whom nothing may reach" },
  "denyList.add": { does: "deny a recipient, at once" },
  "denyList.remove": { does: "take a recipient off the deny list, when another approves" },

  "exchange.read": { does: "see exchanges and their reports, in counts" },
  "exchange.run": { does: "propose and resume exchanges" },
  "exchange.stop": { does: "stop an exchange" },
  "exchange.pairs": { does: "see the pairs of an exchange", personal: true },

  "referral.list": { does: "see referrals and how they stand, without persons" },
  "referral.open": { does: "open a referral with whom it concerns", personal: true },
  "referral.make": { does: "refer a person or household to a partner, and withdraw it", personal: true },
  "referral.answer": { does: "accept, refuse and complete what a partner referred", personal: true },

  "movement.record": { does: "record where a person was met", personal: true },
  "movement.person": { does: "see a person's movements", personal: true },
  "movement.counts": { does: "count movements between places, small counts suppressed" },

  "assistance.import": { does: "import who was assisted", personal: true },
  "assistance.person": { does: "see what assistance a person had", personal: true },
  "assistance.check": { does: "check a distribution list, here and with a partner", personal: true },
  "assistance.list": { does: "see questions on distribution lists, asked and answered, in counts" },

  "keys.read": { does: "see which keys the node has, rotations and the recovery key's shares, never a key" },
  "keys.rotate": { does: "rotate keys" },
  "keys.split": { does: "make a recovery key and hand out its shares" },
  "keys.seal": { does: "seal the node's keys: the kill switch" },
  "incident.read": { does: "see incidents and what partners told of theirs, in counts" },
  "incident.manage": { does: "open an incident, tell partners of it, close it" },
  "incident.persons": { does: "see who was reached by an incident, by id", personal: true },
  "assessment.read": { does: "read impact assessments" },
  "assessment.draft": { does: "draft an agreement's impact assessment" },
  "assessment.approve": { does: "approve an impact assessment that another drafted" },
  "demand.read": { does: "see authorities' demands for data" },
  "demand.record": { does: "record an authority's demand" },
  "demand.decide": { does: "record what was decided on a demand that another recorded" },
  "demand.words": { does: "read a demand's words, which may name persons", personal: true },
  "governance.figures": { does: "see the figures of oversight, small counts suppressed" },

  "backup.write": { does: "write encrypted backups" },

  "ledger.read": { does: "read and verify the ledger" },
  "ledger.publish": { does: "have the ledger cosigned, and hold it against a partner's" },
  "ledger.person": { does: "see which entries of the ledger concern a person", personal: true },
} as const satisfies Readonly<Record<string, ActionDefinition>>;
export type Action = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[];

export const definitionOf = (action: Action): ActionDefinition => ACTIONS[action];
export const isAction = (name: unknown): name is Action =>
  typeof name === "string" && Object.hasOwn(ACTIONS, name);
