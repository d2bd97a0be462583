import { timeOf } from "../world/trace.ts";
import type { Outcome } from "./run.ts";
import type { Happening, Script } from "./script.ts";

/** What befalls a history, in a sentence. */
export function inWords(happening: Happening): string {
  const node = "node" in happening ? happening.node : "";
  switch (happening.kind) {
    case "propose":
      return `${node} proposes an exchange`;
    case "edit":
      return `staff of ${node} correct a person's file`;
    case "withdraw":
      return `a person at ${node} withdraws consent`;
    case "consentAgain":
      return `a person at ${node} consents again`;
    case "protect":
      return `staff of ${node} protect a person's place`;
    case "register":
      return `${node} registers a person${happening.known ? " whom the partner may know" : ""}`;
    case "merge":
      return `staff of ${node} merge two files`;
    case "undoLink":
      return `staff of ${node} undo a link`;
    case "adjudicate":
      return `an adjudicator judges a waiting pair to be ${happening.same ? "the same" : "different"}`;
    case "override":
      return `staff of ${node} let a held exchange pass`;
    case "halt":
      return `staff of ${node} stop the exchange`;
    case "amend":
      return `${node} has the amendment "${happening.to}" in force`;
    case "say":
      return `${node} sets the agreement to ${happening.standing}`;
    case "crash":
      return `${node} is killed, and is back after ${happening.downMilliseconds} ms`;
    case "freeze":
      return `${node} is frozen for ${happening.milliseconds} ms`;
    case "failCall":
      return `${node}'s store ${happening.failing.how} ${happening.failing.when} its ${happening.failing.call}th next call takes effect`;
    case "diskFull":
      return `${node}'s disk is full for ${happening.milliseconds} ms`;
    case "slowDisk":
      return `${node}'s disk is slow for ${happening.milliseconds} ms`;
    case "clock":
      return `${node}'s clock jumps by ${Math.round(happening.byMilliseconds / 1000)} s`;
    case "cut":
      return `the network is cut for ${happening.milliseconds} ms`;
    case "weather":
      return `the network is bad for ${happening.milliseconds} ms: ${Object.entries(happening.weather)
        .map(([name, probability]) => `${name} ${Math.round(probability * 100)}%`)
        .join(", ")}`;
    case "badMemory":
      return `${node}'s memory changes a value of its next batch before it is sealed`;
    case "backup":
      return `${node} is backed up`;
    case "restore":
      return `${node} is restored from that backup${happening.ledgerToo ? ", with its newest ledger" : ""}`;
  }
}

/** A history as a story: what befalls it, what was broken, and the last of what happened. */
export function storyOf(script: Script, outcome: Outcome, lines = Number.POSITIVE_INFINITY): string {
  const { violation, story, trace, events } = outcome;
  const befell = script.happenings.map(({ at, happening }) => `  ${timeOf(at)}  ${inWords(happening)}`);
  const shown = story.slice(-lines);
  return [
    `History ${script.seed}: ${script.happenings.length} happenings, ${events} events, trace ${trace}`,
    `Terms: ${script.pageSize} persons a batch, ${script.terms.recordsPerDay} records a day${script.terms.roster ? ", roster granted" : ""}`,
    "",
    "What befalls it:",
    ...befell,
    "",
    shown.length < story.length
      ? `What happened (the last ${shown.length} of ${story.length}):`
      : "What happened:",
    ...shown.map((line) => `  ${line}`),
    "",
    violation === undefined
      ? "Every invariant held."
      : `BROKEN: ${violation.invariant}\n  ${violation.words}`,
  ].join("\n");
}
