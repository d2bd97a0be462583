import { Gallery, type Template } from "@accord/fingerprint";
import { identifyMany } from "@accord/fingerprint/pool";
import {
  type BiometricEvidence,
  link,
  PERSONS_MODEL,
  personRow,
  probabilitiesAmongAlternatives,
  type Reliability,
  reliabilityOf,
} from "@accord/linkage";
import { type Agency, impressionOf, population, type RegisteredPerson, register } from "@accord/synthesis";
import { count, type Row } from "../table.ts";
import { recordOf } from "./synthetic-registries.ts";

const CANDIDATES = 5;
/** What strangers reach now and then. */
const LEAST_SCORE = 20;

/**
 * Whether the probability of biography, household and fingerprints together is what it says, on two registrations of a
 * synthetic population; and whether fingers that differ keep look-alikes apart.
 */
export async function fusedRows(people: number): Promise<Row[]> {
  const everybody = population({ people, seed: 6 });
  const registered = (agency: Agency) =>
    [...register(everybody, { agency, seed: 6 })].flatMap((household) => household.members);
  const [left, right] = [registered("IOM"), registered("WFP")];
  const biometrics = await compared(left, right);
  const truePerson = new Map([...left, ...right].map((person) => [person.id, person.truePerson]));
  const hasPrints = new Set(
    [...left, ...right].filter(({ captures }) => captures.length > 0).map(({ id }) => id),
  );
  const result = await link(
    { rows: left.map((person) => personRow(recordOf(person))) },
    { rows: right.map((person) => personRow(recordOf(person))) },
    { model: PERSONS_MODEL, biometrics },
  );
  const judged = result.pairs.map((pair) => ({
    probability: pair.probability,
    same: truePerson.get(pair.left) === truePerson.get(pair.right),
    isLink: pair.decision === "link",
    both: hasPrints.has(pair.left) && hasPrints.has(pair.right),
  }));
  const among = probabilitiesAmongAlternatives(result.pairs);
  const competing = judged.map((pair, index) => ({ ...pair, probability: among[index]! }));
  const links = judged.filter(({ isLink }) => isLink);
  const wrong = links.filter(({ same }) => !same);
  return [
    {
      what: `fused posterior among alternatives, ${count(left.length)} × ${count(right.length)}, ${count(judged.length)} pairs from 1% on`,
      measured: told(reliabilityOf(competing)),
      against: "0 is best; saying the overall share of each pair would give a Brier score of " + base(judged),
    },
    {
      what: "the same, pairs with prints on both sides",
      measured: told(reliabilityOf(competing.filter(({ both }) => both))),
      against: "none set",
    },
    {
      what: "each pair by itself, whatever its alternatives",
      measured: told(reliabilityOf(judged)),
      against: "too sure of look-alikes, which the decision leaves out",
    },
    ...reliabilityOf(competing).bins.map(
      ({ from, to, stated, observed }): Row => ({
        what: `stated ${from} to ${to}`,
        measured: `${stated.toFixed(3)} stated, ${observed.value.toFixed(3)} observed of ${count(observed.of)}`,
        against: `95% interval ${observed.low.toFixed(3)} to ${observed.high.toFixed(3)}`,
      }),
    ),
    {
      what: `wrong links of ${count(links.length)}; of them with different fingers on both sides`,
      measured: `${wrong.length}; ${wrong.filter(({ both }) => both).length}`,
      against: "limit: none with different fingers",
    },
  ];
}

const told = ({ brier, calibrationError }: Reliability): string =>
  `Brier ${brier.toFixed(4)}, calibration error ${calibrationError.toFixed(4)}`;

function base(pairs: readonly { readonly same: boolean }[]): string {
  const share = pairs.filter(({ same }) => same).length / Math.max(1, pairs.length);
  return (share * (1 - share)).toFixed(4);
}

/** Fingers of the one registry searched in the other, as an exchange does. */
async function compared(
  left: readonly RegisteredPerson[],
  right: readonly RegisteredPerson[],
): Promise<BiometricEvidence[]> {
  const templatesOf = ({ captures }: RegisteredPerson): Template[] => captures.map(impressionOf);
  const gallery = Gallery.build(
    right.flatMap((person, subject) => templatesOf(person).map((template) => ({ subject, template }))),
  );
  const probes = left.filter(({ captures }) => captures.length > 0);
  const found = await identifyMany(probes.map(templatesOf), gallery, { limit: CANDIDATES });
  return found.flatMap((candidates, index) =>
    candidates.flatMap(({ subject, weight, score }) =>
      score < LEAST_SCORE ? [] : [{ left: probes[index]!.id, right: right[subject]!.id, weight, score }],
    ),
  );
}
