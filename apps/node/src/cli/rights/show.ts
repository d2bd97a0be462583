import type { RightsStanding } from "../../rights/standing.ts";
import { heading, table } from "../terminal.ts";

/** What a person decided and asked for, for reading; ids stand where a command takes them. */
export function standingLines(standing: RightsStanding): string {
  const sections: [title: string, body: string][] = [
    [
      "Consent",
      table(
        ["to", "for", "said", "when", "language", "shown by", "reason"],
        standing.consents.map((each) => [
          each.recipient,
          each.purpose,
          each.event ?? (each.given ? "yes (imported)" : "no (imported)"),
          each.assertedAt,
          each.language,
          each.expression,
          each.reason,
        ]),
      ),
    ],
    [
      "Objections",
      table(
        ["objection", "to", "for", "ground", "made", "ended"],
        standing.objections.map((each) => [
          each.id,
          each.recipient ?? "all",
          each.purpose ?? "all",
          each.ground,
          each.madeAt,
          each.endedAt,
        ]),
      ),
    ],
    [
      "Restriction",
      table(
        ["ground", "since", "until"],
        standing.restrictions.map((each) => [each.ground, each.beganAt, each.endedAt]),
      ),
    ],
    [
      "Requests",
      table(
        ["request", "kind", "opened", "due", "answer"],
        standing.requests.map((each) => [each.id, each.kind, each.openedAt, each.dueAt, each.outcome]),
      ),
    ],
    [
      "Partners told",
      table(
        ["partner", "what", "made", "taken", "certificate"],
        standing.notices.map((each) => [
          each.partner,
          each.kind,
          each.madeAt,
          each.takenAt,
          each.certificate === undefined ? "" : "verified",
        ]),
      ),
    ],
  ];
  const { erasure } = standing;
  return [
    heading(`Person ${standing.person}`),
    ...(erasure === undefined
      ? []
      : [
          `Erased ${erasure.erasedAt} (${erasure.reason}); the store's files are rewritten ${erasure.scrubbedAt === undefined ? `by ${erasure.scrubBy}` : `since ${erasure.scrubbedAt}`}`,
        ]),
    ...sections.filter(([, body]) => body !== "").map(([title, body]) => `${heading(title)}\n${body}`),
  ].join("\n\n");
}
