import { createHash, randomBytes } from "node:crypto";
import {
  type Agreement,
  agreementDigest,
  applyPlan,
  checkRecords,
  PURPOSES,
  planUnder,
} from "@accord/agreement";
import { commitTo, Ledger, memoryStorage } from "@accord/ledger";
import {
  liftRestriction,
  openStore,
  pinScope,
  type RegistryContext,
  readDisclosedPersons,
  readMatchRecords,
  recordConsents,
  recordObjection,
  registerBatch,
  registryContext,
  restrictPerson,
  type Store,
} from "@accord/registry";
import { type DisclosurePlan, EXCHANGE_TIERS } from "@accord/vocabulary";
import { Dice } from "./dice.ts";
import { Judge } from "./judge.ts";
import { liesOf } from "./lies.ts";
import { population, registrationOf, type TruePerson } from "./population.ts";
import { commitmentOf, isIncluded } from "./proof.ts";
import { randomAgreement } from "./random-agreement.ts";

export interface Campaign {
  /** One person's record in one batch under one clause set. */
  disclosures: number;
  values: number;
  batches: number;
  agreements: number;
  amendments: number;
  populations: number;
  persons: number;
  /** Consents, refusals, objections and restrictions that changed between two exchanges or within one. */
  changes: number;
  /** Values, references or traces in captured plaintext that the clauses do not allow. */
  outside: number;
  firstOutside: string | undefined;
  /** Batches as sent that the receiver's check did not take. */
  refusedWrongly: number;
  /** Batches made false in one record: how many, and how many the receiver's check took. */
  lies: number;
  liesTaken: number;
  /** Disclosures that could not be proven from either ledger by its root and a path. */
  unproven: number;
}

const PAGE = 500;
const HASH_KEY = new Uint8Array(32).fill(9);

/**
 * Disclosures under drawn agreements, from the registry's own store through the sender's compiled plan, into both
 * ledgers, until there are `wanted`. What is captured is judged by code that shares nothing with what made it.
 */
export async function campaign(wanted: number, seed: number, personsEach: number): Promise<Campaign> {
  const found: Campaign = {
    disclosures: 0,
    values: 0,
    batches: 0,
    agreements: 0,
    amendments: 0,
    populations: 0,
    persons: 0,
    changes: 0,
    outside: 0,
    firstOutside: undefined,
    refusedWrongly: 0,
    lies: 0,
    liesTaken: 0,
    unproven: 0,
  };
  const dice = new Dice(seed);
  while (found.disclosures < wanted) await onePopulation(found, dice, wanted, personsEach);
  return found;
}

interface World {
  readonly store: Store;
  readonly context: RegistryContext;
  readonly people: readonly TruePerson[];
  readonly ids: ReadonlyMap<number, string>;
  readonly sender: Ledger;
  readonly receiver: Ledger;
  readonly captured: { readonly bytes: string; readonly salt: string; readonly records: number }[];
}

async function onePopulation(found: Campaign, dice: Dice, wanted: number, persons: number): Promise<void> {
  const store = await openStore({ kind: "memory" });
  try {
    await store.migrate();
    const context = registryContext("iom", Date.now);
    const people = population(dice, persons, found.persons, PURPOSES);
    const outcomes = await registerBatch(store, context, people.map(registrationOf));
    const ids = new Map(
      people.map((one, index) => {
        const outcome = outcomes[index]!;
        if (outcome.kind === "rejected") throw new Error(`${outcome.code}: ${outcome.reason}`);
        return [one.index, outcome.person];
      }),
    );
    const [sender, receiver] = [await Ledger.open(memoryStorage()), await Ledger.open(memoryStorage())];
    const world: World = { store, context, people, ids, sender, receiver, captured: [] };
    found.populations += 1;
    found.persons += people.length;
    let agreement: Agreement | undefined;
    for (let round = 0; round < 24 && found.disclosures < wanted; round++) {
      const amends = agreement !== undefined && dice.falls(0.5);
      agreement = randomAgreement(dice, amends ? agreementDigest(agreement!) : undefined);
      found.agreements += 1;
      found.amendments += amends ? 1 : 0;
      await change(found, dice, world, 0.04);
      await oneExchange(found, dice, world, agreement);
    }
    found.unproven += await unproven(world);
  } finally {
    await store.close();
  }
}

/** Some persons change their mind, object, are restricted or no longer. */
async function change(found: Campaign, dice: Dice, world: World, share: number): Promise<void> {
  const { store, context } = world;
  for (const one of dice.some(world.people, share)) {
    const id = world.ids.get(one.index)!;
    const purpose = dice.oneOf(PURPOSES);
    found.changes += 1;
    switch (dice.whole(0, 3)) {
      case 0: {
        const given = dice.falls(0.5);
        await recordConsents(store, [
          { person: id, recipient: "wfp", purpose, given, assertedAt: context.now() },
        ]);
        one.consents.set(purpose, given);
        break;
      }
      case 1: {
        const every = dice.falls(0.3);
        await recordObjection(store, context, {
          person: id,
          recipient: "wfp",
          ...(every ? {} : { purpose }),
          ground: "safety",
          by: "campaign",
        });
        one.objections.add(every ? "*" : purpose);
        break;
      }
      default:
        if (one.restricted) await liftRestriction(store, context, { person: id, by: "campaign" });
        else
          await restrictPerson(store, context, { person: id, ground: "accuracyContested", by: "campaign" });
        one.restricted = !one.restricted;
    }
  }
}

