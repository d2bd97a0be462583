import { createHmac, randomUUID } from "node:crypto";
import { applyPlan, planUnder } from "@accord/agreement";
import { type HeldAgreement, LIMITS, termsOf } from "@accord/exchange";
import {
  barredHere,
  barredThere,
  basesWith,
  type CommonLink,
  commonLinks,
  firstDisclosed,
  noticesUnderWay,
  pendingPairs,
  pinComparison,
  readDisclosedPersons,
  receivedThrough,
  type Session,
  statementsSince,
  undonePairs,
  unpinComparison,
} from "@accord/registry";
import type { AttributeState, DisclosedPerson, DisclosurePlan } from "@accord/vocabulary";
import canonicalize from "canonicalize";
import { pseudonym, sharedHashKey } from "../keys/pseudonym.ts";
import { publicKey } from "../partner/card.ts";
import { requirePartner } from "../partner/partners.ts";
import type { ComparisonParts } from "./comparison-parts.ts";

/** One thing that both sides should hold alike, as this side holds it. */
export type CommonItem =
  | { readonly kind: "link"; readonly person: string; readonly partnerRef: string }
  /** Said by this agency, and sent. */
  | { readonly kind: "said"; readonly id: string; readonly partnerRef: string }
  /** Said by the partner, and received. */
  | {
      readonly kind: "received";
      readonly subject: string;
      readonly id: string;
      readonly attribute: string;
      readonly partnerRef: string;
    }
  /** A person of this agency whom the partner confirmed it bars. */
  | { readonly kind: "told"; readonly ref: string }
  /** A partner's person who is barred here. */
  | { readonly kind: "barred"; readonly ref: string };

/**
 * What both sides should hold, by digests: the first half of one says what it is of, the second what it says.
 */
export interface CommonItems {
  /** Ascending. */
  readonly digests: readonly string[];
  readonly items: ReadonlyMap<string, CommonItem>;
  /** First halves of what may differ rightly: under way, withheld, near the end of its retention, undone by people here. */
  readonly settled: ReadonlySet<string>;
  /** Of `settled`, links that people here undid, with the pair: the partner is told again. */
  readonly undone: ReadonlyMap<string, { readonly person: string; readonly partnerRef: string }>;
}

export const HALF = 16;
const LINKS_AT_ONCE = LIMITS.personsPerBatch;
const DAY_MILLISECONDS = 86_400_000;

/** Reads what both sides should hold in common under an agreement; nothing is disclosed by it. */
export async function commonItems(
  parts: ComparisonParts,
  partner: string,
  held: HeldAgreement,
): Promise<CommonItems> {
  const set = new ItemSet(await keyOf(parts, partner, held), parts.judge.self === held.agreement.matching.by);
  const of = { partner, agreement: held.digest };
  await addBars(parts.store, of, parts.judge.self, set);
  for (const pair of await pendingPairs(parts.store, of)) {
    set.settle(set.link(refOf(parts, held, pair.person), pair.partnerRef));
  }
  for (const pair of await undonePairs(parts.store, of)) {
    set.settleUndone(set.link(refOf(parts, held, pair.person), pair.partnerRef), pair);
  }
  const [base] = await basesWith(parts.store, of);
  const underWay = await statementsSince(parts.store, {
    agency: parts.judge.self,
    since: base?.horizon ?? 0,
  });
  const links = await commonLinks(parts.store, of);
  for (let from = 0; from < links.length; from += LINKS_AT_ONCE) {
    await addLinks(parts, partner, held, links.slice(from, from + LINKS_AT_ONCE), underWay, set);
  }
  return set.whole();
}

const refOf = (parts: ComparisonParts, held: HeldAgreement, person: string): string =>
  pseudonym(parts.keys.pseudonym, "person", held.agreement.id, person);

/** Of the two nodes and this agreement alone. */
async function keyOf(parts: ComparisonParts, partner: string, held: HeldAgreement): Promise<Buffer> {
  const card = await requirePartner(parts.store, partner);
  const shared = sharedHashKey(parts.keys.hashing.private, publicKey(card.hashingKey), held.agreement.id);
  return createHmac("sha256", shared).update(`accord in step 1\n${held.digest}`).digest();
}

async function addBars(
  session: Session,
  of: { partner: string; agreement: string },
  self: string,
  set: ItemSet,
): Promise<void> {
  for (const ref of await barredThere(session, of))
    set.add(["barred", self, ref], true, { kind: "told", ref });
  for (const ref of await noticesUnderWay(session, of)) set.settle(["barred", self, ref]);
  for (const ref of await barredHere(session, of)) {
    set.add(["barred", of.partner, ref], true, { kind: "barred", ref });
  }
}

