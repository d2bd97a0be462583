import type { Amendment, NodeId, Terms } from "../model/agreements.ts";
import { NODES } from "../model/agreements.ts";
import type { Standing } from "../model/rows.ts";
import { Draw } from "../world/draw.ts";
import type { FailingCall } from "../world/machine.ts";
import type { Weather } from "../world/network.ts";

/** Something that befalls a history at a time: a fault, or what a member of staff does. */
export type Happening =
  | { readonly kind: "propose"; readonly node: NodeId }
  | { readonly kind: "edit"; readonly node: NodeId; readonly pick: number; readonly attribute: number }
  | { readonly kind: "withdraw" | "consentAgain" | "protect"; readonly node: NodeId; readonly pick: number }
  | { readonly kind: "register"; readonly node: NodeId; readonly known: boolean }
  | { readonly kind: "merge" | "undoLink"; readonly node: NodeId; readonly pick: number }
  | { readonly kind: "adjudicate"; readonly same: boolean; readonly pick: number }
  | { readonly kind: "override" | "halt"; readonly node: NodeId }
  | { readonly kind: "amend"; readonly node: NodeId; readonly to: Amendment }
  | { readonly kind: "say"; readonly node: NodeId; readonly standing: Standing }
  | {
      readonly kind: "crash";
      readonly node: NodeId;
      readonly downMilliseconds: number;
      readonly reached: number;
    }
  | { readonly kind: "freeze"; readonly node: NodeId; readonly milliseconds: number }
  | { readonly kind: "failCall"; readonly node: NodeId; readonly failing: FailingCall }
  | { readonly kind: "diskFull" | "slowDisk"; readonly node: NodeId; readonly milliseconds: number }
  | { readonly kind: "clock"; readonly node: NodeId; readonly byMilliseconds: number }
  | { readonly kind: "cut"; readonly milliseconds: number }
  | { readonly kind: "weather"; readonly weather: Weather; readonly milliseconds: number }
  /** A value of the next batch that this node sends is changed in its memory, before it is sealed. */
  | { readonly kind: "badMemory"; readonly node: NodeId }
  | { readonly kind: "backup"; readonly node: NodeId }
  | { readonly kind: "restore"; readonly node: NodeId; readonly ledgerToo: boolean };

export interface Timed {
  /** Milliseconds since the history began. */
  readonly at: number;
  readonly happening: Happening;
}

/** A history before it runs: the seed of all chance, and what befalls it. */
export interface Script {
  readonly seed: number;
  readonly terms: Terms;
  readonly pageSize: number;
  readonly happenings: readonly Timed[];
}

/** Faults and staff end here; then the network is whole, every node up, and both must come to rest and agree. */
export const STORM_MILLISECONDS = 240_000;

const HOUR = 3_600_000;

type Maker = readonly [weight: number, make: (draw: Draw, node: NodeId) => Happening];

const STAFF: readonly Maker[] = [
  [6, (draw, node) => ({ kind: "edit", node, pick: pick(draw), attribute: draw.whole("attribute", 0, 3) })],
  [4, (draw, node) => ({ kind: "withdraw", node, pick: pick(draw) })],
  [2, (draw, node) => ({ kind: "consentAgain", node, pick: pick(draw) })],
  [2, (draw, node) => ({ kind: "protect", node, pick: pick(draw) })],
  [2, (draw, node) => ({ kind: "register", node, known: draw.chance("known", 0.5) })],
  [2, (draw, node) => ({ kind: "merge", node, pick: pick(draw) })],
  [4, (draw, node) => ({ kind: "undoLink", node, pick: pick(draw) })],
  [5, (draw) => ({ kind: "adjudicate", same: draw.chance("same", 0.7), pick: pick(draw) })],
  [4, (_draw, node) => ({ kind: "propose", node })],
  [2, (_draw, node) => ({ kind: "override", node })],
  [1, (_draw, node) => ({ kind: "halt", node })],
  [
    2,
    (draw, node) => ({
      kind: "amend",
      node,
      to: draw.one("amendment", ["withoutPhone", "withoutName", "renewed"]),
    }),
  ],
  [
    2,
    (draw, node) => ({
      kind: "say",
      node,
      standing: draw.one("standing", ["suspended", "active", "revoked"]),
    }),
  ],
];

