import { COLOURS, drawing, element, escaped, label, rule, textWidth } from "./drawing.ts";
import type { Scale } from "./scale.ts";

/** A point of a series, with the interval that it may lie in. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  /** What the point shows, for who points at it or hears it read. */
  readonly said: string;
}

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Lines are told apart without colour by their dashes and marks. */
  readonly dashes?: string;
  readonly mark: "circle" | "square" | "none";
  readonly points: readonly Point[];
}

export interface Axis {
  readonly title: string;
  readonly scale: Scale;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

export const PLOT = { left: 84, top: 78, width: 520, height: 320 } as const;

/** Lines over a frame of two axes, with a band where points have intervals. */
export function lineChart(
  about: { title: string; description: string; x: Axis; y: Axis; diagonal?: boolean },
  series: readonly Series[],
): string {
  const { left, top, width, height } = PLOT;
  const [right, bottom] = [left + width, top + height];
  const { x, y } = about;
  const frame = [
    ...x.ticks.flatMap(({ value, text }) => [
      rule(x.scale(value), top, x.scale(value), bottom),
      label(x.scale(value), bottom + 17, text, { "text-anchor": "middle" }),
    ]),
    ...y.ticks.flatMap(({ value, text }) => [
      rule(left, y.scale(value), right, y.scale(value)),
      label(left - 8, y.scale(value) + 4, text, { "text-anchor": "end" }),
    ]),
    label(left + width / 2, bottom + 40, x.title, { "text-anchor": "middle", fill: COLOURS.neutral }),
    element(
      "text",
      {
        transform: `translate(22 ${top + height / 2}) rotate(-90)`,
        "text-anchor": "middle",
        fill: COLOURS.neutral,
      },
      escaped(y.title),
    ),
    ...(about.diagonal === true
      ? [rule(left, bottom, right, top, { stroke: COLOURS.neutral, "stroke-dasharray": "4 4" })]
      : []),
  ];
  let at: number = left;
  const legend = series.flatMap(({ name, colour, dashes }) => {
    const key = [
      rule(at, 52, at + 26, 52, { stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dashes }),
      label(at + 32, 56, name),
    ];
    at += 32 + textWidth(name) + 26;
    return key;
  });
  return drawing(
    { title: about.title, description: about.description, width: right + 32, height: bottom + 56 },
    [...frame, ...legend, ...series.flatMap((each) => seriesMarks(each, x.scale, y.scale))],
  );
}

function seriesMarks({ colour, dashes, mark, points }: Series, x: Scale, y: Scale): string[] {
  const drawn = points.filter((point) => !Number.isNaN(point.y));
  const path = (at: readonly { x: number; y: number }[]) =>
    at.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(" ");
  const banded = drawn.filter(({ low, high }) => low !== undefined && high !== undefined);
  const band = [
    ...banded.map((point) => ({ x: point.x, y: point.high ?? point.y })),
    ...banded.toReversed().map((point) => ({ x: point.x, y: point.low ?? point.y })),
  ];
  return [
    ...(banded.length > 1
      ? [element("polygon", { points: path(band), fill: colour, "fill-opacity": 0.14 })]
      : []),
    element("polyline", {
      points: path(drawn),
      fill: "none",
      stroke: colour,
      "stroke-width": 2,
      "stroke-dasharray": dashes,
    }),
    ...(mark === "none" ? [] : drawn.map((point) => pointMark(point, mark, colour, x, y))),
  ];
}

function pointMark(point: Point, mark: "circle" | "square", colour: string, x: Scale, y: Scale): string {
  const [cx, cy] = [x(point.x), y(point.y)];
  const said = element("title", {}, escaped(point.said));
  return mark === "circle"
    ? element("circle", { cx, cy, r: 3.5, fill: colour }, said)
    : element("rect", { x: cx - 3.2, y: cy - 3.2, width: 6.4, height: 6.4, fill: colour }, said);
}
