import type { Agreement } from "@accord/agreement";
import {
  type ComparablePerson,
  compareRegistries,
  compareWithin,
  type DuplicateFacts,
  isCorroborated,
  type PairFinding,
  type TellProgress,
} from "@accord/exchange";
import { readTemplates, type Template } from "@accord/fingerprint";
import { DEFAULT_FINGERPRINT_BANDS, DEFAULT_POLICY, type LinkagePolicy } from "@accord/linkage";
import {
  decideDuplicate,
  fingerprintTemplates,
  judgementsOf,
  type LinkageRow,
  linkageRows,
  proposePairs,
  type Store,
} from "@accord/registry";
import { recordEntry } from "../ledger/record.ts";
import { evidenceDigest } from "./evidence-digest.ts";
import { linkagePolicy } from "./linkage-policy.ts";
import type { WorkParts } from "./work-parts.ts";

/** Within one registry nothing else holds a wrong decision back, so the machine must be surer than across two. */
const SURE = 0.995;

/**
 * Finds persons who stand twice in the own registry. Sure ones are deactivated, which can be undone; the rest wait for
 * a human; a pair that somebody judged on the same evidence is left as judged.
 */
export async function deduplicateRegistry(
  parts: Pick<WorkParts, "store" | "context" | "ledger" | "judge">,
  agreement: Agreement | undefined,
  tell: TellProgress,
  /** Where given, these persons are compared with each other and with the rest, and the rest is not compared anew. */
  only?: ReadonlySet<string>,
): Promise<DuplicateFacts> {
  const { store, context, ledger } = parts;
  if (only?.size === 0) return { compared: 0, found: 0, deactivated: 0, waiting: 0 };
  const persons = await comparablePersons(store, parts.judge.self);
  const standing = agreement === undefined ? DEFAULT_POLICY : linkagePolicy(agreement.matching);
  const policy: LinkagePolicy = { ...standing, linkFrom: Math.max(standing.linkFrom, SURE), oneToOne: false };
  const compared = [...persons.values()].map(({ person }) => person);
  const found =
    only === undefined
      ? (await compareWithin(compared, policy, tell)).pairs
      : await compareNew(compared, only, policy, tell);
  const pairs = found.filter((pair) => pair.decision !== "none");

  return store.transaction(async (session) => {
    const judged = await judgementsOf(
      session,
      pairs.map((pair) => ({ kind: "own" as const, a: pair.left, b: pair.right })),
    );
    const open = pairs.filter(
      (pair, index) => judged[index]?.evidenceDigest !== evidenceDigest(pair.evidence),
    );
    const from = (policy.fingerprintBands ?? DEFAULT_FINGERPRINT_BANDS).uniqueBelow;
    const sure = open.filter((each) => each.decision === "link" && isCorroborated(each.evidence, from));
    const most = agreement?.circuitBreaker.maximumDuplicateShare ?? 1;
    const plausible = sure.length <= most * persons.size;
    const gone = new Set<string>();
    const merged: string[] = [];
    for (const pair of plausible ? sure : []) {
      if (gone.has(pair.left) || gone.has(pair.right)) continue;
      const [kept, duplicate] = inOrder(pair, persons);
      await decideDuplicate(session, context, { kept, duplicate, by: "policy", evidence: pair.evidence });
      gone.add(duplicate);
      merged.push(kept, duplicate);
    }
    const waiting = open.filter(
      (pair) =>
        (pair.decision === "adjudicate" || !plausible) && !gone.has(pair.left) && !gone.has(pair.right),
    );
    await proposePairs(
      session,
      context,
      waiting.map((pair) => ({
        pair: { kind: "own", a: pair.left, b: pair.right },
        probability: pair.probability,
        evidence: pair.evidence,
        evidenceDigest: evidenceDigest(pair.evidence),
      })),
    );
    if (gone.size > 0) {
      await recordEntry(
        ledger,
        session,
        {
          kind: "decision",
          subject: "duplicate",
          outcome: "confirmed",
          decidedBy: "policy",
          count: gone.size,
          at: context.now(),
        },
        merged,
      );
    }
    return {
      compared: only?.size ?? persons.size,
      found: sure.length,
      deactivated: gone.size,
      waiting: waiting.length,
    };
  });
}

async function compareNew(
  persons: readonly ComparablePerson[],
  only: ReadonlySet<string>,
  policy: LinkagePolicy,
  tell: TellProgress,
): Promise<readonly PairFinding[]> {
  const fresh = persons.filter(({ id }) => only.has(id));
  const rest = persons.filter(({ id }) => !only.has(id));
  const within = fresh.length < 2 ? [] : (await compareWithin(fresh, policy, tell)).pairs;
  if (fresh.length === 0 || rest.length === 0) return within;
  return [...within, ...(await compareRegistries(fresh, rest, policy, tell)).pairs];
}

/** The older registration is kept: cards and history hang on it. */
function inOrder(
  pair: PairFinding,
  persons: ReadonlyMap<string, { rank: string }>,
): [kept: string, duplicate: string] {
  const [left, right] = [persons.get(pair.left)?.rank ?? "", persons.get(pair.right)?.rank ?? ""];
  return left <= right ? [pair.left, pair.right] : [pair.right, pair.left];
}

async function comparablePersons(
  store: Store,
  agency: string,
): Promise<Map<string, { person: ComparablePerson; rank: string }>> {
  const templates = new Map<string, Template[]>();
  for await (const { person, template } of fingerprintTemplates(store, { agency })) {
    templates.set(person, [...(templates.get(person) ?? []), ...readTemplates(template).templates]);
  }
  const persons = new Map<string, { person: ComparablePerson; rank: string }>();
  for await (const row of linkageRows(store, { agency })) {
    persons.set(row.person, {
      person: comparableRow(row, templates.get(row.person) ?? []),
      rank: `${row.registeredAt ?? ""} ${row.person}`,
    });
  }
  return persons;
}

function comparableRow(row: LinkageRow, templates: readonly Template[]): ComparablePerson {
  const identifiers = row.rationCard === undefined ? [] : [`rationCard:${row.rationCard}`];
  return {
    id: row.person,
    templates,
    record: {
      id: row.person,
      nameParts: row.name?.parts,
      sex: row.sex as "female" | "male" | "other" | undefined,
      birthDate: row.birthDate?.date,
      birthEstimated: row.birthDate === undefined ? undefined : row.birthDate.precision === "estimated",
      place: row.location,
      origin: row.origin,
      phone: row.phone,
      identifiers,
      household: row.household,
      role: row.householdRole as "head" | "alternate" | "member" | undefined,
      relationship: row.relationship,
      householdSize: row.householdSize,
    },
  };
}
