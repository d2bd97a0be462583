import { createHash } from "node:crypto";
import { applyPlan, planUnder } from "@accord/agreement";
import type {
  BackgroundTask,
  ExchangeState,
  ExchangeWork,
  HeldAgreement,
  LinkDecision,
  StoreTask,
  TaskResult,
} from "@accord/exchange";
import {
  AccordError,
  type AttributeStates,
  type DisclosedPerson,
  type DisclosurePlan,
  isWithin,
  type MatchRecord,
} from "@accord/vocabulary";
import { ledgerStorage } from "./exchange-store.ts";
import type { NodeParts } from "./node-parts.ts";
import type { PairRow, PersonRow } from "./rows.ts";
import type { Draft } from "./store.ts";
import { checkpointFor, cosignFor, keepCosignatureOf, signed, verified } from "./witness.ts";

/** Both nodes' hash key: values hashed under it are equal where the values are. */
const HASH_KEY = new Uint8Array(32).fill(7);

/** A person's pseudonym towards the partner. */
export const refOf = (person: string): string => `ref-${person}`;
const pinKey = (exchange: string, ref: string): string => `${exchange}/${ref}`;
export const pairKey = (exchange: string, ownRef: string, partnerRef: string): string =>
  `${exchange}/${ownRef}/${partnerRef}`;
export const linkKey = (person: string, partnerRef: string): string => `${person}/${partnerRef}`;

/**
 * The registry's side of an exchange in memory: the contract of the node's own functions over SQL, on persons of few
 * attributes. Matching reads the answer off the name, because the protocol is under test here and not the linkage.
 */
export function registryWork(parts: NodeParts): ExchangeWork<Draft> {
  const { machine } = parts.store;
  return {
    perform: async (draft, state, _held, task, at) => {
      const call = await machine.call(task.kind);
      const result = await perform(parts, draft, state, task, at);
      await call.done();
      return result;
    },
    work: async (state, held, task) => {
      const call = await machine.call(task.kind);
      const result = await longWork(parts, state, held, task);
      await call.done();
      return result;
    },
  };
}

async function perform(
  parts: NodeParts,
  draft: Draft,
  state: ExchangeState,
  task: StoreTask,
  at: string,
): Promise<TaskResult> {
  const { exchange } = state;
  switch (task.kind) {
    case "pin":
      return pin(draft, state, task.plan);
    case "discloseMatch": {
      const { page, cursor } = pageOf(
        presentPins(draft, exchange),
        task.after,
        Math.min(task.limit, parts.pageSize),
      );
      const granted = task.plan.grants.length > 0;
      const records = granted
        ? personsOf(draft, page, task.plan).map((person) => matchRecord(person, task.plan))
        : [];
      return { kind: "discloseMatch", records, cursor: granted ? cursor : undefined, salt: parts.salt() };
    }
    case "disclosePersons":
      return disclosePersons(parts, draft, state, task);
    case "discloseLinks": {
      const present = new Set(presentPins(draft, exchange));
      const pairs = draft
        .rows("pairs", `${exchange}/`)
        .map(([, row]) => row)
        .filter((row) => row.decision !== "none" && row.round === task.round && present.has(row.ownRef));
      const { page, cursor } = pageOf(
        pairs.map((row) => `${row.ownRef}/${row.partnerRef}`),
        task.after,
        Math.min(task.limit, parts.pageSize),
      );
      const wanted = new Set(page);
      const links = pairs
        .filter((row) => wanted.has(`${row.ownRef}/${row.partnerRef}`))
        .map(
          (row): LinkDecision => ({
            matcherRef: row.ownRef,
            supplierRef: row.partnerRef,
            verdict: row.decision as LinkDecision["verdict"],
            probability: row.probability,
            decidedBy: row.decidedBy,
          }),
        );
      return { kind: "discloseLinks", links, cursor, salt: parts.salt() };
    }
    case "stage":
      for (const record of task.records) {
        if (draft.get("barred", record.ref) === undefined)
          draft.put("staged", pinKey(exchange, record.ref), { exchange, record });
      }
      return { kind: "stage" };
    case "acceptMatches":
      acceptMatches(draft, state);
      return { kind: "acceptMatches" };
    case "applyLinks":
      applyLinks(draft, state, task.links, task.round);
      return { kind: "applyLinks" };
    case "applyPersons":
      return applyPersons(draft, state, task);
    case "purge":
      return { kind: "purge", certificate: await purge(parts, draft, state, at) };
    case "checkCertificate":
      return { kind: "checkCertificate", valid: verified(state.partner, task.certificate) !== undefined };
    case "checkpoint":
      return { kind: "checkpoint", checkpoint: await checkpointFor(parts, draft, task.since) };
    case "cosign":
      return { kind: "cosign", ...(await cosignFor(parts, draft, state, task.checkpoint, at)) };
    case "keepCosignature":
      return { kind: "keepCosignature", size: keepCosignatureOf(draft, state, task.cosignature) };
    case "keepBase":
      return { kind: "keepBase" };
    default:
      throw new AccordError("simulation.task_unknown", `the model has no task ${(task as StoreTask).kind}`);
  }
}

