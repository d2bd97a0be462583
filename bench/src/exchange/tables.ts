import type { ExchangeReport } from "@accord/exchange";
import { carried, SATELLITE, WAYS } from "@accord/node/line-model";
import { randomOf } from "@accord/synthesis";
import { count, type Row, seconds, type Table } from "../table.ts";
import { type Growth, growthOf, valueAt } from "./growth.ts";
import type { MeasuredExchange, Phase } from "./measured-exchange.ts";

const CORES = 2;
const TARGET = {
  persons: 100_000,
  wallSeconds: 15 * 60,
  bytes: 8 * 2 ** 30,
  recall: 0.985,
  precision: 0.999,
};

const both = ({ iom, wfp }: Readonly<Record<"iom" | "wfp", number>>): number => iom + wfp;
const size = ({ persons }: MeasuredExchange): number => Math.sqrt(persons.iom * persons.wfp);
const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;

/** Where the time of one exchange goes. */
export function phasesTable(measured: MeasuredExchange): Table {
  const { persons, fingers, phases, wallSeconds, processorSeconds } = measured;
  const rows = phases
    .filter((phase) => both(phase.processorSeconds) > 0.05 || phase.wallSeconds > 0.05)
    .map(
      ({ name, wallSeconds: wall, processorSeconds: used }): Row => ({
        what: name,
        measured: `${both(used).toFixed(1)} s`,
        against: `iom ${used.iom.toFixed(1)} s, wfp ${used.wfp.toFixed(1)} s; wall ${wall.toFixed(1)} s`,
      }),
    );
  return {
    question: `Where does the processor time of an exchange of ${count(persons.iom)} and ${count(persons.wfp)} persons with ${count(fingers.iom)} and ${count(fingers.wfp)} fingers go? (wfp matches)`,
    rows: [
      ...rows,
      {
        what: "whole, both nodes",
        measured: `${both(processorSeconds).toFixed(1)} s`,
        against: `wall ${wallSeconds.toFixed(1)} s on this machine; ${(both(processorSeconds) / CORES).toFixed(1)} s where ${CORES} idle cores share it evenly`,
      },
    ],
  };
}

/** How right, how large, how much on the wire. */
export function outcomeTable(measured: MeasuredExchange): Table {
  const { persons, peakBytes, truth, report } = measured;
  const { precision, recall, links, wrong } = truth.links.all;
  const perPerson = (bytes: number) => `${count(bytes / persons.iom)} bytes a person of iom`;
  return {
    question: `How right is it at ${count(persons.iom)} and ${count(persons.wfp)} persons, and what does it take?`,
    rows: [
      {
        what: "precision of links",
        measured: precision.toFixed(4),
        against: `limit: ${TARGET.precision} at 100,000; ${wrong} of ${count(links)} wrong`,
      },
      {
        what: "recall of people in both",
        measured: recall.toFixed(4),
        against: `limit: ${TARGET.recall} at 100,000; ${count(truth.peopleInBoth)} people`,
      },
      {
        what: "waiting for a human",
        measured: count(truth.waiting),
        against: `${count(truth.waitingRight)} of them people in both`,
      },
      {
        what: "largest memory of both",
        measured: gibibytes(both(peakBytes)),
        against: `limit: ${gibibytes(TARGET.bytes)} at 100,000; iom ${gibibytes(peakBytes.iom)}, wfp ${gibibytes(peakBytes.wfp)}`,
      },
      {
        what: "information disclosed, match tier",
        measured: perPerson(disclosedBytes(report, "match")),
        against: "JSON of values alone, before compression",
      },
      {
        what: "on the wire, all flows",
        measured: perPerson(measured.wireBytes),
        against: "both directions, TLS and headers included",
      },
    ],
  };
}

function disclosedBytes(report: ExchangeReport, tier: "match" | "linked" | "roster"): number {
  const sides = Object.values(report.sides);
  return sides.reduce((sum, side) => {
    const lines = Object.values(side?.disclosed[tier] ?? {});
    return sum + lines.reduce((all, { bytes }) => all + bytes, 0);
  }, 0);
}