async function oneExchange(found: Campaign, dice: Dice, world: World, agreement: Agreement): Promise<void> {
  const { store, context, people } = world;
  const exchange = crypto.randomUUID();
  const refs = new Map<string, number>();
  const indexOf = new Map([...world.ids].map(([index, id]) => [id, index]));
  const refOf = (id: string) => {
    const ref = `p-${createHash("sha256")
      .update(exchange + id)
      .digest("base64url")}`;
    refs.set(ref, indexOf.get(id)!);
    return ref;
  };
  const plan = planUnder({ agreement, alongside: [] }, { from: "iom", tier: "linked" });
  try {
    await pinScope(store, context, { exchange, plan, refOf });
  } catch (error) {
    if ((error as { code?: string }).code === "disclosure.too_many_persons") return;
    throw error;
  }
  // Minds change after the persons were pinned as well.
  await change(found, dice, world, 0.02);
  const today = context.now().slice(0, 10);
  for (const tier of EXCHANGE_TIERS) {
    const tierPlan = planUnder({ agreement, alongside: [] }, { from: "iom", tier });
    if (tierPlan.grants.length === 0) continue;
    const judge = new Judge(agreement, tier, people, today);
    for (let after: string | undefined; ; ) {
      const pinned = [...refs.keys()]
        .sort()
        .filter((ref) => after === undefined || ref > after)
        .slice(0, PAGE);
      if (pinned.length === 0) break;
      const read =
        tier === "match"
          ? await readMatchRecords(store, context, {
              exchange,
              plan: tierPlan,
              householdRef,
              after,
              limit: PAGE,
            })
          : await readDisclosedPersons(store, context, {
              exchange,
              plan: tierPlan,
              householdRef,
              refs: pinned,
            });
      const records = read.map((record) => applyPlan(tierPlan, record as never, { hashKey: HASH_KEY }));
      if (records.length > 0)
        await send(found, dice, world, { agreement, plan: tierPlan, exchange, records, judge, refs });
      after = pinned.at(-1);
      if (pinned.length < PAGE) break;
    }
  }
}

async function send(
  found: Campaign,
  dice: Dice,
  world: World,
  batch: {
    readonly agreement: Agreement;
    readonly plan: DisclosurePlan;
    readonly exchange: string;
    readonly records: readonly { readonly ref: string }[];
    readonly judge: Judge;
    readonly refs: ReadonlyMap<string, number>;
  },
): Promise<void> {
  const { agreement, plan, exchange, records, judge, refs } = batch;
  const bytes = JSON.stringify({ records });
  const salt = randomBytes(32).toString("base64url");
  const commitment = commitTo(Buffer.from(bytes), Buffer.from(salt, "base64url"));
  const told = {
    exchange,
    agreement: plan.agreementDigest,
    purpose: plan.purpose,
    clauses: plan.grants.map(({ clause }) => clause),
    tier: plan.tier,
    persons: records.length,
    counts: {},
    commitment,
    at: world.context.now(),
  };
  await world.sender.append({ kind: "disclosure", partner: "wfp", ...told });
  world.captured.push({ bytes, salt, records: records.length });

  const arrived = (JSON.parse(bytes) as { records: { ref: string }[] }).records;
  if (checkRecords(plan, arrived) === undefined) {
    await world.receiver.append({ kind: "receipt", partner: "iom", ...told });
  } else found.refusedWrongly += 1;
  for (const lie of liesOf(dice, agreement, plan.tier, arrived)) {
    found.lies += 1;
    if (checkRecords(plan, JSON.parse(JSON.stringify(lie.records))) === undefined) found.liesTaken += 1;
  }

  const judged = judge.judge(bytes, (ref) => refs.get(ref));
  found.batches += 1;
  found.disclosures += judged.records;
  found.values += judged.values;
  found.outside += judged.wrong.length;
  found.firstOutside ??= judged.wrong[0];
}

/** Disclosures whose batch, committed to anew from the captured bytes, is not proven by path and root in both ledgers. */
async function unproven({ sender, receiver, captured }: World): Promise<number> {
  const proven = await Promise.all([sender, receiver].map(provenCommitments));
  return captured
    .filter(({ bytes, salt }) => !proven.every((of) => of.has(commitmentOf(bytes, salt))))
    .reduce((sum, { records }) => sum + records, 0);
}

async function provenCommitments(ledger: Ledger): Promise<ReadonlySet<string>> {
  const { size, root } = await ledger.head();
  const proven = new Set<string>();
  for await (const { index, bytes } of ledger.entries()) {
    if (!isIncluded(bytes, index, size, await ledger.inclusionProof(index, size), root)) continue;
    const { commitment } = JSON.parse(Buffer.from(bytes).toString("utf8")) as { commitment?: string };
    if (commitment !== undefined) proven.add(commitment);
  }
  return proven;
}

const householdRef = (household: string): string =>
  `household-${createHash("sha256").update(household).digest("base64url").slice(0, 20)}`;
