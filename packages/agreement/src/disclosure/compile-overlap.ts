import type { DisclosurePlan } from "@accord/vocabulary";
import type { Agreement } from "../schema/agreement.ts";
import { attributesOfKey, type OverlapKey } from "../schema/overlap.ts";
import { compileDisclosure } from "./compile.ts";

/**
 * What a party may read of its own persons in order to make keys of them for a private set intersection, as a plan:
 * nothing of it leaves. Whoever must have consented to be disclosed under any clause must have to be counted.
 */
export function compileOverlap(
  agreement: Agreement,
  selection: { readonly from: string; readonly keys: readonly OverlapKey[]; readonly byCounty: boolean },
): DisclosurePlan {
  const { from, keys, byCounty } = selection;
  const plan = compileDisclosure(agreement, { from, tier: "match" });
  const attributes = new Set(keys.flatMap(attributesOfKey));
  if (byCounty) attributes.add("person.location");
  const own = agreement.clauses.filter((clause) => clause.from === from);
  const consent = own.length === 0 || own.some((clause) => clause.basis.kind === "consent");
  return {
    ...plan,
    grants: [...attributes].map((attribute) => ({
      clause: "overlap",
      attribute,
      transformation: "none",
      retentionDays: 0,
      consent,
      purposes: [agreement.purpose],
    })),
    consentRequired: consent,
  };
}
