import { PROTOCOL } from "../protocol.ts";
import type { Turn } from "../turn.ts";
import { enterSnapshot } from "./snapshot.ts";

export function propose(turn: Turn): void {
  turn.record({ kind: "proposal", proposer: turn.state.self });
  turn.send({ kind: "hello", protocol: PROTOCOL, agreement: turn.state.agreement });
}

export function onHello(turn: Turn, body: { protocol: string; agreement: string }): void {
  if (body.protocol !== PROTOCOL) {
    turn.halt(
      "exchange.protocol_unknown",
      `the partner speaks another protocol than ${PROTOCOL}`,
      "Bring both nodes to the same version.",
    );
    return;
  }
  turn.record({ kind: "proposal", proposer: turn.state.proposer });
  turn.send({ kind: "welcome" });
  enterSnapshot(turn);
}

export function onWelcome(turn: Turn): void {
  enterSnapshot(turn);
}
