import { scoreOf } from "../calibration/calibration.ts";
import { CALIBRATION } from "../calibration/table.ts";
import type { Template } from "../template.ts";
import { Matcher } from "./matcher.ts";
import { PreparedTemplate, prepare } from "./prepared.ts";
import type { Verification } from "./verification.ts";

let matcher: Matcher | undefined;
let lastProbe: PreparedTemplate | undefined;

/**
 * Compares two impressions whatever their finger positions say. Tolerates any rotation and shift, and the distortion
 * of skin. For one probe against many references, prepare all of them once and keep to one probe while it lasts, or use
 * a gallery.
 *
 * @returns the calibrated score, how the reference lies on the probe, and which minutiae agree
 */
export function verify(
  probe: Template | PreparedTemplate,
  reference: Template | PreparedTemplate,
): Verification {
  const found = matcherOf(probe).explain(prepared(reference));
  return { score: scoreOf(found.similarity, CALIBRATION), ...found };
}

/** The score that {@link verify} gives, and nothing else: faster, and allocates nothing where both are prepared. */
export function score(probe: Template | PreparedTemplate, reference: Template | PreparedTemplate): number {
  return scoreOf(matcherOf(probe).compare(prepared(reference)), CALIBRATION);
}

/** What a probe needs is laid out once while the same prepared one is compared again: it costs as much as a comparison. */
function matcherOf(probe: Template | PreparedTemplate): Matcher {
  matcher ??= new Matcher();
  const next = prepared(probe);
  if (next !== lastProbe) matcher.setProbe(next);
  lastProbe = next;
  return matcher;
}

function prepared(impression: Template | PreparedTemplate): PreparedTemplate {
  return impression instanceof PreparedTemplate ? impression : prepare(impression);
}
