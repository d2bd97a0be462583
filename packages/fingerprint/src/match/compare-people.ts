import type { Template } from "../template.ts";
import { ComparedFingers, type FingersComparison } from "./compared-fingers.ts";
import { PreparedTemplate, prepare } from "./prepared.ts";
import { score } from "./verify.ts";

/**
 * Compares the fingers of two people, each with its like: what a search says of a candidate, for a pair that something
 * else brought. Fingers that do not match speak against one person, by how seldom the same finger finds nothing.
 *
 * @returns undefined where the two have no finger in common that could be compared
 */
export function comparePeople(
  probe: readonly (Template | PreparedTemplate)[],
  reference: readonly (Template | PreparedTemplate)[],
): FingersComparison | undefined {
  const others = reference.map(prepared);
  const compared = new ComparedFingers();
  for (const [index, one] of probe.entries()) {
    const finger = prepared(one);
    for (const other of others) {
      if (other.position !== finger.position && other.position !== 0 && finger.position !== 0) continue;
      compared.add(finger, index, other, score(finger, other));
    }
  }
  return compared.result();
}

const prepared = (impression: Template | PreparedTemplate): PreparedTemplate =>
  impression instanceof PreparedTemplate ? impression : prepare(impression);
