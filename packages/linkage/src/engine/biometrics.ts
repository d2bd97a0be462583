import { LinkageError } from "../errors.ts";
import type { BiometricEvidence } from "../record.ts";
import type { RegistrySide } from "./registry-side.ts";

/** The strongest evidence on each pair, by {@link pairKey} of the records' positions. */
export type IndexedBiometrics = ReadonlyMap<
  number,
  { readonly left: number; readonly right: number; readonly weight: number; readonly score: number }
>;

/** One number for a pair of positions; exact below 2^26 records a side. */
export const pairKey = (left: number, right: number) => left * 2 ** 26 + right;

/** Looks up the records that fingerprint comparisons name. Throws `linkage.unknown-record` for others. */
export function indexBiometrics(
  evidence: Iterable<BiometricEvidence> | undefined,
  left: RegistrySide,
  right: RegistrySide,
): IndexedBiometrics {
  const within = left === right;
  const indexed = new Map<number, { left: number; right: number; weight: number; score: number }>();
  let unknown = 0;
  for (const { left: leftId, right: rightId, weight, score } of evidence ?? []) {
    let one = left.positions.get(leftId);
    let other = right.positions.get(rightId);
    if (one === undefined || other === undefined || !Number.isFinite(weight)) {
      unknown++;
      continue;
    }
    if (within && one > other) [one, other] = [other, one];
    const key = pairKey(one, other);
    const known = indexed.get(key);
    if (known === undefined || known.weight < weight)
      indexed.set(key, { left: one, right: other, weight, score });
  }
  if (unknown > 0) {
    throw new LinkageError("linkage.unknown-record", {
      message: `${unknown} biometric comparisons name a record that is not given, or have no finite weight`,
      where: "biometrics",
      remedy: "give only comparisons of records that are linked here",
    });
  }
  return indexed;
}