async function addLinks(
  parts: ComparisonParts,
  partner: string,
  held: HeldAgreement,
  links: readonly CommonLink[],
  underWay: ReadonlySet<string>,
  set: ItemSet,
): Promise<void> {
  const { self } = parts.judge;
  const refs = new Map(links.map((link) => [link.person, refOf(parts, held, link.person)]));
  const plan = planUnder(termsOf(held, { partnerAlongside: [] }), { from: self, tier: "linked" });
  const said = await ownSaid(parts, partner, held, plan, refs);
  const first = await firstDisclosed(parts.store, { agreement: held.digest, persons: [...refs.keys()] });
  const covered = links.filter((link) => said.has(refs.get(link.person)!));
  for (const link of covered) {
    const ref = refs.get(link.person)!;
    set.add(set.link(ref, link.partnerRef), true, { kind: "link", ...link });
    for (const statement of said.get(ref)!.statements) {
      if (statement.subject !== "person") continue;
      for (const [attribute, state] of Object.entries(statement.states)) {
        const name = set.statement(self, ref, link.partnerRef, statement.id, attribute);
        if (
          underWay.has(statement.id) ||
          state.state === "withheld" ||
          ending(plan, attribute, first.get(link.person), parts)
        ) {
          set.settle(name);
        } else
          set.add(name, whatIsSaid(statement, attribute, state), {
            kind: "said",
            id: statement.id,
            partnerRef: link.partnerRef,
          });
      }
    }
  }
  const byLink = new Map(covered.map((link) => [link.link, link]));
  const received = await receivedThrough(parts.store, { partner, links: [...byLink.keys()] });
  for (const statement of received) {
    const link = byLink.get(statement.link)!;
    for (const [attribute, state] of Object.entries(statement.states)) {
      set.add(
        set.statement(partner, refs.get(link.person)!, link.partnerRef, statement.id, attribute),
        whatIsSaid(statement, attribute, state),
        {
          kind: "received",
          subject: statement.subject,
          id: statement.id,
          attribute,
          partnerRef: link.partnerRef,
        },
      );
    }
  }
}

/** What this agency says of these persons under the plan, by pseudonym; who is not covered is absent. */
async function ownSaid(
  parts: ComparisonParts,
  partner: string,
  held: HeldAgreement,
  plan: DisclosurePlan,
  refs: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, DisclosedPerson>> {
  const id = randomUUID();
  const members = [...refs].map(([person, ref]) => ({ person, ref }));
  const card = await requirePartner(parts.store, partner);
  const hashKey = sharedHashKey(parts.keys.hashing.private, publicKey(card.hashingKey), held.agreement.id);
  return parts.store.transaction(async (session) => {
    await pinComparison(session, { id, members });
    const read = await readDisclosedPersons(session, parts.context, {
      exchange: id,
      plan,
      householdRef: (household) => pseudonym(parts.keys.pseudonym, "household", held.agreement.id, household),
      refs: [...refs.values()],
      for: "ownUse",
    });
    await unpinComparison(session, id);
    return new Map(read.map((person) => [person.ref, applyPlan(plan, person, { hashKey })]));
  });
}

interface Said {
  readonly id: string;
  readonly method: string;
  readonly assertedAt: string;
  readonly clock: string;
}

/** Templates are sealed where they lie; that they are there is compared, not what they are. */
function whatIsSaid({ method, assertedAt, clock }: Said, attribute: string, state: AttributeState): unknown {
  const told = attribute === "person.fingerprints" && state.state === "known" ? { state: "known" } : state;
  return [method, assertedAt, clock, told];
}

/** The partner may have let go of it, since it was sent so long ago: what is kept no longer is not sent again. */
function ending(
  plan: DisclosurePlan,
  attribute: string,
  firstSent: string | undefined,
  { judge }: ComparisonParts,
): boolean {
  const grant = plan.grants.find((each) => each.attribute === attribute);
  const days = grant?.retentionDays ?? 0;
  return firstSent !== undefined && Date.parse(firstSent) + days * DAY_MILLISECONDS < Date.parse(judge.now());
}

class ItemSet {
  readonly #key: Buffer;
  readonly #matcher: boolean;
  readonly #items = new Map<string, CommonItem>();
  readonly #settled = new Set<string>();
  readonly #undone = new Map<string, { person: string; partnerRef: string }>();

  constructor(key: Buffer, matcher: boolean) {
    this.#key = key;
    this.#matcher = matcher;
  }

  /** The pair as both sides name it: the matching party's pseudonym first. */
  #pair(ownRef: string, partnerRef: string): readonly string[] {
    return this.#matcher ? [ownRef, partnerRef] : [partnerRef, ownRef];
  }

  link(ownRef: string, partnerRef: string): readonly string[] {
    return ["link", ...this.#pair(ownRef, partnerRef)];
  }

  statement(
    source: string,
    ownRef: string,
    partnerRef: string,
    id: string,
    attribute: string,
  ): readonly string[] {
    return ["statement", source, ...this.#pair(ownRef, partnerRef), id, attribute];
  }

  add(name: readonly string[], value: unknown, item: CommonItem): void {
    this.#items.set(this.#half(name) + this.#half([...name, value]), item);
  }

  settle(name: readonly string[]): void {
    this.#settled.add(this.#half(name));
  }

  settleUndone(name: readonly string[], pair: { person: string; partnerRef: string }): void {
    const { person, partnerRef } = pair;
    this.#undone.set(this.#half(name), { person, partnerRef });
    this.settle(name);
  }

  whole(): CommonItems {
    return {
      digests: [...this.#items.keys()].sort(),
      items: this.#items,
      settled: this.#settled,
      undone: this.#undone,
    };
  }

  #half(of: unknown): string {
    return createHmac("sha256", this.#key)
      .update(canonicalize(of) ?? "")
      .digest("hex")
      .slice(0, HALF);
  }
}