/** How cost grows over several sizes, by a law fitted to logarithms, and what it says of sizes that were not run. */
export function growthTable(runs: readonly MeasuredExchange[]): Table {
  const fitted = (value: (run: MeasuredExchange) => number): Growth =>
    growthOf(runs.map((run) => ({ size: size(run), value: value(run) })));
  const whole = fitted((run) => both(run.processorSeconds));
  const fingers = fitted((run) => of(run.phases, "fingerprints"));
  const rest = fitted((run) => both(run.processorSeconds) - of(run.phases, "fingerprints"));
  const memory = fitted((run) => both(run.peakBytes));
  const said = (growth: Growth): string =>
    `exponent ${growth.exponent.toFixed(2)}, R² ${growth.fit.toFixed(3)}`;
  const extrapolated = (persons: number) => {
    const processor = valueAt(fingers, persons) + valueAt(rest, persons);
    return `${count(processor)} s of processor, ${seconds((processor / CORES) * 1000)} on ${CORES} idle cores`;
  };
  return {
    question:
      "How does the cost of an exchange grow, and what does the law say of the sizes that were not run?",
    rows: [
      ...runs.map(
        (run): Row => ({
          what: `${count(run.persons.iom)} and ${count(run.persons.wfp)} persons`,
          measured: `${both(run.processorSeconds).toFixed(1)} s`,
          against: `fingerprints ${of(run.phases, "fingerprints").toFixed(1)} s; memory ${gibibytes(both(run.peakBytes))}; recall ${run.truth.links.all.recall.toFixed(4)}, precision ${run.truth.links.all.precision.toFixed(4)}`,
        }),
      ),
      {
        what: "whole",
        measured: said(whole),
        against: "seconds of processor = factor x persons a side ^ exponent",
      },
      { what: "fingerprints", measured: said(fingers), against: "every person among all of two registries" },
      { what: "all else", measured: said(rest), against: "" },
      {
        what: "memory",
        measured: said(memory),
        against: `${gibibytes(valueAt(memory, TARGET.persons))} at ${count(TARGET.persons)} by the law`,
      },
      {
        what: "100,000 x 100,000, extrapolated",
        measured: extrapolated(TARGET.persons),
        against: `limit: ${TARGET.wallSeconds / 60} minutes`,
      },
      {
        what: "700,000 x 1,000,000, extrapolated",
        measured: extrapolated(Math.sqrt(700_000 * 1_000_000)),
        against: "embedded stores; not run",
      },
    ],
  };
}

const of = (phases: readonly Phase[], name: string): number =>
  both(phases.find((phase) => phase.name === name)?.processorSeconds ?? { iom: 0, wfp: 0 });

/** What a bad network leaves of the link, by a model with virtual time. */
export async function networkTable(messages: number): Promise<Table> {
  const row = async (what: string, roundTrip: number, way: { lanes: number; ahead: number }, of: number) => {
    const options = {
      ...SATELLITE,
      roundTripMilliseconds: roundTrip,
      ...way,
      messages: of,
      sealedBytes: 300_000,
    };
    const random = randomOf(1, what);
    const { share, busy } = await carried({ ...options, random: () => random.next() });
    return {
      what,
      measured: `${(100 * share).toFixed(1)}%`,
      against: `line busy ${(100 * busy).toFixed(1)}%; ${of} messages of 300 KB`,
    };
  };
  const { roundTripMilliseconds } = SATELLITE;
  return {
    question:
      "Of a link of 256 kbit/s on which one packet in twenty is lost, what share do sealed bytes come to? (model of TCP with virtual time; limit: 85% at 800 ms)",
    rows: [
      await row("800 ms there and back, as it does", roundTripMilliseconds, WAYS.asItDoes, messages),
      await row("1,600 ms there and back, as it does", 2 * roundTripMilliseconds, WAYS.asItDoes, messages),
      await row(
        "800 ms, one message at a time, one connection",
        roundTripMilliseconds,
        WAYS.oneByOne,
        Math.ceil(messages / 8),
      ),
    ],
  };
}
