import { createHash } from "node:crypto";
import { applyPlan } from "@accord/agreement";
import type { DisclosedPerson, DisclosurePlan, MatchRecord } from "@accord/vocabulary";
import type {
  ExchangeState,
  ExchangeWork,
  HeldAgreement,
  LinkDecision,
  LongWork,
  StoreTask,
  TaskResult,
} from "../src/index.ts";
import { MemoryOverlap } from "./memory-overlap.ts";
import type { MemoryTransaction } from "./memory-store.ts";

/** One person of the registry that the tests use: few attributes, enough to see what leaves. */
export interface MemoryPerson {
  readonly ref: string;
  readonly name: string;
  readonly phone: string;
  readonly card?: string;
  readonly disability: boolean;
}

const key = new Uint8Array(32).fill(7);
const salt = Buffer.from(key).toString("base64url");

/** Persons are matched where their names are equal: the protocol is under test, not the linkage. */
export class MemoryRegistry implements ExchangeWork<MemoryTransaction> {
  readonly #persons: readonly MemoryPerson[];
  readonly #self: string;

  readonly overlap: MemoryOverlap;

  /** Persons in a batch, where fewer than the protocol's bound are wanted. */
  readonly #most: number;

  constructor(self: string, persons: readonly MemoryPerson[], most = Number.POSITIVE_INFINITY) {
    this.#self = self;
    this.#most = most;
    this.overlap = new MemoryOverlap(self, persons);
    this.#persons = [...persons].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  async work(state: ExchangeState, held: HeldAgreement, task: LongWork): Promise<TaskResult> {
    if (task.kind !== "deduplicate" && task.kind !== "match") return this.overlap.work(state, held, task);
    if (task.kind === "deduplicate") {
      return {
        kind: "deduplicate",
        duplicates: { compared: this.#persons.length, found: 0, deactivated: 0, waiting: 0 },
      };
    }
    const links = this.#links(state, held);
    const linked = links.filter((link) => link.verdict === "linked").length;
    return {
      kind: "match",
      match: {
        linked,
        waiting: links.length - linked,
        conflicts: 0,
        decidedBy: { biography: linked },
        candidatePairs: links.length,
        unusable: [],
      },
    };
  }

  async perform(
    transaction: MemoryTransaction,
    state: ExchangeState,
    held: HeldAgreement,
    task: StoreTask,
  ): Promise<TaskResult> {
    const data = transaction.data;
    switch (task.kind) {
      case "readOverlap":
      case "keepOverlap":
      case "forgetOverlap":
        return this.overlap.perform(transaction.overlap, task);
      case "pin":
        return {
          kind: "pin",
          snapshot: {
            persons: this.#persons.length,
            withheld: { noConsent: 1 },
            commitment: digest(this.#persons.length),
            cosignedSize: 0,
            horizon: 1,
          },
        };
      case "discloseMatch": {
        const { page, cursor } = pageOf(this.#persons, task.after, Math.min(task.limit, this.#most));
        return {
          kind: "discloseMatch",
          records: page.map((person) => matchRecord(person, task.plan)),
          cursor,
          salt,
        };
      }
      case "stage":
        for (const record of task.records) data.staged.set(record.ref, record);
        return { kind: "stage" };
      case "acceptMatches":
        for (const link of this.#linksOf(data.staged.values(), held))
          data.links.set(link.supplierRef, { ...link, round: 0 });
        return { kind: "acceptMatches" };
      case "purge":
        data.staged.clear();
        return { kind: "purge", certificate: `purged by ${this.#self}` };
      case "checkCertificate":
        return { kind: "checkCertificate", valid: task.certificate === `purged by ${state.partner}` };
      case "discloseLinks": {
        const links = [...data.links.values()]
          .filter((link) => link.round === task.round)
          .map(({ round: _, ...link }) => link);
        return { kind: "discloseLinks", links, cursor: undefined, salt };
      }
      case "applyLinks":
        for (const link of task.links) data.links.set(link.supplierRef, { ...link, round: task.round });
        return { kind: "applyLinks" };
      case "disclosePersons": {
        const matcher = state.matcher === this.#self;
        const linked = new Set(
          [...data.links.values()]
            .filter((link) => link.verdict === "linked" && link.round === task.round)
            .map((link) => (matcher ? link.matcherRef : link.supplierRef)),
        );
        const wanted =
          task.plan.tier === "linked" ? this.#persons.filter((person) => linked.has(person.ref)) : [];
        const { page, cursor } = pageOf(wanted, task.after, Math.min(task.limit, this.#most));
        const tier = task.plan.tier === "linked" ? "linked" : "roster";
        const persons =
          task.plan.grants.length === 0
            ? []
            : page.map((person) => disclosedPerson(this.#self, person, task.plan));
        return { kind: "disclosePersons", tier, persons, cursor, salt };
      }
      case "applyPersons": {
        const applied: Record<string, number> = {};
        for (const person of task.persons) {
          data.received.set(person.ref, person);
          for (const statement of person.statements) {
            for (const attribute of Object.keys(statement.states))
              applied[attribute] = (applied[attribute] ?? 0) + 1;
          }
        }
        return { kind: "applyPersons", applied, newlyKnown: 0 };
      }
      case "pinUnlinked":
        return { kind: "pinUnlinked", candidate: task.candidate };
      case "discloseLeft":
        return { kind: "discloseLeft", refs: [], cursor: undefined, salt };
      case "applyLeft":
      case "keepBase":
        return { kind: task.kind };
      case "checkpoint":
        return { kind: "checkpoint", checkpoint: `${this.#self} ${transaction.data.ledger.length}` };
      case "cosign":
        return {
          kind: "cosign",
          cosignature: task.checkpoint.startsWith(`${state.partner} `)
            ? `cosigned ${task.checkpoint}`
            : undefined,
        };
      case "keepCosignature":
        return {
          kind: "keepCosignature",
          size: task.cosignature.startsWith(`cosigned ${this.#self} `) ? 1 : undefined,
        };
    }
  }

  #stagedOf = new Map<string, MatchRecord>();

  /** Lets long work read what is staged; the store hands it in because work runs outside a transaction. */
  readStaged(staged: ReadonlyMap<string, MatchRecord>): void {
    this.#stagedOf = new Map(staged);
  }

  #links(_state: ExchangeState, held: HeldAgreement): LinkDecision[] {
    return this.#linksOf(this.#stagedOf.values(), held);
  }

  #linksOf(staged: Iterable<MatchRecord>, _held: HeldAgreement): LinkDecision[] {
    const own = new Map(this.#persons.map((person) => [person.name, person]));
    const links: LinkDecision[] = [];
    for (const record of staged) {
      const state = record.states["person.name"];
      if (state?.state !== "known") continue;
      const name = (state.value as { parts: string[] }).parts.join(" ");
      const person = own.get(name);
      if (person === undefined) continue;
      const verdict = name.startsWith("Unsure") ? "waiting" : "linked";
      links.push({
        matcherRef: person.ref,
        supplierRef: record.ref,
        verdict,
        probability: verdict === "linked" ? 1 : 0.9,
        decidedBy: "biography",
      });
    }
    return links;
  }
}

function states(person: MemoryPerson): Record<string, { state: "known"; value: unknown }> {
  return {
    "person.name": { state: "known", value: { parts: person.name.split(" "), script: "Latn" } },
    "person.phone": { state: "known", value: person.phone },
    "person.disability": { state: "known", value: person.disability },
  };
}

function granted(
  person: MemoryPerson,
  plan: DisclosurePlan,
): Record<string, { state: "known"; value: unknown }> {
  const names = new Set<string>(plan.grants.map((grant) => grant.attribute));
  return Object.fromEntries(Object.entries(states(person)).filter(([name]) => names.has(name)));
}

function matchRecord(person: MemoryPerson, plan: DisclosurePlan): MatchRecord {
  return applyPlan(plan, { ref: person.ref, states: granted(person, plan) }, { hashKey: key });
}

function disclosedPerson(self: string, person: MemoryPerson, plan: DisclosurePlan): DisclosedPerson {
  const statement = {
    id: `s-${person.ref}`,
    subject: "person" as const,
    source: self,
    method: "declared" as const,
    assertedAt: "2026-01-01T00:00:00Z",
    clock: "000000001-0000-x",
    states: granted(person, plan),
  };
  return applyPlan(plan, { ref: person.ref, statements: [statement] }, { hashKey: key });
}

function pageOf<T extends { ref: string }>(
  all: readonly T[],
  after: string | undefined,
  limit: number,
): { page: T[]; cursor: string | undefined } {
  const rest = all.filter((item) => after === undefined || item.ref > after);
  const page = rest.slice(0, limit);
  return { page, cursor: rest.length > limit ? page.at(-1)?.ref : undefined };
}

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
