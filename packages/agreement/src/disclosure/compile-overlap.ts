import type { DisclosurePlan } from "@accord/vocabulary";
import { attributesOfKey, type OverlapKey } from "../schema/overlap.ts";
import { planUnder, type Terms } from "./plan-under.ts";

/**
 * What a party may read of its own persons in order to make keys of them for a private set intersection, as a plan:
 * nothing of it leaves. Whoever must have consented to be disclosed under any clause must have to be counted; whom an
 * agreement beside it excludes is not.
 */
export function compileOverlap(
  terms: Terms,
  selection: { readonly from: string; readonly keys: readonly OverlapKey[]; readonly byCounty: boolean },
): DisclosurePlan {
  const { from, keys, byCounty } = selection;
  const plan = planUnder(terms, { from, tier: "match" });
  const attributes = new Set(keys.flatMap(attributesOfKey));
  if (byCounty) attributes.add("person.location");
  const own = terms.agreement.clauses.filter((clause) => clause.from === from);
  const consent = own.length === 0 || own.some((clause) => clause.basis.kind === "consent");
  return {
    ...plan,
    grants: [...attributes].map((attribute) => ({
      clause: "overlap",
      attribute,
      transformation: "none",
      retentionDays: 0,
      consent,
      purposes: [terms.agreement.purpose],
    })),
    consentRequired: consent,
  };
}
