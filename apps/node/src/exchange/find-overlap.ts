import { compileOverlap } from "@accord/agreement";
import {
  type ExchangeState,
  type HeldAgreement,
  keysOfRun,
  LIMITS,
  type OverlapResult,
  type OverlapRun,
  type OverlapStoreTask,
  type OverlapWork,
  type Progress,
  termsOf,
} from "@accord/exchange";
import {
  blindOwn,
  countPairs,
  type OverlapPerson,
  type RunContext,
  reblindPartner,
} from "@accord/exchange/overlap";
import {
  forgetOverlapBatches,
  keepOverlapPairs,
  partnerNumbers,
  pinnedRefs,
  putOverlapBatch,
  readMatchRecords,
  readOverlapBatch,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { overlapSecret } from "../keys/overlap-secret.ts";
import { pseudonym } from "../keys/pseudonym.ts";
import type { ExchangeTurn } from "./exchange-turn.ts";
import type { WorkParts } from "./work-parts.ts";

/** Where a message's part is kept: what this node sends, and what comes to it. */
const SENT = { set: "ownSet", answer: "answer" } as const;
const CAME = { set: "partnerSet", answer: "ownTags" } as const;

const WORDS: Readonly<Record<OverlapWork["kind"], string>> = {
  overlapBlind: "blinding own keys",
  overlapReblind: "blinding the partner's keys",
  overlapCount: "counting",
};

/** The long work of a private set intersection on this node's registry. */
export async function findOverlap(
  parts: WorkParts,
  state: ExchangeState,
  held: HeldAgreement,
  { kind, run }: OverlapWork,
  tell: (progress: Progress) => void,
): Promise<OverlapResult> {
  const { exchange, step } = state;
  const context = contextOf(parts, state, held, run, (done, total) =>
    tell({ exchange, step, what: WORDS[kind], done, total }),
  );
  if (kind === "overlapBlind") {
    return { kind, run, opening: await blindOwn(context, await personsOf(parts, state, held, run)) };
  }
  const { own, partner } = state.overlap ?? {};
  if (own === undefined || partner === undefined) {
    throw new AccordError("exchange.fault", "the intersection goes on without its sets");
  }
  if (kind === "overlapReblind") return { kind, run, fault: await reblindPartner(context, partner) };
  const found = await countPairs(context, own, partner, (pairs) =>
    keepOverlapPairs(parts.store, exchange, pairs),
  );
  return { kind, run, found };
}

/** Reads a batch that leaves, keeps one that came, or forgets them all, in the event's transaction. */
export async function performOverlap(turn: ExchangeTurn, task: OverlapStoreTask): Promise<OverlapResult> {
  const { session, state } = turn;
  const { exchange } = state;
  if (task.kind === "forgetOverlap") {
    await forgetOverlapBatches(session, exchange);
    return { kind: "forgetOverlap" };
  }
  const { run, part, index } = task;
  if (task.kind === "keepOverlap") {
    await putOverlapBatch(
      session,
      { exchange, run, part: CAME[part], index },
      { bytes: Buffer.from(task.content, "base64"), refs: task.refs ?? [] },
    );
    return { kind: "keepOverlap" };
  }
  const { bytes, refs } = await readOverlapBatch(session, { exchange, run, part: SENT[part], index });
  // Only the supplying party's pseudonyms leave, and only for persons who are to be linked.
  const named = run === "link" && part === "set" && state.self !== state.matcher;
  return {
    ...task,
    kind: "readOverlap",
    content: Buffer.from(bytes).toString("base64"),
    refs: named ? refs : undefined,
  };
}

function contextOf(
  { store, keys }: WorkParts,
  { exchange, self }: ExchangeState,
  { agreement }: HeldAgreement,
  run: OverlapRun,
  onProgress: (done: number, total: number) => void,
): RunContext {
  return {
    agreement,
    run,
    self,
    secret: (name, length) => overlapSecret(keys.pseudonym, { exchange, run, name, length }),
    kept: {
      put: (part, index, batch) => putOverlapBatch(store, { exchange, run, part, index }, batch),
      get: (part, index) => readOverlapBatch(store, { exchange, run, part, index }),
    },
    pool: { onProgress },
  };
}

/** Every pinned person; who may not be read any more stays among them without a key, as the set is of all that were pinned. */
async function personsOf(
  parts: WorkParts,
  state: ExchangeState,
  held: HeldAgreement,
  run: OverlapRun,
): Promise<readonly OverlapPerson[]> {
  const { store, context, keys } = parts;
  const { exchange, self, partner } = state;
  const { overlap, id } = held.agreement;
  const plan = compileOverlap(termsOf(held, state), {
    from: self,
    keys: keysOfRun(overlap, run),
    byCounty: run === "estimate" && overlap?.byCounty === true,
  });
  const persons = new Map<string, OverlapPerson>();
  for await (const ref of pinnedRefs(store, { exchange })) persons.set(ref, { ref, states: {}, numbers: {} });
  for (let after: string | undefined; ; ) {
    const page = await readMatchRecords(store, context, {
      exchange,
      plan,
      householdRef: (household) => pseudonym(keys.pseudonym, "household", id, household),
      after,
      limit: LIMITS.personsPerBatch,
      for: "ownUse",
    });
    const refs = page.map((record) => record.ref);
    const numbers = await partnerNumbers(store, context, { exchange, plan, issuer: partner, refs });
    for (const { ref, states } of page) {
      const number = numbers.get(ref);
      persons.set(ref, {
        ref,
        states,
        numbers: number === undefined ? {} : { [partner.toLowerCase()]: number },
      });
    }
    after = refs.at(-1);
    if (page.length < LIMITS.personsPerBatch) return [...persons.values()];
  }
}
