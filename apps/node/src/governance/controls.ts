/** Something that the software does to protect persons, and the test that shows it. */
export interface Control {
  readonly does: string;
  /** A test file of the project and the name of a test in it. */
  readonly shownBy: readonly [file: string, test: string];
}

/** The measures that an assessment may name. Closed: what is not here, and so not tested, is no measure. */
export const CONTROLS = {
  "disclosure.clausesOnly": {
    does: "Nothing outside the signed clauses leaves the node.",
    shownBy: [
      "packages/agreement/test/nothing-outside-the-clauses.test.ts",
      "nothing outside the clauses is in the bytes that leave, and the receiver's check agrees",
    ],
  },
  "disclosure.receiverChecks": {
    does: "What arrives beyond the clauses is refused whole.",
    shownBy: [
      "packages/agreement/test/nothing-outside-the-clauses.test.ts",
      "a batch with one field outside is refused whole, naming the record and never the value",
    ],
  },
  "disclosure.columnsOnly": {
    does: "The query of a disclosure names the granted attributes and no other.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "reads granted attributes and no other, in a query that names no other column",
    ],
  },
  "disclosure.protectedPlace": {
    does: "The place of a person who is protected is withheld, in every tier.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "withholds a protected place, in every tier, and leaves out who withdrew consent since",
    ],
  },
  "disclosure.excludedPersons": {
    does: "Persons whom the agreement excludes are left out whole.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "leaves out whole whom the agreement excludes, and what was excluded since the pinning",
    ],
  },
  "disclosure.noOriginAuthorities": {
    does: "A government is given nobody who comes from its country.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "gives a government nobody who comes from its country, or from nobody knows where",
    ],
  },
  "disclosure.noOnward": {
    does: "What a partner said is passed on to nobody.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "passes on nothing that another partner said, not even as a current value",
    ],
  },
  "disclosure.ceiling": {
    does: "A disclosure above the agreement's ceiling is refused whole.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "refuses a scope above the agreement's ceiling whole",
    ],
  },
  "disclosure.recorded": {
    does: "Each disclosure is noted on the person's file.",
    shownBy: ["packages/registry/test/registry.test.ts", "notes each disclosure on the person's file"],
  },
  "agreement.bothSign": {
    does: "An agreement with one signature carries no exchange.",
    shownBy: [
      "apps/node/test/bad-input.test.ts",
      "one with a single signature carries no exchange, at either node",
    ],
  },
  "agreement.assessed": {
    does: "An agreement whose impact assessment is not approved carries no exchange.",
    shownBy: [
      "apps/node/test/assessment.test.ts",
      "an agreement that both signed grants nothing until each node's assessment of it is approved",
    ],
  },
  "agreement.suspension": {
    does: "Either party suspends an agreement at once.",
    shownBy: [
      "apps/node/test/agreement-life.test.ts",
      "is suspended by one at once at both nodes, and resumed by both",
    ],
  },
  "agreement.revocation": {
    does: "A revoked agreement grants nothing from that moment.",
    shownBy: ["apps/node/test/revocation.test.ts", "grants nothing from that moment, at both nodes"],
  },
  "consent.refusal": {
    does: "Nothing of persons who refused is sent.",
    shownBy: ["apps/node/test/wire.test.ts", "nothing of persons who refused is in any byte"],
  },
  "consent.recordedHow": {
    does: "A consent says how it was asked and understood; a refusal asks for nothing.",
    shownBy: [
      "packages/registry/test/rights.test.ts",
      "a consent says how it was asked; a child's is a guardian's; a no asks for nothing",
    ],
  },
  "consent.withdrawal": {
    does: "A withdrawal works at once, reaches the partner and comes back certified.",
    shownBy: [
      "apps/node/test/withdrawal.test.ts",
      "is gone at the partner with the next contact, and the certificate that says so is verified and kept",
    ],
  },
  "rights.objection": {
    does: "An objection stands against one recipient or all.",
    shownBy: [
      "packages/registry/test/rights.test.ts",
      "an objection stands against one recipient or all, until it is ended",
    ],
  },
  "rights.restriction": {
    does: "Restricted data is kept, and neither disclosed, exported, compared nor shown.",
    shownBy: [
      "packages/registry/test/rights.test.ts",
      "a restricted person is kept, and neither disclosed, exported, compared nor shown in a search",
    ],
  },
  "rights.correction": {
    does: "A correction is current, with its history.",
    shownBy: [
      "packages/registry/test/rights.test.ts",
      "a correction is the current value, and what was said before stays beside it",
    ],
  },
  "rights.requests": {
    does: "Requests wait in order of their deadlines and are answered once.",
    shownBy: [
      "packages/registry/test/rights.test.ts",
      "requests wait in order of their deadlines, are answered once, and forget the words with the person",
    ],
  },
  "rights.erasure": {
    does: "After an erasure no file of the store holds the person's values.",
    shownBy: [
      "packages/registry/test/erasure.test.ts",
      "is in no file of the store, of its write-ahead log or of a copy, once the erasure is scrubbed",
    ],
  },
  "retention.clock": {
    does: "What was received is let go when it may be kept no longer.",
    shownBy: ["packages/registry/test/registry.test.ts", "and lets go of what may be kept no longer"],
  },
  "retention.matching": {
    does: "What was received for matching is purged after the exchange.",
    shownBy: [
      "apps/node/test/wire.test.ts",
      "what was received for matching is purged, but for pairs that wait, and stands on no person's file",
    ],
  },
  "matching.people": {
    does: "A pair that is not sure is linked only when a member of staff says so.",
    shownBy: [
      "apps/node/test/adjudication.test.ts",
      "a pair of different persons is not linked and no data of theirs travels",
    ],
  },
  "matching.undo": {
    does: "A false link is undone at both nodes, with every value as before.",
    shownBy: [
      "apps/node/test/adjudication.test.ts",
      "a link that is undone ends at both nodes, and every value is as before it",
    ],
  },
  "matching.breaker": {
    does: "An exchange whose overlap is implausible stops itself.",
    shownBy: [
      "packages/exchange/test/exchange.test.ts",
      "holds an exchange whose overlap is implausible, and tells the partner why",
    ],
  },
  "staff.sites": {
    does: "Staff see the persons of their own sites, whatever a query forgets.",
    shownBy: [
      "packages/registry/test/row-security.test.ts",
      "shows staff the persons of their sites, and what belongs to those, whatever the query forgets",
    ],
  },
  "staff.roles": {
    does: "Every route refuses the roles whose it is not.",
    shownBy: [
      "apps/node/test/role-matrix.test.ts",
      "the server lets each role do what the documented matrix says, and refuses the rest, on every route",
    ],
  },
  "staff.readLog": {
    does: "Every look at a person is logged with its purpose.",
    shownBy: [
      "apps/node/test/staff-access.test.ts",
      "leave every look in the log of reads, with whom, for what and when, until the person is erased",
    ],
  },
  "staff.fourEyes": {
    does: "An export waits for a second member of staff.",
    shownBy: [
      "apps/node/test/staff-access.test.ts",
      "an export waits until another member of staff, whose role it is, approves it; then it passes once",
    ],
  },
  "keys.sealedTemplates": {
    does: "Fingerprint templates are sealed under the person's own key, which erasure destroys.",
    shownBy: [
      "packages/registry/test/registry.test.ts",
      "of an erased person nowhere: the key is gone and so is every value",
    ],
  },
  "transport.hybrid": {
    does: "What travels is sealed by a hybrid of a classical curve and ML-KEM.",
    shownBy: [
      "apps/node/src/transport/sealed-message.test.ts",
      "there are two suites, and both are hybrids of a classical curve and ML-KEM",
    ],
  },
  "transport.replay": {
    does: "A request is taken once and from the pinned partner alone.",
    shownBy: [
      "apps/node/test/bad-input.test.ts",
      "the same signed bytes a second time are refused as a replay",
    ],
  },
  "ledger.cosigned": {
    does: "A ledger that was rewritten is seen by the partner.",
    shownBy: [
      "apps/node/test/ledger.test.ts",
      "rewrites an entry and all after it, the partner sees it at the next contact",
    ],
  },
  "ledger.noValues": {
    does: "The ledger holds no personal data, and its errors repeat none.",
    shownBy: ["packages/ledger/src/entry/seal.test.ts", "refuses %s, and its error repeats no value"],
  },
  "incident.reach": {
    does: "Who was reached by an incident is answered from reads and disclosures, with languages.",
    shownBy: [
      "packages/registry/test/governance.test.ts",
      "answers for an account whose files were opened, what a search listed, and in which language to tell them",
    ],
  },
  "incident.notice": {
    does: "Partners are told of an incident within the agreement's hours.",
    shownBy: [
      "apps/node/test/incidents.test.ts",
      "a stolen node's incident counts all on file, and tells the partner within the agreement's hours",
    ],
  },
  "demand.noButton": {
    does: "No path of the software answers an authority's demand with data.",
    shownBy: [
      "apps/node/test/demands.test.ts",
      "no code that demands reach can read a person, and no answer of its routes holds a person's value",
    ],
  },
} as const satisfies Readonly<Record<string, Control>>;
export type ControlId = keyof typeof CONTROLS;
export const CONTROL_IDS = Object.keys(CONTROLS) as readonly ControlId[];
