import type { Template } from "@accord/fingerprint";
import { BRAVE_HEADERS, braveRow } from "./brave.ts";
import { csvLine } from "./csv.ts";
import { impressionOf } from "./prints/capture.ts";
import type { Registry } from "./register.ts";
import { SCOPE_HEADERS, scopeRow } from "./scope.ts";

/** The registry as CSV lines of its agency's profile (IOM: BRaVE, WFP: SCOPE), header first, without line breaks. */
export function* extractLines(registry: Registry): Generator<string> {
  const [headers, row] = registry.agency === "IOM" ? [BRAVE_HEADERS, braveRow] : [SCOPE_HEADERS, scopeRow];
  yield csvLine(headers);
  for (const { members } of registry) {
    for (const person of members) yield csvLine(row(person));
  }
}

/** The registry's fingerprint templates under the agency's own number of the person, made one at a time. */
export function* extractTemplates(
  registry: Registry,
): Generator<{ readonly id: string; readonly template: Template }> {
  for (const { members } of registry) {
    for (const person of members) {
      for (const capture of person.captures) yield { id: person.id, template: impressionOf(capture) };
    }
  }
}
