import type { MinutiaPair } from "../match/verification.ts";
import { BLUE, GREY, VERMILION } from "./colours.ts";
import { LINE_HEIGHT, label, legend, line, MOST_ZOOM, marksOf, type Panel, UNMATCHED } from "./compared.ts";
import { type Motion, turnDegrees } from "./pair-motion.ts";
import { ground, nameOf, type ShownImpression } from "./shown-impression.ts";
import { element } from "./svg.ts";

/** The longer side in pixels of the drawing. */
const LONGER_SIDE = 720;

/** The reference laid on the probe by a motion; pairs linked and numbered in their order. */
export function overlaid(
  probe: ShownImpression,
  reference: ShownImpression,
  pairs: readonly MinutiaPair[],
  motion: Motion,
): Panel {
  const corners = [
    [0, 0],
    [reference.template.width, 0],
    [0, reference.template.height],
    [reference.template.width, reference.template.height],
  ].map(([x, y]) => moved(motion, x!, y!));
  const xs = [0, probe.template.width, ...corners.map(([x]) => x)];
  const ys = [0, probe.template.height, ...corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(MOST_ZOOM, LONGER_SIDE / Math.max(right - left, bottom - top));
  const { a, b } = motion;
  const laid = `matrix(${[a, b, -b, a].map((value) => value.toFixed(6)).join(" ")} ${(motion.left * zoom).toFixed(2)} ${(motion.top * zoom).toFixed(2)})`;
  const turn = turnDegrees(motion);
  const matched = {
    probe: new Set(pairs.map((pair) => pair.probe)),
    reference: new Set(pairs.map((pair) => pair.reference)),
  };
  const probeMarks = marksOf(
    probe,
    (x, y) => [x * zoom, y * zoom],
    0,
    (at) => ({
      colour: BLUE,
      opacity: matched.probe.has(at) ? 1 : UNMATCHED,
    }),
  );
  const place = (x: number, y: number): [number, number] => {
    const [onX, onY] = moved(motion, x, y);
    return [onX * zoom, onY * zoom];
  };
  const referenceMarks = marksOf(reference, place, turn, (at) => ({
    colour: VERMILION,
    opacity: matched.reference.has(at) ? 1 : UNMATCHED,
  }));
  const links = pairs.map((pair, rank) => {
    const [px, py] = [probe.template.x[pair.probe]! * zoom, probe.template.y[pair.probe]! * zoom];
    const [rx, ry] = place(reference.template.x[pair.reference]!, reference.template.y[pair.reference]!);
    return line(px, py, rx, ry, 2) + label(rank + 1, (px + rx) / 2 + 6, (py + ry) / 2 - 7);
  });
  const height = (bottom - top) * zoom;
  const origin = `translate(${(-left * zoom).toFixed(2)} ${(-top * zoom).toFixed(2)})`;
  return {
    width: (right - left) * zoom,
    height: height + 1.5 * LINE_HEIGHT,
    content: [
      element(
        "g",
        { transform: origin },
        ground(probe, zoom, 0.6),
        element("g", { transform: laid, style: "mix-blend-mode:multiply" }, ground(reference, zoom, 0.3)),
        ...probeMarks,
        ...referenceMarks,
        ...links,
      ),
      legend(height + LINE_HEIGHT, [
        [BLUE, `probe: ${nameOf(probe)}`],
        [VERMILION, `reference: ${nameOf(reference)}`],
        [GREY, "faint: without partner"],
      ]),
    ].join(""),
  };
}

function moved({ a, b, left, top }: Motion, x: number, y: number): [number, number] {
  return [a * x - b * y + left, b * x + a * y + top];
}