/** Whom the agreement's plan covers now. */
function isCovered(person: PersonRow, plan: DisclosurePlan): boolean {
  const place = current(person)["person.location"]?.value as { pcode: string } | undefined;
  const pcode = place?.pcode ?? "";
  return (
    person.active &&
    person.consent &&
    !person.placeProtected &&
    (plan.scope.places.length === 0 || plan.scope.places.some((place) => isWithin(pcode, place)))
  );
}

function pin(draft: Draft, { exchange, partner }: ExchangeState, plan: DisclosurePlan): TaskResult {
  const refs: string[] = [];
  let withheld = 0;
  for (const [, person] of draft.rows("persons")) {
    if (!isCovered(person, plan)) {
      withheld += 1;
      continue;
    }
    const ref = refOf(person.id);
    refs.push(ref);
    draft.put("pins", pinKey(exchange, ref), { exchange, ref, person: person.id, left: false });
  }
  const commitment = createHash("sha256").update(refs.join("\n")).digest("hex");
  const cosignedSize = draft.get("witnessed", partner)?.size ?? 0;
  return {
    kind: "pin",
    snapshot: {
      persons: refs.length,
      withheld: { outsideScope: withheld },
      commitment,
      cosignedSize,
      horizon: 1,
    },
  };
}

const presentPins = (draft: Draft, exchange: string): readonly string[] =>
  draft
    .rows("pins", `${exchange}/`)
    .filter(([, row]) => !row.left)
    .map(([, row]) => row.ref);

function personsOf(draft: Draft, refs: readonly string[], plan: DisclosurePlan): readonly PersonRow[] {
  return refs.flatMap((ref) => {
    const person = draft.get("persons", ref.slice("ref-".length));
    return person !== undefined && isCovered(person, plan) ? [person] : [];
  });
}

type Known = { readonly state: "known"; readonly value: unknown };

/** A person's current values by their own agency's statements: the latest of each attribute. */
function current(person: PersonRow): Readonly<Record<string, Known>> {
  const states: Record<string, Known> = {};
  for (const statement of person.statements) Object.assign(states, statement.states);
  return states;
}

function granted(states: AttributeStates, plan: DisclosurePlan): AttributeStates {
  const names = new Set<string>(plan.grants.map((grant) => grant.attribute));
  return Object.fromEntries(Object.entries(states).filter(([name]) => names.has(name)));
}

const matchRecord = (person: PersonRow, plan: DisclosurePlan): MatchRecord =>
  applyPlan(plan, { ref: refOf(person.id), states: granted(current(person), plan) }, { hashKey: HASH_KEY });

function disclosedPerson(person: PersonRow, plan: DisclosurePlan): DisclosedPerson {
  const statements = person.statements
    .map((statement) => ({ ...statement, states: granted(statement.states, plan) }))
    .filter((statement) => Object.keys(statement.states).length > 0);
  return applyPlan(plan, { ref: refOf(person.id), statements }, { hashKey: HASH_KEY });
}

function disclosePersons(
  parts: NodeParts,
  draft: Draft,
  { exchange }: ExchangeState,
  task: Extract<StoreTask, { kind: "disclosePersons" }>,
): TaskResult {
  const { plan, round, after } = task;
  const tier = plan.tier === "roster" ? "roster" : "linked";
  const pairs = draft.rows("pairs", `${exchange}/`).map(([, row]) => row);
  const refsOf = (wanted: (row: PairRow) => boolean) =>
    new Set(pairs.filter(wanted).map((row) => row.ownRef));
  const linkedNow = refsOf((row) => row.decision === "linked" && row.round === round);
  const known = refsOf((row) => row.decision === "linked" || row.decision === "waiting");
  const refs = presentPins(draft, exchange).filter((ref) =>
    tier === "linked" ? linkedNow.has(ref) : round === 0 && !known.has(ref),
  );
  if (plan.grants.length === 0) {
    return { kind: "disclosePersons", tier, persons: [], cursor: undefined, salt: parts.salt() };
  }
  const { page, cursor } = pageOf(refs, after, Math.min(task.limit, parts.pageSize));
  const persons = personsOf(draft, page, plan).map((person) => disclosedPerson(person, plan));
  return { kind: "disclosePersons", tier, persons, cursor, salt: parts.salt() };
}

