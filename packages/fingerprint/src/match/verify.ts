import { scoreOf } from "../calibration/calibration.ts";
import { CALIBRATION } from "../calibration/table.ts";
import type { Template } from "../template.ts";
import { Matcher } from "./matcher.ts";
import { PreparedTemplate, prepare } from "./prepared.ts";
import type { Verification } from "./verification.ts";

let matcher: Matcher | undefined;

/**
 * Compares two impressions whatever their finger positions say. Tolerates any rotation and shift, and the distortion
 * of skin. For one probe against many references, prepare the references once, or use a gallery.
 *
 * @returns the calibrated score, how the reference lies on the probe, and which minutiae agree
 */
export function verify(
  probe: Template | PreparedTemplate,
  reference: Template | PreparedTemplate,
): Verification {
  matcher ??= new Matcher();
  matcher.setProbe(probe instanceof PreparedTemplate ? probe : prepare(probe));
  const found = matcher.explain(reference instanceof PreparedTemplate ? reference : prepare(reference));
  return { score: scoreOf(found.similarity, CALIBRATION), ...found };
}
