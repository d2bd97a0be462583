/**
 * The agreement as an ODRL 2.2 policy (W3C Recommendation, Information Model and Vocabulary & Expression) with terms of
 * the Data Privacy Vocabulary 2.3, in JSON-LD 1.1: to be read by others' tools. What is enforced is the agreement itself;
 * the policy names its digest.
 */
import type { AttributeName } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import type { Party } from "../schema/party.ts";
import { PURPOSE_DEFINITIONS, type Purpose } from "../schema/terms.ts";
import { ACTION, BROADER_PURPOSE, dpv, LEGAL_BASIS, PERSONAL_DATA, ROLE } from "./terms.ts";

export const ODRL_CONTEXT = "https://www.w3.org/ns/odrl.jsonld";
const ACCORD = "https://accord.example/ns#";

/** Prefixes and the terms of our own that the policy uses; everything else is in ODRL's context. */
const CONTEXT = {
  dpv: "https://w3id.org/dpv#",
  pd: "https://w3id.org/dpv/pd#",
  dct: "http://purl.org/dc/terms/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  accord: ACCORD,
} as const;

type Node = Readonly<Record<string, unknown>>;

/** The policy: a permission for each clause, prohibitions for what no clause can grant, duties for both parties. */
export function agreementJsonLd(agreement: Agreement): Node {
  return {
    "@context": [ODRL_CONTEXT, CONTEXT],
    "@graph": [
      policy(agreement),
      ...agreement.parties.map(partyNode),
      ...agreement.purposes.map(purposeNode),
    ],
  };
}

function policy(agreement: Agreement): Node {
  const roles = agreement.parties.map((party) => party.role);
  const kind = roles.includes("processor")
    ? dpv("ControllerProcessorAgreement")
    : roles.includes("jointController")
      ? dpv("JointDataControllersAgreement")
      : dpv("DataProcessingAgreement");
  return {
    uid: agreement.id,
    "@type": ["Agreement", dpv("LegalAgreement"), kind],
    profile: { "@id": `${ACCORD}profile` },
    "dct:title": agreement.title,
    "dct:identifier": `sha256:${agreementDigest(agreement)}`,
    ...(agreement.supersedes === undefined
      ? {}
      : { "dct:replaces": { "@id": `urn:sha256:${agreement.supersedes.digest}` } }),
    "dpv:hasDataSubject": { "@id": dpv("VulnerableDataSubject") },
    "dpv:hasTechnicalMeasure": (
      [
        "EncryptionInTransfer",
        "EncryptionAtRest",
        "DigitalSignatures",
        "AccessControlMethod",
        "HashFunctions",
        ...(agreement.overlap === undefined ? [] : (["SecureMultiPartyComputation"] as const)),
      ] as const
    ).map((measure) => ({ "@id": dpv(measure) })),
    "accord:impactAssessment": agreement.impactAssessment.reference,
    "accord:reviewBy": date(agreement.reviewBy),
    permission: agreement.clauses.map((clause) => permission(agreement, clause)),
    prohibition: agreement.parties.flatMap((party, index) =>
      prohibitions(agreement, party.id, agreement.parties[1 - index]?.id ?? ""),
    ),
    obligation: agreement.parties.map((party, index) =>
      breachNotice(agreement, party.id, agreement.parties[1 - index]?.id ?? ""),
    ),
  };
}

function permission(agreement: Agreement, clause: Clause): Node {
  const { basis, transformation } = clause;
  const legalBasis = basis.kind === "consent" ? "consent" : basis.legalBasis;
  return {
    uid: `${agreement.id}#${clause.id}`,
    "@type": "Permission",
    assigner: partyId(clause.from),
    assignee: partyId(clause.to),
    target: asset(clause.attribute),
    action: {
      "rdf:value": { "@id": ACTION[clause.tier] },
      refinement: [
        constraint("accord:transformation", "eq", { "@id": `accord:${transformation}` }),
        constraint("accord:tier", "eq", { "@id": `accord:${clause.tier}` }),
      ],
    },
    constraint: [
      constraint(
        "purpose",
        "isAnyOf",
        clause.purposes.map((purpose) => ({ "@id": `accord:${purpose}` })),
      ),
      constraint("dpv:hasLegalBasis", "eq", { "@id": LEGAL_BASIS[legalBasis] }),
      ...scopeConstraints(agreement),
      constraint("count", "lteq", integer(agreement.ceilings.personsPerExchange)),
    ],
    duty: [
      {
        "@type": "Duty",
        action: { "@id": "odrl:delete" },
        constraint: [constraint("elapsedTime", "lteq", duration(`P${clause.retentionDays}D`))],
      },
      ...(basis.kind === "consent" ? [{ "@type": "Duty", action: { "@id": "odrl:obtainConsent" } }] : []),
    ],
    "dct:description": clause.necessity,
    ...(basis.kind === "other" ? { "dct:references": basis.reference } : {}),
  };
}

