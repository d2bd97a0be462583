import type { GreyImage, Template } from "@accord/fingerprint";
import { BRAVE_HEADERS, braveRow } from "./brave.ts";
import { csvLine } from "./csv.ts";
import { imageOf, impressionOf } from "./prints/capture.ts";
import { randomOf } from "./random.ts";
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

/**
 * The registry's fingerprint templates under the agency's own number of the person, made one at a time.
 *
 * @param imageShare persons left out because `extractImages` of the same share has them
 */
export function* extractTemplates(
  registry: Registry,
  imageShare = 0,
): Generator<{ readonly id: string; readonly template: Template }> {
  for (const { members } of registry) {
    for (const person of members) {
      if (isPictured(person.truePerson, imageShare)) continue;
      for (const capture of person.captures) yield { id: person.id, template: impressionOf(capture) };
    }
  }
}

/**
 * Fingerprint images of a share of the registered persons, the same persons at both agencies, made one at a time
 * (about a second each).
 *
 * @param imageShare share of persons, 0 to 1
 */
export function* extractImages(
  registry: Registry,
  imageShare: number,
): Generator<{ readonly id: string; readonly position: number; readonly image: GreyImage }> {
  for (const { members } of registry) {
    for (const person of members) {
      if (!isPictured(person.truePerson, imageShare)) continue;
      for (const capture of person.captures)
        yield { id: person.id, position: capture.position, image: imageOf(capture) };
    }
  }
}

function isPictured(truePerson: number, imageShare: number): boolean {
  return randomOf("pictured", truePerson).next() < imageShare;
}
