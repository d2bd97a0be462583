import type { MinutiaPair } from "../match/verification.ts";
import { GREEN, GREY } from "./colours.ts";
import { LINE_HEIGHT, label, legend, line, MOST_ZOOM, marksOf, type Panel, UNMATCHED } from "./compared.ts";
import { ground, nameOf, type ShownImpression } from "./shown-impression.ts";
import { element, textLine } from "./svg.ts";

const GAP = 36;
/** The longest side of both pictures in pixels of the drawing. */
const LONGER_SIDE = 520;

/** Probe left, reference right, lines between partners; pairs numbered in their order. */
export function sideBySide(
  probe: ShownImpression,
  reference: ShownImpression,
  pairs: readonly MinutiaPair[],
): Panel {
  const longest = Math.max(
    ...[probe, reference].flatMap(({ template }) => [template.width, template.height]),
  );
  const zoom = Math.min(MOST_ZOOM, LONGER_SIDE / longest);
  const offset = probe.template.width * zoom + GAP;
  const matched = {
    probe: new Set(pairs.map((pair) => pair.probe)),
    reference: new Set(pairs.map((pair) => pair.reference)),
  };
  const style = (partners: ReadonlySet<number>) => (at: number) =>
    partners.has(at) ? { colour: GREEN, opacity: 1 } : { colour: GREY, opacity: UNMATCHED };
  const strongest = Math.max(0.01, ...pairs.map(({ weight }) => weight));
  const links = pairs.map((pair, rank) => {
    const from = [probe.template.x[pair.probe]! * zoom, probe.template.y[pair.probe]! * zoom] as const;
    const to = [
      reference.template.x[pair.reference]! * zoom + offset,
      reference.template.y[pair.reference]! * zoom,
    ] as const;
    const share = Math.max(0.15, Math.min(1, pair.weight / strongest));
    return {
      line: element("g", { opacity: share * 0.6 }, line(...from, ...to, 1)),
      labels: label(rank + 1, from[0] + 6, from[1] - 7) + label(rank + 1, to[0] + 6, to[1] - 7),
    };
  });
  const height = Math.max(probe.template.height, reference.template.height) * zoom;
  return {
    width: offset + reference.template.width * zoom,
    height: height + 2.5 * LINE_HEIGHT,
    content: [
      ground(probe, zoom, 0.75),
      element("g", { transform: `translate(${offset.toFixed(2)} 0)` }, ground(reference, zoom, 0.75)),
      ...links.map((link) => link.line),
      ...marksOf(probe, (x, y) => [x * zoom, y * zoom], 0, style(matched.probe)),
      ...marksOf(reference, (x, y) => [x * zoom + offset, y * zoom], 0, style(matched.reference)),
      ...links.map((link) => link.labels),
      textLine(`probe: ${nameOf(probe)}`, { x: 0, y: height + 18 }),
      textLine(`reference: ${nameOf(reference)}`, { x: offset, y: height + 18 }),
      legend(height + 2 * LINE_HEIGHT, [
        [GREEN, "matched; the stronger the evidence, the stronger the line"],
        [GREY, "without partner"],
      ]),
    ].join(""),
  };
}
