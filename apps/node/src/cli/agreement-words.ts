import type { Standing } from "./agreement-document.ts";
import { harmless, remark, shortDigest, styled, table } from "./terminal.ts";

export interface Contradiction {
  readonly level: string;
  readonly code: string;
  readonly message: string;
  readonly where: string;
  readonly remedy: string;
}

export const hasErrors = (found: readonly Contradiction[]): boolean =>
  found.some((each) => each.level === "error");

export function tellContradictions(
  found: readonly Contradiction[],
  tell: (line: string) => void = remark,
): void {
  for (const { level, code, message, where, remedy } of found) {
    tell(`${styled(level === "error" ? "red" : "yellow", level)} ${code}: ${harmless(message)}`);
    tell(`  where: ${harmless(where)}`);
    tell(`  remedy: ${harmless(remedy)}`);
  }
}

export function standingTable(all: readonly Standing[]): string {
  return table(
    ["digest", "title", "signed by", "valid", "stands"],
    all.map((standing) => [
      shortDigest(standing.digest),
      standing.title,
      signers(standing),
      `${standing.validFrom} to ${standing.validUntil}`,
      standing.inForce ? "active" : `${standing.phase}: ${standing.reason ?? ""}`,
    ]),
  );
}

export function standingLines(standing: Standing): string {
  const missing = standing.parties.filter((each) => each.signedAt === undefined).map((each) => each.party);
  return [
    `Agreement  ${harmless(standing.title)}`,
    `Digest     ${standing.digest}`,
    `Valid      ${standing.validFrom} to ${standing.validUntil}`,
    ...standing.parties.flatMap(signatureLines),
    standing.inForce
      ? `In force   ${styled("green", "yes")}`
      : `In force   ${styled("yellow", "no")}, ${harmless(standing.phase)}: ${harmless(standing.reason ?? `the signature of ${missing.join(", ")} is missing`)}`,
    ...standing.events.map(
      ({ kind, party, at, says }) => `Event      ${kind} by ${harmless(party)}, ${at}: ${harmless(says)}`,
    ),
    ...standing.duties.map(dutyLine),
  ].join("\n");
}

function signatureLines({ party, signedAt, required, signatures }: Standing["parties"][number]): string[] {
  if (required === 1 && signatures.every((each) => each.signatory === undefined)) {
    return [
      signedAt === undefined ? `Unsigned   ${harmless(party)}` : `Signed     ${harmless(party)}, ${signedAt}`,
    ];
  }
  const by = signatures.map((each) => `${harmless(each.signatory ?? "node")} ${each.signedAt}`);
  return [
    `${signedAt === undefined ? "Unsigned  " : "Signed    "} ${harmless(party)}, ${signatures.length} of ${required}${by.length === 0 ? "" : `: ${by.join("; ")}`}`,
  ];
}

export function dutyLine({ kind, by, on, overdue }: Standing["duties"][number]): string {
  const late = overdue ? styled("red", " (overdue)") : "";
  const what = {
    review: `review it by ${by}: accord agreement review`,
    expiry: `it ends on ${on}: renew it, or let it end`,
    windUp: `delete what was received by ${by}: accord agreement wind-up`,
  }[kind];
  return `Due        ${what ?? harmless(kind)}${late}`;
}

const signers = ({ parties }: Standing): string =>
  parties
    .filter((each) => each.signedAt !== undefined)
    .map((each) => each.party)
    .join(", ") || "nobody";