async function longWork(
  parts: NodeParts,
  state: ExchangeState,
  held: HeldAgreement,
  task: BackgroundTask,
): Promise<TaskResult> {
  const { store } = parts;
  if (task.kind === "deduplicate") {
    return {
      kind: "deduplicate",
      duplicates: { compared: store.tables.persons.size, found: 0, deactivated: 0, waiting: 0 },
    };
  }
  if (task.kind !== "match")
    throw new AccordError(
      "simulation.task_unknown",
      `the model has no work ${(task as BackgroundTask).kind}`,
    );
  const found = await store.transaction(async (draft) => findPairs(draft, state, held));
  // Pairs are kept a page at a time, each in a transaction of its own: a process may die between two of them.
  for (let from = 0; from < found.length; from += parts.pageSize) {
    await store.transaction(async (draft) => {
      for (const pair of found.slice(from, from + parts.pageSize))
        draft.put("pairs", pairKey(pair.exchange, pair.ownRef, pair.partnerRef), pair);
    });
  }
  const linked = found.filter((pair) => pair.decision === "linked").length;
  return {
    kind: "match",
    match: {
      linked,
      waiting: found.length - linked,
      conflicts: 0,
      decidedBy: { biography: linked },
      candidatePairs: found.length,
      unusable: [],
    },
  };
}

/** One to one, by the first part of the name. */
function findPairs(draft: Draft, { exchange, self, partner }: ExchangeState, held: HeldAgreement): PairRow[] {
  const plan = { ...planUnder(held, { from: partner, tier: "match" }), from: self };
  const theirs = new Map<string, string>();
  for (const [, { record }] of draft.rows("staged", `${exchange}/`)) {
    const name = nameIn(record.states);
    if (name !== undefined && !theirs.has(name)) theirs.set(name, record.ref);
  }
  const pairs: PairRow[] = [];
  for (const person of personsOf(draft, presentPins(draft, exchange), plan)) {
    const name = nameIn(current(person));
    const partnerRef = name === undefined ? undefined : theirs.get(name);
    if (name === undefined || partnerRef === undefined) continue;
    theirs.delete(name);
    const sure = !name.startsWith("Unsure");
    pairs.push({
      exchange,
      ownRef: refOf(person.id),
      partnerRef,
      decision: sure ? "linked" : "waiting",
      decidedBy: "biography",
      probability: sure ? 1 : 0.9,
      round: 0,
    });
  }
  return pairs;
}

function nameIn(states: AttributeStates): string | undefined {
  const state = states["person.name"];
  return state?.state === "known" ? (state.value as { parts: string[] }).parts[0] : undefined;
}

/** The matching party's side: what the evidence decides becomes links; a pair that somebody judged stays as judged. */
function acceptMatches(draft: Draft, state: ExchangeState): void {
  const present = new Set(presentPins(draft, state.exchange));
  for (const [key, pair] of draft.rows("pairs", `${state.exchange}/`)) {
    if (pair.round !== 0 || pair.decision === "none") continue;
    const person = pair.ownRef.slice("ref-".length);
    const judged = draft.get("judgements", linkKey(person, pair.partnerRef))?.verdict;
    let decision: PairRow["decision"] = pair.decision;
    if (draft.get("barred", pair.partnerRef) !== undefined) decision = "none";
    else if (judged === "different") decision = pair.decision === "linked" ? "unlinked" : "none";
    else if (judged === "same") decision = "linked";
    if (decision !== pair.decision) {
      const decidedBy = decision === "none" ? "person" : "adjudicator";
      draft.put("pairs", key, { ...pair, decision, decidedBy });
    }
    if (decision === "linked" && present.has(pair.ownRef)) recordLink(draft, { ...pair, decision }, person);
  }
}

export function recordLink(draft: Draft, pair: PairRow, person: string): void {
  const { ownRef, partnerRef, exchange, decidedBy } = pair;
  draft.put("links", linkKey(person, partnerRef), { person, ownRef, partnerRef, exchange, decidedBy });
}

