import type { DisclosureExclusions, Tier } from "@accord/vocabulary";
import { bothExclusions, exclusionsFor, sameExclusions } from "./disclosure/exclusions.ts";
import type { AgreementPhase } from "./life/phase.ts";
import { type Agreement, counterpartOf } from "./schema/agreement.ts";
import type { Clause } from "./schema/clause.ts";
import { mayCoverTheSame, speaksOfTheSame, stricterClause } from "./stricter.ts";

/** An agreement that a node holds, and where it stands. */
export interface DirectoryEntry {
  readonly digest: string;
  readonly phase: AgreementPhase;
  readonly agreement: Agreement;
}

/** What one agreement lets one party send the other. */
interface Coverage {
  readonly from: string;
  readonly to: string;
  readonly tier: Tier;
  readonly attributes: readonly string[];
}

/** Two agreements in life that both speak of one attribute, for persons whom both may cover, and say different things. */
interface Conflict {
  readonly agreements: readonly [string, string];
  readonly from: string;
  readonly to: string;
  readonly tier: Tier;
  readonly attribute: string;
  readonly differs: readonly ("transformation" | "basis" | "retentionDays" | "exclusions")[];
  /** What both allow: the stricter of each. */
  readonly stricter: Pick<Clause, "transformation" | "retentionDays"> & {
    readonly consent: boolean;
    readonly exclusions: DisclosureExclusions;
  };
}

export interface Directory {
  readonly self: string;
  readonly agreements: readonly {
    readonly digest: string;
    readonly title: string;
    readonly partner: string;
    readonly phase: AgreementPhase;
    readonly purposes: readonly string[];
    readonly places: readonly string[];
    readonly validFrom: string;
    readonly validUntil: string;
    readonly supersedes?: string;
    readonly covers: readonly Coverage[];
  }[];
  readonly conflicts: readonly Conflict[];
}

/** Phases in which an agreement may grant something, now or once it is resumed. */
const IN_LIFE: readonly AgreementPhase[] = ["active", "barred", "suspending", "suspended", "resuming"];

/** Which agreements a node holds, with whom, what each covers, and where two in life conflict. */
export function directoryOf(self: string, entries: readonly DirectoryEntry[]): Directory {
  return {
    self,
    agreements: entries.map(({ digest, phase, agreement }) => ({
      digest,
      title: agreement.title,
      partner: counterpartOf(agreement, self)?.id ?? "",
      phase,
      purposes: agreement.purposes,
      places: agreement.scope.places,
      validFrom: agreement.validFrom,
      validUntil: agreement.validUntil,
      ...(agreement.supersedes === undefined ? {} : { supersedes: agreement.supersedes.digest }),
      covers: coverageOf(agreement),
    })),
    conflicts: conflictsAmong(entries.filter(({ phase }) => IN_LIFE.includes(phase))),
  };
}

function coverageOf({ clauses }: Agreement): Coverage[] {
  const groups = new Map<string, { from: string; to: string; tier: Tier; attributes: string[] }>();
  for (const { from, to, tier, attribute } of clauses) {
    const key = `${from} ${to} ${tier}`;
    const group = groups.get(key) ?? { from, to, tier, attributes: [] };
    group.attributes.push(attribute);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function conflictsAmong(entries: readonly DirectoryEntry[]): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [index, one] of entries.entries()) {
    for (const other of entries.slice(index + 1)) {
      if (!mayCoverTheSame(one.agreement, other.agreement)) continue;
      for (const clause of one.agreement.clauses) {
        const same = other.agreement.clauses.find((each) => speaksOfTheSame(clause, each));
        const conflict = same && conflictOf([one, other], clause, same);
        if (conflict !== undefined) conflicts.push(conflict);
      }
    }
  }
  return conflicts;
}

function conflictOf(
  [one, other]: readonly [DirectoryEntry, DirectoryEntry],
  a: Clause,
  b: Clause,
): Conflict | undefined {
  const excluded = [one, other].map(({ agreement }) => exclusionsFor(agreement, a.to));
  const [mine, theirs] = [excluded[0]!, excluded[1]!];
  const differs = [
    ...(a.transformation === b.transformation ? [] : (["transformation"] as const)),
    ...(a.basis.kind === b.basis.kind ? [] : (["basis"] as const)),
    ...(a.retentionDays === b.retentionDays ? [] : (["retentionDays"] as const)),
    ...(sameExclusions(mine, theirs) ? [] : (["exclusions"] as const)),
  ];
  if (differs.length === 0) return undefined;
  const { from, to, tier, attribute } = a;
  const { transformation, retentionDays, basis } = stricterClause(a, b);
  return {
    agreements: [one.digest, other.digest],
    from,
    to,
    tier,
    attribute,
    differs,
    stricter: {
      transformation,
      retentionDays,
      consent: basis.kind === "consent",
      exclusions: bothExclusions(mine, theirs),
    },
  };
}

/** The directory as a graph in DOT (Graphviz): parties as boxes, agreements between them, conflicts in red. */
export function directoryGraph({ self, agreements, conflicts }: Directory): string {
  const lines = [
    `digraph agreements {`,
    `  rankdir=LR;`,
    `  node [shape=box];`,
    `  ${quoted(self)} [style=bold];`,
  ];
  for (const { digest, title, partner, phase, covers } of agreements) {
    const id = quoted(digest.slice(0, 12));
    const style = phase === "active" ? "filled" : IN_LIFE.includes(phase) ? "dashed" : "dotted";
    lines.push(
      `  ${id} [shape=note, style=${style}, label=${quoted(`${title}\\n${digest.slice(0, 12)}, ${phase}`)}];`,
    );
    for (const { from, to, tier, attributes } of covers) {
      const label = quoted(`${tier}: ${attributes.length}`);
      lines.push(
        `  ${quoted(from)} -> ${id} [label=${label}];`,
        `  ${id} -> ${quoted(to)} [label=${label}];`,
      );
    }
    if (covers.length === 0) lines.push(`  ${quoted(self)} -> ${id} -> ${quoted(partner)} [style=dotted];`);
  }
  for (const { supersedes, digest } of agreements) {
    if (supersedes === undefined) continue;
    lines.push(
      `  ${quoted(digest.slice(0, 12))} -> ${quoted(supersedes.slice(0, 12))} [style=dashed, label="supersedes"];`,
    );
  }
  const pairs = new Map<string, number>();
  for (const {
    agreements: [a, b],
  } of conflicts) {
    const key = `${quoted(a.slice(0, 12))} -> ${quoted(b.slice(0, 12))}`;
    pairs.set(key, (pairs.get(key) ?? 0) + 1);
  }
  for (const [pair, count] of pairs) {
    lines.push(`  ${pair} [dir=none, color=red, label=${quoted(`${count} conflicts`)}];`);
  }
  return `${[...lines, "}"].join("\n")}\n`;
}

/** A DOT string; what a party wrote cannot end it. `\\n` of ours stays a line break. */
function quoted(text: string): string {
  return `"${text
    .replaceAll('"', "'")
    .replaceAll(/\\(?!n)/g, "/")
    .replaceAll(/\s/g, " ")}"`;
}
