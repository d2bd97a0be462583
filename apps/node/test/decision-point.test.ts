/**
 * Everything that can reach personal data passes one of two decisions: the agreement's compiled plan, for partners, or
 * the access policy with row security, for staff. This test reads the front door of the registry, the router, the
 * command tree, the protocol and the source, and names the decision of each way; it fails when a way appears that is
 * not named here.
 */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MessageBody } from "@accord/exchange";
import * as registry from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definitionOf } from "../src/access/action.ts";
import type { GuardedRoute } from "../src/access/guard.ts";
import { type Agency, agency } from "./agencies.ts";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const FILES = new Map(
  readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => [file, readFileSync(join(SOURCE, file), "utf8")]),
);
const text = (file: string): string => FILES.get(file) ?? "";

/** What decides, and the words in the source by which it is known. */
const DECISIONS = {
  "the agreement's plan":
    /\bapplyPlan\(|\bplan: ?(task\.)?plan\b|\bcheckRecords\(|task\.plan|\bpinPersons\(|^ +plan,$/m,
  "row security": /\bstaffSession\(|\brequireSeen\(|\brequestsSeen\(/,
  /** Answers to a route that asks row security for the person first, as the test of the routes shows. */
  "row security at the route": /./,
  /** Whoever must know of everybody, as a protection officer of whom an incident reached; the route's test names it. */
  "the role alone": /\baction: "(incident|demand)\.|\breachedPersons\(/,
  "own use, nothing leaves": /./,
} as const;
type Decision = keyof typeof DECISIONS;

/** Functions of the registry that answer personal data, and from which files they may be called, by which decision. */
const DOORS: Readonly<Record<string, Readonly<Record<string, Decision>>>> = {
  readMatchRecords: {
    "exchange/disclose.ts": "the agreement's plan",
    // Made into keys here, which leave blinded.
    "exchange/find-overlap.ts": "the agreement's plan",
    "exchange/match-with-partner.ts": "the agreement's plan",
  },
  partnerNumbers: { "exchange/find-overlap.ts": "the agreement's plan" },
  readDisclosedPersons: {
    "conversations/referral-work.ts": "the agreement's plan",
    "exchange/disclose.ts": "the agreement's plan",
    "in-step/common-items.ts": "the agreement's plan",
  },
  receivedThrough: { "in-step/common-items.ts": "own use, nothing leaves" },
  readOffer: {
    "conversations/referral-work.ts": "the agreement's plan",
    "conversations/shown-referral.ts": "row security at the route",
  },
  assistanceOf: {
    "api/assistance.ts": "row security",
    "rights/subject-access.ts": "row security at the route",
  },
  assistanceOverlapping: {
    "assistance/checked-list.ts": "row security at the route",
    "conversations/inquiry-work.ts": "the agreement's plan",
  },
  findingsOf: {
    "api/assistance.ts": "row security",
    "assistance/checked-list.ts": "row security at the route",
    "rights/subject-access.ts": "row security at the route",
  },
  referralsOf: {
    "api/assistance.ts": "row security",
    "rights/subject-access.ts": "row security at the route",
  },
  movementsOfPerson: { "api/movements.ts": "row security" },
  pinScope: { "exchange/pin.ts": "the agreement's plan" },
  pinChanges: { "exchange/pin.ts": "the agreement's plan" },
  pinUnlinked: { "exchange/registry-work.ts": "the agreement's plan" },
  stagedRecords: { "exchange/match-with-partner.ts": "the agreement's plan" },
  stagedRecord: { "api/duplicates.ts": "row security" },
  searchPersons: { "api/persons.ts": "row security" },
  personFile: {
    "api/duplicates.ts": "row security",
    "api/persons.ts": "row security",
    "rights/subject-access.ts": "row security at the route",
    "rights/identify.ts": "own use, nothing leaves",
  },
  exportPersons: { "api/persons.ts": "row security" },
  consentsOf: {
    "rights/receipt.ts": "row security at the route",
    "rights/standing.ts": "row security at the route",
  },
  noticesOf: {
    "rights/standing.ts": "row security at the route",
    "rights/subject-access.ts": "row security at the route",
  },
  objectionsOf: {
    "rights/standing.ts": "row security at the route",
    "rights/subject-access.ts": "row security at the route",
  },
  requestsOf: {
    "rights/standing.ts": "row security at the route",
    "rights/subject-access.ts": "row security at the route",
  },
  restrictionsOf: {
    "rights/standing.ts": "row security at the route",
    "rights/subject-access.ts": "row security at the route",
  },
  // The status counts them.
  openRequests: { "rights/person-seen.ts": "row security", "api/status.ts": "own use, nothing leaves" },
  requestWords: { "api/rights.ts": "row security" },
  openAdjudications: { "api/duplicates.ts": "row security" },
  findDuplicates: { "api/duplicates.ts": "row security" },
  pairResultsPage: {
    "api/exchanges.ts": "row security",
    "exchange/disclose.ts": "the agreement's plan",
    "exchange/decide-links.ts": "own use, nothing leaves",
  },
  externalKeys: {
    "api/duplicates.ts": "row security",
    "exchange/keys-of-refs.ts": "row security at the route",
  },
  fingerprintTemplates: {
    "rights/identify.ts": "own use, nothing leaves",
    "exchange/deduplicate-registry.ts": "own use, nothing leaves",
  },
  // Blocks of rows for the node's own backup, encrypted before they are written; a partner never gets one.
  writeData: { "backup/write-backup.ts": "own use, nothing leaves" },
  linkageRows: { "exchange/deduplicate-registry.ts": "own use, nothing leaves" },
  reachedPersons: { "governance/incidents.ts": "the role alone" },
  incidentWords: { "api/incidents.ts": "the role alone" },
  demandWords: { "api/demands.ts": "the role alone" },
  listReads: { "api/staff.ts": "own use, nothing leaves" },
};

/** Functions whose answers hold opaque ids, counts, digests, keys, agreements or staff: nothing that tells who a person is. */
const NOTHING_PERSONAL = `
  countMovements destroyOffer dropFindings dueConversations findListed householdOf householdsOf keepFindings keepOffer
  leftAct linkedByRef linkedOwnPersons listConversations mostOftenAsked personsBegunOn personsInquired personsReferred
  personsUnderRefs pinPersons readConversation recordAssistance recordDisclosure recordInquired recordMeetings
  recordReferred saveConversation undeliveredConversations
  bindNotice unboundNotices
  exchangesWithOutbox
  addAssessment addDemand addDenied listDenied removeDenied addIncident addIncidentNotice approveAssessment closeIncident consentsByLanguage countReached
  decideDemand fairness isAssessed keepHeardIncident listAssessments listDemands listHeardIncidents listIncidentNotices
  listIncidents requestsInTime retentionDue sendIncidentNotice settleIncidentNotice
  attributeUse dataKeyPages dropEndedSignIns ensureDataKeys forgetWitnessedLog holdsNothing lastRestoration openBlock
  recordRestoration restoreDataKeys restorer retentionPreviewWaits takeExpired
  forgetOverlapBatches forgetOverlapPairs keepOverlapPairs overlapPairs putOverlapBatch readOverlapBatch
  acknowledgeOutbox addApproval addFingerprints addStaffAccount agreementsAmending appendLedgerEntries applyDisclosed
  applyRoster barredRefs beginStaffSession changeStaffAccount closeRequest confirmRetention consentTextDigest correctPerson
  countFiles countRegistry countWrapped cutReceived decideDuplicate decidedPartnerRefs deleteReceived dropCredentials
  dropInvitation endObjection endStaffSessions erasePersons erasureOf filesOfPerson findImportRun findInvitation findLinks
  findStaffAccount findStaffSession findSubjectEntries isRestricted judge judgementsOf keepCheckpoint keepConsentTexts
  keepEvidence keepReceipts keepSubjects keepWitnessedLog knownFingerprints latestCheckpoint ledgerSize leftRefs liftBar
  liftRestriction listAgreements listApprovals listCheckpoints listConsentTexts listEvidence listExchanges listImportRuns
  listNegotiations listPartners listSignatories listStaffAccounts markInbox materialise moveApproval openRequest openStore
  passkeysOf pendingOutbox personOfObjection personOfRights personsDue
  personsOfPartnerRefs personsReceived personsOfRefs pinSignatory pinnedPersons pinnedRefs
  proposeDuplicate proposePairs purgeExpired purgeStaged putAgreementMessage putOutbox readAgreement readApproval
  readCredentials readExchange readLedgerEntries readPartner readReceipts readSubjectTags readWitnessedLog recordAuthority
  recordConsents recordLinks recordObjection recordRead refreshStatistics refsOfPersons registerBatch registryContext
  restoreDuplicate restrictPerson retentionPreview rewrapDataKeys saveAgreement saveCredentials saveExchange saveImportRun
  saveInvitation saveNegotiation savePairResults savePartner savePasskey sayConsent scrubStore seal seesPersons
  settleAgreementMessage stageRecords subjectKeys takeBack takeNotice touchStaffSession undoLink unlinkedRefs unpinSignatory
  barredHere barredThere commonLinks dropReceived firstDisclosed noticesUnderWay pendingPairs pinComparison sendAgain statementsSince
  tellAgain undonePairs unpinComparison
  basesWith candidateRefs changeHorizon dropLeft keepBase keepLeft linkedMembers newPersonsSince outOfScopeRefs
  pinDisclosed putLinkWords sendWhole takeLinkWords unlinkedMembers
  unscrubbedErasures unseal untakenNotices useNonce waitingAgreementMessages
`
  .trim()
  .split(/\s+/);

/** Routes of personal actions that no person's row is read for on behalf of the asker, with what they do instead. */
const BY_ROLE_ALONE: Readonly<Record<string, string>> = {
  "POST /api/imports": "takes a file in",
  "POST /api/imports/:id/file": "takes a file in; answers counts",
  "POST /api/imports/suggest": "answers a mapping made from the asker's own file",
  "POST /api/imports/fingerprints": "takes a file in; answers counts",
  "GET /api/imports/:id/rejects": "lines, columns and problems of the asker's own file, never a value",
  "POST /api/assistance/imports": "takes a file in",
  "POST /api/assistance/imports/:id/file": "takes a file in; answers counts",
  "POST /api/assistance/checks": "takes a file in",
  "POST /api/referrals/:id/refuse": "answers codes and counts; nobody is named",
  "POST /api/referrals/:id/complete": "answers codes and counts; nobody is named",
  "POST /api/referrals/:id/withdraw": "answers codes and counts; nobody is named",
  "GET /api/incidents/:id/persons":
    "ids of everybody reached, at every site, for the protection officer; logged as a read",
  "GET /api/incidents/:id/words": "what the protection officer wrote",
  "GET /api/demands/:id/words": "what the authority asked, for the protection officer",
};

/** Kinds of message between nodes: those that carry personal data, with what builds and what checks them. */
const MESSAGES: Readonly<Record<string, "no person" | "the agreement's plan">> = {
  hello: "no person",
  // Blinded elements of persons' keys, read under the overlap's plan; pseudonyms stand beside those that may be linked.
  overlapBatch: "the agreement's plan",
  overlapOpening: "no person",
  overlapReceived: "no person",
  overlapCounted: "no person",
  overlapTooSmall: "no person",
  overlapPassed: "no person",
  welcome: "no person",
  snapshot: "no person",
  batch: "the agreement's plan",
  received: "no person",
  purged: "no person",
  receipt: "no person",
  report: "no person",
  notice: "no person",
  withdrawn: "no person",
  outOfStep: "no person",
  probe: "no person",
  halt: "no person",
};

/** Where partners come in, with what answers them. */
const PARTNER_ROUTES: Readonly<Record<string, string>> = {
  "POST /exchange/messages": "driver.receive",
  "POST CONVERSATION_PATH": "referrals.receive",
  "POST IN_STEP_PATH": "comparisons.answer",
  "POST CHUNK_PATH": "chunks.take",
  "POST WHOLE_PATH": "driver.receive",
  "POST /agreements": "keepAgreement",
  "POST /agreements/events": "keepEvent",
  "POST /card": "keepSuccession",
  "POST NOTICE_PATH": "answerNotice",
  "POST INCIDENT_PATH": "hearIncident",
  "POST /witness/add-checkpoint": "answerAddCheckpoint",
  "GET path": "logResource",
  "GET /ledger/exchanges/:id/receipts": "receiptsFor",
};

/** Jobs that a serving node runs by itself, and what each may send or tell. */
const JOBS = [
  "driver.resumeAll",
  "referrals.resumeAll",
  "inquiries.resumeAll",
  "withdrawLeft",
  "dropFindings",
  "courier.carryAll",
  "tellPartners",
  "carryIncidentNotices",
  "watchAgreements",
  "letGo",
  "scrubWhenDue",
  "publishWhereGrown",
  "continueRotation",
  "retireKeys",
  "dropEndedSignIns",
];

/** What may stand in a log line: codes, counts, opaque ids of exchanges, agreements, agencies, imports and staff. */
const LOGGED = `
  agreement phase duty partner path reason notice kind code staff method staffAddress exchangeAddress witness import
  status fault inForce incident drill changed exchange conversation route negotiation state opens summary counts gone scrubbed
`
  .trim()
  .split(/\s+/);

describe("the registry's front door", () => {
  const functions = Object.entries(registry)
    .filter(([name, value]) => typeof value === "function" && /^[a-z]/.test(name))
    .map(([name]) => name);

  test("has no function of which it is not said whether it answers personal data", () => {
    const known = new Set([...Object.keys(DOORS), ...NOTHING_PERSONAL]);
    expect(functions.filter((name) => !known.has(name))).toEqual([]);
    expect(functions.length).toBeGreaterThan(80);
  });

  test("is used for personal data only where a decision is named, and the decision is there", () => {
    for (const [door, expected] of Object.entries(DOORS)) {
      const users = [...FILES]
        .filter(([, source]) => new RegExp(`\\b${door}\\(`).test(source))
        .map(([file]) => file);
      expect(users.sort(), door).toEqual(Object.keys(expected).sort());
      for (const [file, decision] of Object.entries(expected))
        expect(text(file), `${door} in ${file}`).toMatch(DECISIONS[decision]);
    }
  });

  test("is not passed by: nobody else speaks SQL, and the command line reads no store", () => {
    for (const [file, source] of FILES) {
      expect(source, file).not.toMatch(/from "(kysely|pg|@electric-sql\/pglite)"/);
      if (!file.startsWith("cli/")) continue;
      const [, names = ""] = /import \{([^}]*)\} from "@accord\/registry"/.exec(source) ?? [];
      expect(
        names.split(",").filter((name) => /^[a-z]/.test(name.trim().replace(/^type /, ""))),
        file,
      ).toEqual([]);
    }
  });
});

describe("each route of the API", () => {
  let root: string;
  let node: Agency;
  let routes: readonly GuardedRoute[];
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "accord-doors-"));
    node = await agency(root, "iom", {});
    routes = node.serving.api.guardedRoutes.filter(({ method }) => method !== "HEAD");
  });
  afterAll(async () => {
    await node?.serving.close();
    await rm(root, { recursive: true, force: true });
  });

  test("that shows persons asks row security, or is named with what it does instead", () => {
    const personal = routes.filter(({ action }) => definitionOf(action).personal === true);
    expect(personal.length).toBeGreaterThan(20);
    const decided = personal.map(({ method, url }) => {
      const name = `${method} ${url}`;
      return `${name}: ${DECISIONS["row security"].test(handlerOf(url, method)) ? "row security" : (BY_ROLE_ALONE[name] ?? "NOT DECIDED")}`;
    });
    expect(decided.filter((each) => each.endsWith("NOT DECIDED"))).toEqual([]);
    const names = new Set(routes.map(({ method, url }) => `${method} ${url}`));
    expect(Object.keys(BY_ROLE_ALONE).filter((name) => !names.has(name))).toEqual([]);
  });

  test("that shows no persons calls nothing that answers personal data", () => {
    for (const { method, url, action } of routes) {
      if (definitionOf(action).personal === true) continue;
      const called = Object.keys(DOORS).filter((door) =>
        new RegExp(`\\b${door}\\(`).test(handlerOf(url, method)),
      );
      expect(action === "read.list" ? [] : called, `${method} ${url}`).toEqual([]);
    }
  });
});

describe("what partners are sent", () => {
  test("is of kinds that are named, and only batches are of persons, who are checked on both sides", () => {
    const kinds = MessageBody.options.map((option) => option.shape.kind.value as string);
    expect(kinds.sort()).toEqual(Object.keys(MESSAGES).sort());
    for (const option of MessageBody.options) {
      const carries = ["match", "links", "content"].some((field) => field in option.shape);
      expect(carries ? "the agreement's plan" : "no person", option.shape.kind.value).toBe(
        MESSAGES[option.shape.kind.value],
      );
    }
    const steps = new URL("../../../packages/exchange/src/steps/", import.meta.url);
    for (const file of ["outgoing.ts", "incoming.ts"])
      expect(readFileSync(new URL(file, steps), "utf8"), file).toMatch(/checkRecords\(plan, records/);
  });

  test("answers come from routes that are named", () => {
    const found = ["transport/partner-listener.ts", "transport/ledger-for-partners.ts"].flatMap((file) =>
      [...text(file).matchAll(/server\.(get|post|put|delete)\(\s*("([^"]+)"|\w+)/g)].map(
        ([, method = "", named = "", path]) => `${method.toUpperCase()} ${path ?? named}`,
      ),
    );
    const known = Object.keys(PARTNER_ROUTES);
    expect(found.filter((each) => !known.includes(each) && !/dsp|negotiation/i.test(each))).toEqual([]);
    const source = text("transport/partner-listener.ts") + text("transport/ledger-for-partners.ts");
    for (const [route, by] of Object.entries(PARTNER_ROUTES)) expect(source, route).toContain(`${by}(`);
  });

  test("goes out by one client, which is handed what the exchange, the courier and the notices made", () => {
    const senders = [...FILES]
      .filter(([, source]) => /client\.(send|deliver|deliverConversation|plain)\(/.test(source))
      .map(([file]) => file);
    expect(senders.sort()).toEqual([
      "agreements/agreement-courier.ts",
      "conversations/open-conversations.ts",
      "governance/notify-partners.ts",
      "in-step/verify.ts",
      "keys/rotate.ts",
      "ledger/policy.ts",
      "ledger/receipts.ts",
      "node.ts",
      "rights/tell-partners.ts",
    ]);
  });
});

test("each job that a node runs by itself is named", () => {
  const called = [...text("upkeep.ts").matchAll(/await (?:node\.)?([\w.]+)\((?:node|parts)?/g)].map(
    ([, name]) => name,
  );
  expect(called.filter((name) => !JOBS.includes(name!) && name !== "retain")).toEqual([]);
});

test("each log statement says codes, counts and opaque ids alone", () => {
  let statements = 0;
  for (const [file, source] of FILES) {
    for (const [, argument = ""] of source.matchAll(
      /\blog\.(?:debug|info|warn|error)\(\s*(\{[^}]*\}|\w+)/g,
    )) {
      statements += 1;
      const keys = argument.startsWith("{")
        ? argument
            .slice(1, -1)
            .split(",")
            .map(
              (field) =>
                field
                  .trim()
                  .replace(/^\.\.\./, "")
                  .split(/[:\s.?]/)[0]!,
            )
            .filter((key) => key !== "")
        : [argument];
      expect(
        keys.filter((key) => !LOGGED.includes(key)),
        `${file}: ${argument}`,
      ).toEqual([]);
    }
    expect(
      source.includes("console.log(") && !file.startsWith("cli/") && !file.startsWith("demo/"),
      file,
    ).toBe(false);
  }
  expect(statements).toBeGreaterThan(20);
});

/** The source from a route's registration to the next one's. */
function handlerOf(url: string, method: string): string {
  for (const [file, source] of FILES) {
    if (!file.startsWith(`api/`)) continue;
    const starts = [...source.matchAll(/\bapi\.(get|post|put|delete|patch)\(\s*"([^"]+)"/g)];
    const at = starts.findIndex(([, verb, path]) => path === url && verb?.toUpperCase() === method);
    if (at >= 0) return source.slice(starts[at]!.index, starts[at + 1]?.index);
  }
  return "";
}
