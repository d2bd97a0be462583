import type { MinutiaPair, Verification } from "../match/verification.ts";
import { BLUE, GREEN, GREY, VERMILION } from "./colours.ts";
import { mark, tipOf } from "./minutia-mark.ts";
import { type Motion, motionOf, turnDegrees } from "./pair-motion.ts";
import { pairTable } from "./pair-table.ts";
import { scoreMeaning } from "./score-meaning.ts";
import { describe, ground, nameOf, type ShownImpression } from "./shown-impression.ts";
import { drawing, element, escaped, textLine } from "./svg.ts";

export interface ShowVerificationOptions {
  /** The reference laid on the probe, or the two next to each other with lines between partners. Default "side-by-side". */
  readonly layout?: "overlaid" | "side-by-side";
  readonly title?: string;
}

const MARGIN = 16;
const LINE = 22;
const GAP = 36;
const LONGER_SIDE = { overlaid: 720, "side-by-side": 520 } as const;
const MOST_ZOOM = 2.5;
const LEAST_WIDTH = 560;
const UNMATCHED = 0.45;

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
  const overlaid = options.layout === "overlaid" && motion !== undefined;
  const body = overlaid ? overlay(probe, reference, pairs, motion) : sideBySide(probe, reference, pairs);
  const heading = headingOf(probe, reference, verification, motion, options.title);
  const width = Math.max(LEAST_WIDTH, body.width + 2 * MARGIN);
  const headHeight = MARGIN + heading.length * LINE;
  const table = pairTable(pairs, probe.template, reference.template, width - 2 * MARGIN);
  return drawing({
    width,
    height: headHeight + body.height + LINE + table.height + MARGIN,
    title: options.title ?? `${nameOf(probe)} compared with ${nameOf(reference)}`,
    description: `${heading.slice(1).join(" ")} Probe: ${describe(probe)} Reference: ${describe(reference)}`,
    content: [
      ...heading.map((line, row) =>
        textLine(line, {
          x: MARGIN,
          y: MARGIN + 8 + row * LINE,
          ...(row === 0 ? { "font-weight": 600, "font-size": 15 } : {}),
        }),
      ),
      element("g", { transform: `translate(${MARGIN} ${headHeight})` }, body.content),
      element("g", { transform: `translate(${MARGIN} ${headHeight + body.height + LINE})` }, table.content),
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

interface Body {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

function overlay(
  probe: ShownImpression,
  reference: ShownImpression,
  pairs: readonly MinutiaPair[],
  motion: Motion,
): Body {
  const corners = [
    [0, 0],
    [reference.template.width, 0],
    [0, reference.template.height],
    [reference.template.width, reference.template.height],
  ].map(([x, y]) => moved(motion, x!, y!));
  const xs = [0, probe.template.width, ...corners.map(([x]) => x)];
  const ys = [0, probe.template.height, ...corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(MOST_ZOOM, LONGER_SIDE.overlaid / Math.max(right - left, bottom - top));
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
    height: height + 1.5 * LINE,
    content: [
      element(
        "g",
        { transform: origin },
        ground(probe, zoom, 0.6),
        element("g", { transform: laid, style: "mix-blend-mode:multiply" }, ground(reference, zoom, 0.45)),
        ...probeMarks,
        ...referenceMarks,
        ...links,
      ),
      legend(height + LINE, [
        [BLUE, `probe: ${nameOf(probe)}`],
        [VERMILION, `reference: ${nameOf(reference)}`],
        [GREY, "faint: without partner"],
      ]),
    ].join(""),
  };
}

function sideBySide(probe: ShownImpression, reference: ShownImpression, pairs: readonly MinutiaPair[]): Body {
  const longest = Math.max(
    ...[probe, reference].flatMap(({ template }) => [template.width, template.height]),
  );
  const zoom = Math.min(MOST_ZOOM, LONGER_SIDE["side-by-side"] / longest);
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
    height: height + 2.5 * LINE,
    content: [
      ground(probe, zoom, 0.75),
      element("g", { transform: `translate(${offset.toFixed(2)} 0)` }, ground(reference, zoom, 0.75)),
      ...links.map((link) => link.line),
      ...marksOf(probe, (x, y) => [x * zoom, y * zoom], 0, style(matched.probe)),
      ...marksOf(reference, (x, y) => [x * zoom + offset, y * zoom], 0, style(matched.reference)),
      ...links.map((link) => link.labels),
      textLine(`probe: ${nameOf(probe)}`, { x: 0, y: height + 18 }),
      textLine(`reference: ${nameOf(reference)}`, { x: offset, y: height + 18 }),
      legend(height + 2 * LINE, [
        [GREEN, "matched; the stronger the evidence, the stronger the line"],
        [GREY, "without partner"],
      ]),
    ].join(""),
  };
}

function marksOf(
  { template }: ShownImpression,
  place: (x: number, y: number) => readonly [number, number],
  turn: number,
  style: (at: number) => { readonly colour: string; readonly opacity: number },
): string[] {
  return Array.from({ length: template.count }, (_, at) => {
    const [x, y] = place(template.x[at]!, template.y[at]!);
    return mark(x, y, template.angle[at]!, template.kind[at]!, {
      ...style(at),
      turnDegrees: turn,
      tip: escaped(tipOf(template, at)),
    });
  });
}

function moved({ a, b, left, top }: Motion, x: number, y: number): [number, number] {
  return [a * x - b * y + left, b * x + a * y + top];
}

function line(x1: number, y1: number, x2: number, y2: number, width: number): string {
  return element("line", { x1, y1, x2, y2, stroke: GREEN, "stroke-width": width });
}

/** A pair's number, readable on any ground. */
function label(number: number, x: number, y: number): string {
  return textLine(String(number), {
    x,
    y,
    "font-size": 11,
    "font-weight": 600,
    fill: "#111",
    stroke: "#fff",
    "stroke-width": 3,
    "paint-order": "stroke",
  });
}

function legend(y: number, entries: readonly (readonly [colour: string, label: string])[]): string {
  let x = 6;
  return entries
    .map(([colour, text]) => {
      const entry = mark(x, y - 4, 0, 1, { colour, opacity: 1 }) + textLine(text, { x: x + 22, y });
      x += 42 + 7 * text.length;
      return entry;
    })
    .join("");
}
