import { Gallery, identify, type Template } from "@accord/fingerprint";
import type { BiometricEvidence } from "@accord/linkage";
import type { ComparablePerson } from "./comparable-person.ts";

/** Candidates for each probe: whoever shares a finger comes far before the fifth. */
const CANDIDATES = 5;
/** Scores below this are what strangers reach; they say nothing and are not carried on. */
const LEAST_SCORE = 20;

type Tell = (done: number, total: number) => void;

/** Searches each of the left persons' fingers among the right ones': one to many, in both directions by symmetry. */
export async function fingersAcross(
  left: readonly ComparablePerson[],
  right: readonly ComparablePerson[],
  tell: Tell,
): Promise<BiometricEvidence[]> {
  const gallery = galleryOf(right);
  return search(left, right, gallery, tell, () => true);
}

/** Searches each person's fingers among all others of the same registry; each pair once. */
export async function fingersWithin(
  persons: readonly ComparablePerson[],
  tell: Tell,
): Promise<BiometricEvidence[]> {
  return search(persons, persons, galleryOf(persons), tell, (probe, subject) => probe < subject);
}

function galleryOf(persons: readonly ComparablePerson[]): Gallery {
  const entries: { subject: number; template: Template }[] = [];
  for (const [subject, person] of persons.entries()) {
    for (const template of person.templates) entries.push({ subject, template });
  }
  return Gallery.build(entries);
}

async function search(
  probes: readonly ComparablePerson[],
  subjects: readonly ComparablePerson[],
  gallery: Gallery,
  tell: Tell,
  wanted: (probe: number, subject: number) => boolean,
): Promise<BiometricEvidence[]> {
  const found: BiometricEvidence[] = [];
  for (const [index, person] of probes.entries()) {
    if (index % 64 === 0) {
      tell(index, probes.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (person.templates.length === 0) continue;
    for (const { subject, score, weight } of identify(person.templates, gallery, { limit: CANDIDATES })) {
      const other = subjects[subject];
      if (other === undefined || score < LEAST_SCORE || !wanted(index, subject)) continue;
      found.push({ left: person.id, right: other.id, weight, score });
    }
  }
  tell(probes.length, probes.length);
  return found;
}