const FAULTS: readonly Maker[] = [
  [
    8,
    (draw, node) => ({
      kind: "crash",
      node,
      downMilliseconds: brief(draw, "down"),
      reached: draw.unit("reached"),
    }),
  ],
  [3, (draw, node) => ({ kind: "freeze", node, milliseconds: brief(draw, "frozen") })],
  [
    4,
    (draw, node) => ({
      kind: "failCall",
      node,
      failing: {
        call: draw.whole("call", 0, 60),
        when: draw.one("when", ["before", "after"]),
        how: draw.one("how", ["dies", "throws"]),
      },
    }),
  ],
  [2, (draw, node) => ({ kind: "diskFull", node, milliseconds: brief(draw, "full") })],
  [1, (draw, node) => ({ kind: "slowDisk", node, milliseconds: brief(draw, "slow") })],
  [
    2,
    (draw, node) => ({
      kind: "clock",
      node,
      byMilliseconds: (draw.unit("jump") - 0.5) * 4 * (draw.chance("days", 0.4) ? 24 * HOUR : HOUR / 20),
    }),
  ],
  [3, (draw) => ({ kind: "cut", milliseconds: brief(draw, "cut") })],
  [
    5,
    (draw) => ({
      kind: "weather",
      milliseconds: brief(draw, "weather"),
      weather: {
        lost: draw.unit("lost") * 0.4,
        answerLost: draw.unit("answerLost") * 0.4,
        repeated: draw.unit("repeated") * 0.5,
        delayed: draw.unit("delayed") * 0.5,
        corrupted: draw.unit("corrupted") * 0.2,
      },
    }),
  ],
  [1, (_draw, node) => ({ kind: "badMemory", node })],
];

/** The history of a seed. */
export function scriptOf(seed: number): Script {
  const draw = new Draw(seed);
  const happenings: Timed[] = [{ at: 0, happening: { kind: "propose", node: draw.one("proposer", NODES) } }];
  const add = (makers: readonly Maker[], count: number) => {
    for (let made = 0; made < count; made++) {
      happenings.push({ at: moment(draw), happening: weighed(draw, makers)(draw, draw.one("node", NODES)) });
    }
  };
  add(STAFF, draw.whole("staff", 0, 8));
  add(FAULTS, draw.whole("faults", 0, 7));
  if (draw.chance("restored", 0.12)) {
    const node = draw.one("restored.node", NODES);
    const backup = moment(draw);
    happenings.push({ at: backup, happening: { kind: "backup", node } });
    happenings.push({
      at: backup + draw.whole("restored.after", 50, 60_000),
      happening: { kind: "restore", node, ledgerToo: draw.chance("restored.ledger", 0.5) },
    });
  }
  happenings.sort((a, b) => a.at - b.at);
  const strict = draw.chance("strict", 0.1);
  return {
    seed,
    pageSize: draw.whole("pageSize", 1, 4),
    terms: {
      recordsPerDay: draw.chance("scarce", 0.2) ? draw.whole("ceiling", 4, 16) : 1_000_000,
      personsPerExchange: 1_000,
      overlap: { minimum: strict ? 0.6 : 0, maximum: 1 },
      roster: draw.chance("roster", 0.3),
    },
    happenings,
  };
}

const pick = (draw: Draw): number => draw.whole("pick", 0, 1_000);

/** Mostly while the first exchange runs, sometimes long after. */
const moment = (draw: Draw): number =>
  draw.chance("soon", 0.75)
    ? draw.whole("moment", 0, 4_000)
    : draw.whole("later", 0, STORM_MILLISECONDS - 60_000);

const brief = (draw: Draw, label: string): number => Math.floor(50 * 2 ** (draw.unit(label) * 10));

function weighed(draw: Draw, makers: readonly Maker[]): Maker[1] {
  let left = draw.unit("kind") * makers.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of makers) {
    left -= weight;
    if (left < 0) return make;
  }
  return makers[0]![1];
}
