import { createHmac, hkdfSync } from "node:crypto";
import type {
  ExchangeState,
  HeldAgreement,
  OverlapResult,
  OverlapRun,
  OverlapStoreTask,
  OverlapWork,
} from "../src/index.ts";
import {
  blindOwn,
  countPairs,
  type KeptBatch,
  type KeptPart,
  type KeptRun,
  type LinkedPair,
  type OverlapPerson,
  type RunContext,
  reblindPartner,
} from "../src/overlap/index.ts";
import type { MemoryPerson } from "./memory-registry.ts";

/** Which kept part a message's part is: what this side sends, and what comes to it. */
const SENT = { set: "ownSet", answer: "answer" } as const;
const CAME = { set: "partnerSet", answer: "ownTags" } as const;

/** The intersection's work over persons in memory. */
export class MemoryOverlap {
  readonly #self: string;
  readonly persons: readonly MemoryPerson[];
  kept = new Map<string, KeptBatch>();
  tuplesPerBatch: number | undefined;
  readonly linked: LinkedPair[] = [];

  constructor(self: string, persons: readonly MemoryPerson[]) {
    this.#self = self;
    this.persons = persons;
  }

  async work(state: ExchangeState, held: HeldAgreement, task: OverlapWork): Promise<OverlapResult> {
    const { run } = task;
    const context = this.#context(state, held, run);
    const { own, partner } = state.overlap!;
    switch (task.kind) {
      case "overlapBlind":
        return {
          kind: "overlapBlind",
          run,
          opening: await blindOwn(context, this.persons.map(overlapPerson)),
        };
      case "overlapReblind":
        return { kind: "overlapReblind", run, fault: await reblindPartner(context, partner!) };
      case "overlapCount": {
        const found = await countPairs(context, own!, partner!, async (pairs) => {
          this.linked.splice(0, this.linked.length, ...pairs);
        });
        return { kind: "overlapCount", run, found };
      }
    }
  }

  perform(kept: Map<string, KeptBatch>, task: OverlapStoreTask): OverlapResult {
    switch (task.kind) {
      case "readOverlap": {
        const batch = kept.get(`${task.run} ${SENT[task.part]} ${task.index}`)!;
        const named = task.part === "set" && batch.refs.length > 0 && this.#self === "iom";
        return {
          ...task,
          content: Buffer.from(batch.bytes).toString("base64"),
          refs: named ? batch.refs : undefined,
        };
      }
      case "keepOverlap":
        kept.set(`${task.run} ${CAME[task.part]} ${task.index}`, {
          bytes: Buffer.from(task.content, "base64"),
          refs: task.refs ?? [],
        });
        return { kind: "keepOverlap" };
      case "forgetOverlap":
        kept.clear();
        return { kind: "forgetOverlap" };
    }
  }

  #context(state: ExchangeState, { agreement }: HeldAgreement, run: OverlapRun): RunContext {
    const { kept } = this;
    const keys: KeptRun = {
      put: async (part: KeptPart, index, batch) => {
        kept.set(`${run} ${part} ${index}`, batch);
      },
      get: async (part: KeptPart, index) => kept.get(`${run} ${part} ${index}`)!,
    };
    return {
      agreement,
      run,
      self: this.#self,
      secret: (name, length) =>
        new Uint8Array(hkdfSync("sha256", secretOf(this.#self), state.exchange, `${run} ${name}`, length)),
      kept: keys,
      ...(this.tuplesPerBatch === undefined ? {} : { tuplesPerBatch: this.tuplesPerBatch }),
    };
  }
}

const secretOf = (self: string): Uint8Array =>
  createHmac("sha256", "a secret of the test").update(self).digest();

const overlapPerson = ({ ref, name, phone, card }: MemoryPerson): OverlapPerson => ({
  ref,
  numbers: {},
  states: {
    "person.name": { state: "known", value: { parts: name.split(" "), script: "Latn" } },
    "person.sex": { state: "known", value: "female" },
    "person.birthDate": { state: "known", value: { precision: "year", date: "1990" } },
    "person.phone": { state: "known", value: phone },
    ...(card === undefined ? {} : { "person.rationCard": { state: "known", value: card } }),
    "person.location": {
      state: "known",
      value: { pcode: Number(phone.slice(-1)) < 5 ? "SS0101" : "SS0202" },
    },
  },
});
