import {
  closeRequest,
  erasureOf,
  openRequest,
  type REFUSAL_GROUNDS,
  type RequestKind,
  type RightsRequest,
} from "@accord/registry";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { identified, type Shown } from "./identify.ts";
import { staffInLedger } from "./staff-in-ledger.ts";

/** Takes a request in, after it is made sure whose it is; due as the node is set up. */
export async function requestOpened(
  node: AccordNode,
  request: {
    readonly person: string;
    readonly kind: RequestKind;
    readonly language: string;
    readonly shown: Shown;
    readonly words?: string | undefined;
    readonly by: string;
  },
): Promise<RightsRequest> {
  const { store, context, ledger, config } = node;
  const identifiedBy = await identified(store, request.person, request.shown);
  return store.transaction(async (transaction) => {
    const opened = await openRequest(transaction, context, {
      person: request.person,
      kind: request.kind,
      language: request.language,
      identifiedBy,
      words: request.words,
      by: request.by,
      days: config.rights.answerDays,
    });
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "request",
        request: request.kind,
        event: "opened",
        identifiedBy,
        due: opened.dueAt,
        reference: opened.id,
        ...staffInLedger(request.by),
        at: opened.openedAt,
      },
      [opened.person],
    );
    return opened;
  });
}

/** Answers a request: granted, or refused on a ground that the person is told. @throws AccordError `request.not_open` */
export async function requestAnswered(
  node: AccordNode,
  answer: {
    readonly request: string;
    readonly outcome: "granted" | "refused";
    readonly ground?: (typeof REFUSAL_GROUNDS)[number] | undefined;
    readonly by: string;
    /** What was handed over, for a commitment in the ledger. */
    readonly answer?: Uint8Array | undefined;
  },
): Promise<RightsRequest> {
  const { store, context, ledger } = node;
  return store.transaction(async (transaction) => {
    const closed = await closeRequest(transaction, context, answer);
    await recordEntry(
      ledger,
      transaction,
      {
        kind: "request",
        request: closed.kind,
        event: answer.outcome === "granted" ? "answered" : "refused",
        ...(closed.ground === undefined ? {} : { code: closed.ground }),
        ...(answer.answer === undefined
          ? {}
          : { commitment: sha256(Buffer.from(answer.answer).toString("hex")) }),
        reference: closed.id,
        ...staffInLedger(answer.by),
        at: closed.closedAt!,
      },
      (await erasureOf(transaction, closed.person)) === undefined ? [closed.person] : [],
    );
    return closed;
  });
}
