import { LIMITS } from "../limits.ts";
import { PROTOCOL } from "../protocol.ts";
import { inLifeHere } from "../terms.ts";
import type { Turn } from "../turn.ts";
import { enterSnapshot } from "./snapshot.ts";

export function propose(turn: Turn): void {
  turn.record({ kind: "proposal", proposer: turn.state.self });
  turn.send({
    kind: "hello",
    protocol: PROTOCOL,
    agreement: turn.state.agreement,
    suites: [...turn.context.suites],
    alongside: inLifeHere(turn.context.alongside),
    bases: turn.state.fromBase ? turn.context.bases.slice(0, LIMITS.bases) : [],
  });
}

/** Keeps which other agreements the partner counts; of each both must hold the signed text, to limit plans alike. */
function keepAlongside(turn: Turn, alongside: readonly string[]): boolean {
  const held = new Set(turn.context.alongside.map(({ digest }) => digest));
  if (alongside.every((digest) => held.has(digest))) {
    turn.update({ partnerAlongside: alongside });
    return true;
  }
  turn.halt(
    "exchange.agreements_differ",
    "the partner counts an agreement in life that is not held here with both signatures, or has ended here",
    "Compare both nodes' `accord agreement directory`; hand over the agreement that is missing.",
  );
  return false;
}

/**
 * The answering node chooses the suite, the first of its own that the other offers, and the base: the newest exchange that
 * both know as finished. Where there is none, as after a restore, the exchange is a whole one.
 */
export function onHello(
  turn: Turn,
  body: {
    protocol: string;
    agreement: string;
    suites: readonly string[];
    alongside: readonly string[];
    bases: readonly string[];
  },
): void {
  if (body.protocol !== PROTOCOL) {
    turn.halt(
      "exchange.protocol_unknown",
      `the partner speaks another protocol than ${PROTOCOL}`,
      "Bring both nodes to the same version.",
    );
    return;
  }
  const suite = turn.context.suites.find((own) => body.suites.includes(own));
  if (suite === undefined) {
    turn.halt(
      "exchange.suite_unknown",
      "the nodes have no suite for sealing messages in common",
      "Bring both nodes to the same version.",
    );
    return;
  }
  if (!keepAlongside(turn, body.alongside)) return;
  const base = turn.context.bases.find((own) => body.bases.includes(own));
  turn.update({ suite, base });
  turn.record({ kind: "proposal", proposer: turn.state.proposer });
  turn.send({
    kind: "welcome",
    suite,
    alongside: inLifeHere(turn.context.alongside),
    ...(base === undefined ? {} : { base }),
  });
  enterSnapshot(turn);
}

export function onWelcome(
  turn: Turn,
  body: { suite: string; alongside: readonly string[]; base?: string | undefined },
): void {
  if (!turn.context.suites.includes(body.suite)) {
    turn.refuse(
      "exchange.suite_unknown",
      "the partner chose a suite for sealing messages that was not offered",
      "Bring both nodes to the same version.",
    );
    return;
  }
  if (!keepAlongside(turn, body.alongside)) return;
  const { base } = body;
  if (base !== undefined && !(turn.state.fromBase && turn.context.bases.includes(base))) {
    turn.refuse(
      "exchange.base_unknown",
      "the partner chose to start from an exchange that was not offered",
      "Begin a whole exchange: `accord exchange run --whole`.",
    );
    return;
  }
  turn.update({ suite: body.suite, base });
  enterSnapshot(turn);
}
