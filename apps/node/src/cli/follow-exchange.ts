import type { ExchangeReport } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import { type ApiClient, connect, runningNode } from "../api-client.ts";
import { BoardOnTerminal } from "./board-terminal.ts";
import { exchangeEvents } from "./exchange-events.ts";
import { ExchangeView } from "./exchange-view.ts";
import { failureOf } from "./failure.ts";
import { keptSession } from "./kept-session.ts";

/** What the node answers about one exchange. */
export interface ExchangeAnswer extends ExchangeReport {
  readonly partner: string;
  readonly partnerNotice?: { readonly code: string; readonly reason: string };
  readonly working: readonly string[];
  readonly waitsFor?: string;
}

export type FollowEnd =
  | { readonly kind: "done" | "halted" | "held" | "heldByPartner"; readonly answer: ExchangeAnswer }
  /** Somebody pressed Ctrl-C: only the following stopped. */
  | { readonly kind: "left"; readonly answer: ExchangeAnswer | undefined };

const POLL_MILLISECONDS = 500;
/** How long a wait for nothing that this node does stays unsaid. */
const WAIT_TOLD_AFTER_MILLISECONDS = 5_000;
/** A node that was restarted is waited for; one that is gone is not. */
const NODE_AWAY_MILLISECONDS = 60_000;

/**
 * Follows an exchange until it is done or stopped, or waits for a person at either agency. The stream of events only
 * feeds the view; whether it is over is asked of the node, so that a lost event can never leave the follower waiting.
 * @throws AccordError `node.unreachable` where the node was away for a minute
 */
export async function followExchange(
  root: string,
  exchange: string,
  interrupted: AbortSignal,
): Promise<FollowEnd> {
  const { stderr } = process;
  const onTerminal = stderr.isTTY === true && process.env.TERM !== "dumb";
  const view = onTerminal ? new BoardOnTerminal(stderr) : new ExchangeView();
  const over = new AbortController();
  const showing = show(root, exchange, view, over.signal);
  let answer: ExchangeAnswer | undefined;
  let client: ApiClient | undefined;
  let awaySince: number | undefined;
  let standstill = { step: "", since: Date.now() };
  try {
    while (!interrupted.aborted) {
      try {
        client ??= await connectRunning(root);
        answer = await client.get<ExchangeAnswer>(`/api/exchanges/${exchange}`);
        awaySince = undefined;
      } catch (error) {
        const { code } = failureOf(error);
        if (!AWAY.has(code)) throw error;
        client = undefined;
        awaySince ??= Date.now();
        if (Date.now() - awaySince > NODE_AWAY_MILLISECONDS) throw error;
        view.wait("this agency's own node, which does not answer");
      }
      if (answer !== undefined && awaySince === undefined) {
        view.answer(answer);
        const end = endOf(answer);
        if (end !== undefined) return end;
        if (answer.step !== standstill.step || answer.working.length > 0) {
          standstill = { step: answer.step, since: Date.now() };
        }
        if (answer.waitsFor !== undefined && Date.now() - standstill.since > WAIT_TOLD_AFTER_MILLISECONDS) {
          view.wait(answer.waitsFor);
        }
      }
      await pause(POLL_MILLISECONDS, interrupted);
    }
    return { kind: "left", answer };
  } finally {
    over.abort();
    await showing;
    view.end();
  }
}

const AWAY = new Set(["node.unreachable", "node.not_running", "api.not_signed_in", "store.failed"]);

function endOf(answer: ExchangeAnswer): FollowEnd | undefined {
  if (answer.standing.kind !== "running") return { kind: answer.standing.kind, answer };
  if (answer.step === "done") return { kind: "done", answer };
  return answer.partnerNotice === undefined ? undefined : { kind: "heldByPartner", answer };
}

async function show(
  root: string,
  exchange: string,
  view: Pick<ExchangeView, "show">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for await (const event of exchangeEvents(root, exchange, signal)) view.show(event);
    await pause(POLL_MILLISECONDS, signal);
  }
}

/** @throws AccordError `node.not_running` */
export async function connectRunning(root: string): Promise<ApiClient> {
  if ((await runningNode(root)) === undefined) {
    throw new AccordError(
      "node.not_running",
      "the node does not run, so the partner's node cannot reach it",
      {
        where: root,
        remedy: "Run `accord serve` for this folder, and keep it running; then run this again.",
      },
    );
  }
  return connect(root, await keptSession(root));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