function scopeConstraints({ scope, validFrom, validUntil }: Agreement): Node[] {
  return [
    constraint(
      "spatial",
      "isPartOf",
      scope.places.map((place) => ({ "@id": `accord:place/${place}` })),
    ),
    constraint("dateTime", "gteq", date(validFrom)),
    constraint("dateTime", "lteq", date(validUntil)),
    ...(scope.programmes.length === 0 ? [] : [constraint("accord:programme", "isAnyOf", scope.programmes)]),
    ...(scope.registeredFrom === undefined
      ? []
      : [constraint("accord:registeredOn", "gteq", date(scope.registeredFrom))]),
    ...(scope.registeredUntil === undefined
      ? []
      : [constraint("accord:registeredOn", "lteq", date(scope.registeredUntil))]),
    constraint(
      "accord:status",
      "isAnyOf",
      scope.statuses.map((status) => ({ "@id": `accord:${status}` })),
    ),
  ];
}

/** What the receiver may never do, and of whom the sender may never share. */
function prohibitions(agreement: Agreement, sender: string, receiver: string): Node[] {
  const { exclusions } = agreement;
  const rule = (name: string, action: string, constraints: Node[]): Node => ({
    uid: `${agreement.id}#no-${name}-${receiver}`,
    "@type": "Prohibition",
    assigner: partyId(sender),
    assignee: partyId(receiver),
    target: { "@id": `${ACCORD}persons` },
    action: { "@id": action },
    ...(constraints.length === 0 ? {} : { constraint: constraints }),
  });
  const excluded = [
    ...(exclusions.protectedLocation === "person" ? ["protectedPerson"] : []),
    ...exclusions.categories,
  ];
  const denied = [
    ...exclusions.recipients.classes.map((each) => ({ "@id": `accord:${each}` })),
    ...exclusions.recipients.named,
  ];
  return [
    rule("onward-transfer", dpv("Transfer"), []),
    ...(excluded.length === 0
      ? []
      : [
          rule("sharing-of-excluded", dpv("Share"), [
            constraint(
              "accord:category",
              "isAnyOf",
              excluded.map((each) => ({ "@id": `accord:${each}` })),
            ),
          ]),
        ]),
    ...(denied.length === 0
      ? []
      : [rule("denied-recipients", "odrl:distribute", [constraint("recipient", "isAnyOf", denied)])]),
  ];
}

function breachNotice(agreement: Agreement, party: string, other: string): Node {
  return {
    uid: `${agreement.id}#breach-notice-${party}`,
    "@type": "Duty",
    assigner: partyId(other),
    assignee: partyId(party),
    action: { "@id": "odrl:inform" },
    constraint: [constraint("delayPeriod", "lteq", duration(`PT${agreement.breachNoticeHours}H`))],
  };
}

function asset(attribute: AttributeName): Node {
  const category = PERSONAL_DATA[attribute];
  return {
    uid: `${ACCORD}${attribute}`,
    "@type": ["Asset", dpv("PersonalData"), ...(category === undefined ? [] : [category])],
  };
}

function partyNode(party: Party): Node {
  return { ...partyId(party.id), "@type": ["Party", ROLE[party.role]], "dct:title": party.name };
}

/** Each purpose of ours with what it means and a purpose of the vocabulary's that is wider. */
function purposeNode(purpose: Purpose): Node {
  return {
    "@id": `accord:${purpose}`,
    "skos:definition": { "@value": PURPOSE_DEFINITIONS[purpose], "@language": "en" },
    "skos:broader": { "@id": BROADER_PURPOSE[purpose] },
  };
}

const partyId = (id: string): Node => ({ "@id": `accord:party/${id}` });
const date = (day: string): Node => ({ "@value": day, "@type": "xsd:date" });
const duration = (period: string): Node => ({ "@value": period, "@type": "xsd:duration" });
const integer = (value: number): Node => ({ "@value": value, "@type": "xsd:integer" });

function constraint(leftOperand: string, operator: string, rightOperand: unknown): Node {
  return {
    "@type": "Constraint",
    leftOperand: { "@id": leftOperand.includes(":") ? leftOperand : `odrl:${leftOperand}` },
    operator: { "@id": `odrl:${operator}` },
    rightOperand,
  };
}
