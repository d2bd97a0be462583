import type { DisclosureExclusions } from "@accord/vocabulary";
import type { Agreement } from "../schema/agreement.ts";
import { isAuthority } from "../schema/party.ts";

/** The exclusions as they bear on one recipient: a government gets nobody who comes from its country. */
export function exclusionsFor(
  { exclusions, parties }: Pick<Agreement, "exclusions" | "parties">,
  to: string,
): DisclosureExclusions {
  const { protectedLocation, categories, recipients } = exclusions;
  const recipient = parties.find((party) => party.id === to);
  const denied = recipients.classes.includes("authoritiesOfCountryOfOrigin") && recipient !== undefined;
  return {
    protectedLocation,
    unaccompaniedChildren: categories.includes("unaccompaniedChildWithoutGuardianConsent"),
    children: categories.includes("childWithoutGuardianConsent"),
    origins: denied && isAuthority(recipient) && recipient.country !== undefined ? [recipient.country] : [],
  };
}

/** Whoever either excludes. */
export function bothExclusions(a: DisclosureExclusions, b: DisclosureExclusions): DisclosureExclusions {
  return {
    protectedLocation: [a, b].some((each) => each.protectedLocation === "person") ? "person" : "place",
    unaccompaniedChildren: a.unaccompaniedChildren || b.unaccompaniedChildren,
    children: a.children || b.children,
    origins: [...new Set([...a.origins, ...b.origins])].sort(),
  };
}

export function sameExclusions(a: DisclosureExclusions, b: DisclosureExclusions): boolean {
  return JSON.stringify(bothExclusions(a, a)) === JSON.stringify(bothExclusions(b, b));
}
