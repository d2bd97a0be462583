import type { Verification } from "../match/verification.ts";
import { LINE_HEIGHT } from "./compared.ts";
import { overlaid } from "./overlaid.ts";
import { type Motion, motionOf, turnDegrees } from "./pair-motion.ts";
import { pairTable } from "./pair-table.ts";
import { scoreMeaning } from "./score-meaning.ts";
import { describe, nameOf, type ShownImpression } from "./shown-impression.ts";
import { sideBySide } from "./side-by-side.ts";
import { drawing, element, textLine } from "./svg.ts";

export interface ShowVerificationOptions {
  /** The reference laid on the probe, or the two next to each other with lines between partners. Default "side-by-side". */
  readonly layout?: "overlaid" | "side-by-side";
  readonly title?: string;
}

const MARGIN = 16;
const LEAST_WIDTH = 560;

/**
 * Two impressions compared, as SVG: matched minutiae numbered by the evidence they give, strongest first, with a table of that
 * evidence, the score and what it means in words. Overlaid needs two pairs to lay the reference by; with fewer the two
 * stand side by side.
 */
export function showVerification(
  probe: ShownImpression,
  reference: ShownImpression,
  verification: Verification,
  options: ShowVerificationOptions = {},
): string {
  const pairs = verification.pairs.toSorted((one, other) => other.weight - one.weight);
  const motion = motionOf(probe.template, reference.template, pairs);
  const body =
    options.layout === "overlaid" && motion !== undefined
      ? overlaid(probe, reference, pairs, motion)
      : sideBySide(probe, reference, pairs);
  const heading = headingOf(probe, reference, verification, motion, options.title);
  const width = Math.max(LEAST_WIDTH, body.width + 2 * MARGIN);
  const headHeight = MARGIN + heading.length * LINE_HEIGHT;
  const table = pairTable(pairs, probe.template, reference.template, width - 2 * MARGIN);
  return drawing({
    width,
    height: headHeight + body.height + LINE_HEIGHT + table.height + MARGIN,
    title: options.title ?? `${nameOf(probe)} compared with ${nameOf(reference)}`,
    description: `${heading.slice(1).join(" ")} Probe: ${describe(probe)} Reference: ${describe(reference)}`,
    content: [
      ...heading.map((line, row) =>
        textLine(line, {
          x: MARGIN,
          y: MARGIN + 8 + row * LINE_HEIGHT,
          ...(row === 0 ? { "font-weight": 600, "font-size": 15 } : {}),
        }),
      ),
      element("g", { transform: `translate(${MARGIN} ${headHeight})` }, body.content),
      element(
        "g",
        { transform: `translate(${MARGIN} ${headHeight + body.height + LINE_HEIGHT})` },
        table.content,
      ),
    ].join(""),
  });
}

function headingOf(
  probe: ShownImpression,
  reference: ShownImpression,
  { score, pairs }: Verification,
  motion: Motion | undefined,
  title: string | undefined,
): string[] {
  const turn = motion === undefined ? 0 : Math.round(turnDegrees(motion));
  const turned =
    turn === 0 ? "" : `, the reference turned by ${Math.abs(turn)}° ${turn > 0 ? "left" : "right"}`;
  return [
    title ?? `${nameOf(probe)} compared with ${nameOf(reference)}`,
    `Score ${Math.round(score * 10) / 10}. ${scoreMeaning(score)}`,
    `${pairs.length} of ${probe.template.count} and ${reference.template.count} minutiae match${turned}.`,
  ];
}