/** Ends a link: what the partner said goes from the person's file. */
export function endLink(draft: Draft, person: string, partnerRef: string): void {
  draft.drop("links", linkKey(person, partnerRef));
  for (const [key] of draft.rows("received", `${partnerRef}/`)) draft.drop("received", key);
}

/** The supplying party's side: keeps the decisions that came, as links on its own persons. */
function applyLinks(draft: Draft, state: ExchangeState, links: readonly LinkDecision[], round: number): void {
  const { exchange } = state;
  for (const link of links) {
    const pinned = draft.get("pins", pinKey(exchange, link.supplierRef));
    if (pinned === undefined && link.verdict !== "unlinked") {
      throw new AccordError(
        "exchange.link_not_disclosed",
        "the partner decided on a person whom this exchange did not disclose to it",
      );
    }
    if (pinned === undefined) continue;
    const pair: PairRow = {
      exchange,
      ownRef: link.supplierRef,
      partnerRef: link.matcherRef,
      decision: link.verdict,
      decidedBy: link.decidedBy,
      probability: link.probability,
      round,
    };
    const key = pairKey(exchange, link.supplierRef, link.matcherRef);
    const judged = draft.get("judgements", linkKey(pinned.person, link.matcherRef))?.verdict;
    const left = pinned.left || draft.get("barred", link.matcherRef) !== undefined;
    const decision =
      left || (link.verdict === "linked" && judged === "different") ? "unlinked" : link.verdict;
    draft.put("pairs", key, { ...pair, decision });
    if (decision === "linked") recordLink(draft, pair, pinned.person);
    if (decision === "unlinked") endLink(draft, pinned.person, link.matcherRef);
  }
}

function applyPersons(
  draft: Draft,
  state: ExchangeState,
  task: Extract<StoreTask, { kind: "applyPersons" }>,
): TaskResult {
  const { exchange } = state;
  const applied: Record<string, number> = {};
  let newlyKnown = 0;
  const pairs = draft.rows("pairs", `${exchange}/`).map(([, row]) => row);
  const links = new Map(draft.rows("links").map(([, row]) => [row.partnerRef, row]));
  for (const person of task.persons) {
    if (draft.get("barred", person.ref) !== undefined) continue;
    if (task.tier === "roster") {
      draft.put("roster", person.ref, person);
      newlyKnown += 1;
      continue;
    }
    const link = links.get(person.ref);
    if (link === undefined) {
      if (pairs.some((pair) => pair.partnerRef === person.ref && pair.decision === "unlinked")) continue;
      throw new AccordError(
        "exchange.person_not_linked",
        "the partner disclosed persons for whom no link stands",
      );
    }
    for (const statement of person.statements) {
      draft.put("received", `${person.ref}/${statement.id}`, {
        partnerRef: person.ref,
        person: link.person,
        statement,
      });
      for (const attribute of Object.keys(statement.states))
        applied[attribute] = (applied[attribute] ?? 0) + 1;
    }
  }
  const number = String(draft.count("applications")).padStart(6, "0");
  draft.put("applications", number, { exchange, refs: task.persons.map((person) => person.ref) });
  return { kind: "applyPersons", applied, newlyKnown };
}

/** Destroys what was received for matching, but for the pairs that wait for a human, and signs that it is gone. */
async function purge(parts: NodeParts, draft: Draft, state: ExchangeState, at: string): Promise<string> {
  const { exchange, agreement, partner, self } = state;
  const waiting = new Set(
    draft
      .rows("pairs", `${exchange}/`)
      .filter(([, row]) => row.decision === "waiting")
      .map(([, row]) => row.partnerRef),
  );
  let purged = 0;
  for (const [key, { record }] of draft.rows("staged", `${exchange}/`)) {
    if (waiting.has(record.ref)) continue;
    draft.drop("staged", key);
    purged += 1;
  }
  const certificate = signed(self, JSON.stringify({ exchange, by: self, purged, kept: waiting.size }));
  const commitment = createHash("sha256").update(certificate).digest("hex");
  await parts.ledger.append(
    { kind: "erasure", reason: "purge", persons: purged, commitment, exchange, partner, agreement, at },
    ledgerStorage(draft),
  );
  return certificate;
}

function pageOf(
  sorted: readonly string[],
  after: string | undefined,
  limit: number,
): { readonly page: readonly string[]; readonly cursor: string | undefined } {
  const page = sorted.filter((position) => after === undefined || position > after).slice(0, limit);
  return { page, cursor: page.length < limit ? undefined : page.at(-1) };
}
