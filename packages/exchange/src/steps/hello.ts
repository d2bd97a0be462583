import { PROTOCOL } from "../protocol.ts";
import type { Turn } from "../turn.ts";
import { enterSnapshot } from "./snapshot.ts";

export function propose(turn: Turn): void {
  turn.record({ kind: "proposal", proposer: turn.state.self });
  turn.send({
    kind: "hello",
    protocol: PROTOCOL,
    agreement: turn.state.agreement,
    suites: [...turn.context.suites],
  });
}

/** The answering node chooses the suite: the first of its own that the other offers. */
export function onHello(
  turn: Turn,
  body: { protocol: string; agreement: string; suites: readonly string[] },
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
  turn.update({ suite });
  turn.record({ kind: "proposal", proposer: turn.state.proposer });
  turn.send({ kind: "welcome", suite });
  enterSnapshot(turn);
}

export function onWelcome(turn: Turn, body: { suite: string }): void {
  if (!turn.context.suites.includes(body.suite)) {
    turn.refuse(
      "exchange.suite_unknown",
      "the partner chose a suite for sealing messages that was not offered",
      "Bring both nodes to the same version.",
    );
    return;
  }
  turn.update({ suite: body.suite });
  enterSnapshot(turn);
}
