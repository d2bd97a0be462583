import type { PairEvidence } from "@accord/exchange";
import type { ApiClient } from "../api-client.ts";
import type { TrueRegistration } from "./population-files.ts";

type Numbers = Readonly<Record<"iom" | "wfp", readonly TrueRegistration[]>>;

export interface Accuracy {
  /** Share of links that are right; 1 where there are none. */
  readonly precision: number;
  /** Share of people in both registries, who may be shared, that were found. */
  readonly recall: number;
  readonly links: number;
  readonly wrong: number;
}

export interface TruthComparison {
  /** People whom both registered and who may be shared by both: they consented, and the agreement does not exclude them. */
  readonly peopleInBoth: number;
  /** Of these, with a fingerprint in both registries. */
  readonly peopleInBothWithPrints: number;
  readonly links: Readonly<Record<"nameAndBirthYear" | "biography" | "fingerprints" | "all", Accuracy>>;
  /** People in both whose pair waits for a human. */
  readonly waitingRight: number;
  readonly waiting: number;
  readonly duplicates: Readonly<Record<"iom" | "wfp", Accuracy>>;
}

interface Pair {
  readonly own: string | undefined;
  readonly partnerRef: string;
  readonly decision: string;
  readonly evidence: PairEvidence;
}

/** Holds an exchange's outcome against who is truly who. Only a demo can: nobody else knows the truth. */
export async function compareWithTruth(
  exchange: string,
  numbers: Numbers,
  nodes: { readonly matcher: "iom" | "wfp"; readonly iom: ApiClient; readonly wfp: ApiClient },
): Promise<TruthComparison> {
  const supplier = nodes.matcher === "iom" ? "wfp" : "iom";
  const pairs = await allPairs(nodes[nodes.matcher], exchange);
  const partnerNumbers = await numbersOf(nodes[supplier], exchange, [
    ...new Set(pairs.map((pair) => pair.partnerRef)),
  ]);
  const personOf = (side: "iom" | "wfp") => new Map(numbers[side].map((each) => [each.number, each.person]));
  const own = personOf(nodes.matcher);
  const theirs = personOf(supplier);
  const people = pairs.map((pair) => ({
    ...pair,
    left: own.get(pair.own ?? ""),
    right: theirs.get(partnerNumbers.get(pair.partnerRef) ?? ""),
  }));
  const both = inBoth(numbers, (each) => each.shared);
  const accuracy = (linked: (pair: Pair) => boolean): Accuracy => {
    const links = people.filter(linked);
    const right = links.filter((link) => link.left !== undefined && link.left === link.right);
    const found = new Set(right.map((link) => link.left));
    return {
      precision: links.length === 0 ? 1 : right.length / links.length,
      recall: both.size === 0 ? 1 : [...both].filter((person) => found.has(person)).length / both.size,
      links: links.length,
      wrong: links.length - right.length,
    };
  };
  const waiting = people.filter((pair) => pair.decision === "waiting");
  return {
    peopleInBoth: both.size,
    peopleInBothWithPrints: inBoth(numbers, (each) => each.shared && each.hasPrints).size,
    links: {
      nameAndBirthYear: accuracy((pair) => pair.evidence.alone.nameAndBirthYear === "link"),
      biography: accuracy((pair) => pair.evidence.alone.biography === "link"),
      fingerprints: accuracy((pair) => pair.evidence.alone.fingerprints === "link"),
      all: accuracy((pair) => pair.decision === "linked"),
    },
    waiting: waiting.length,
    waitingRight: waiting.filter((pair) => pair.left !== undefined && pair.left === pair.right).length,
    duplicates: {
      iom: await duplicates(nodes.iom, numbers.iom),
      wfp: await duplicates(nodes.wfp, numbers.wfp),
    },
  };
}

function inBoth(numbers: Numbers, counts: (each: TrueRegistration) => boolean): Set<number> {
  const people = (side: "iom" | "wfp") => new Set(numbers[side].filter(counts).map((each) => each.person));
  const wfp = people("wfp");
  return new Set([...people("iom")].filter((person) => wfp.has(person)));
}

async function duplicates(client: ApiClient, registrations: readonly TrueRegistration[]): Promise<Accuracy> {
  const person = new Map(registrations.map((each) => [each.number, each.person]));
  const times = new Map<number, number>();
  for (const each of registrations) times.set(each.person, (times.get(each.person) ?? 0) + 1);
  const surplus = [...times.values()].reduce((sum, count) => sum + count - 1, 0);
  const { decided } = await client.get<{ decided: { keptKey?: string; duplicateKey?: string }[] }>(
    "/api/duplicates",
  );
  const right = decided.filter(
    ({ keptKey, duplicateKey }) =>
      keptKey !== undefined && person.get(keptKey) === person.get(duplicateKey ?? ""),
  ).length;
  return {
    precision: decided.length === 0 ? 1 : right / decided.length,
    recall: surplus === 0 ? 1 : right / surplus,
    links: decided.length,
    wrong: decided.length - right,
  };
}

async function allPairs(client: ApiClient, exchange: string): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let after: string | undefined; ; ) {
    const query = new URLSearchParams({ limit: "2000", ...(after === undefined ? {} : { after }) });
    const page = await client.get<{ pairs: Pair[]; next?: string }>(
      `/api/exchanges/${exchange}/pairs?${query}`,
    );
    pairs.push(...page.pairs);
    if (page.next === undefined) return pairs;
    after = page.next;
  }
}

async function numbersOf(
  client: ApiClient,
  exchange: string,
  refs: readonly string[],
): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  for (let from = 0; from < refs.length; from += 5000) {
    const page = await client.post<Record<string, string>>(`/api/exchanges/${exchange}/refs`, {
      refs: refs.slice(from, from + 5000),
    });
    for (const [ref, number] of Object.entries(page)) numbers.set(ref, number);
  }
  return numbers;
}
