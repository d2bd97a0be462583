import type { WaterfallStep } from "../waterfall.ts";
import { bar, COLOURS, drawing, element, label, rule, textWidth } from "./drawing.ts";
import { linear, signedBits, ticks } from "./scale.ts";

const ROW = 26;
const TOP = 66;
const PLOT = 440;
/** Probabilities that people think in, marked along the axis of bits. */
const MARKED = [
  [0.01, "1%"],
  [0.5, "50%"],
  [0.95, "95%"],
  [0.999, "99.9%"],
] as const;

const FILLS = {
  prior: () => COLOURS.neutral,
  sum: () => COLOURS.ink,
  evidence: (bits: number) => (bits < 0 ? COLOURS.speaksAgainst : COLOURS.speaksFor),
};

/** Why a pair has its probability: from the prior over each piece of evidence to the sum, in bits. */
export function waterfallChart(steps: readonly WaterfallStep[], title = "Why this pair"): string {
  const names = Math.max(...steps.map((step) => textWidth(step.label)), 60) + 28;
  const details = Math.max(...steps.map((step) => textWidth(step.detail)), 40) + 16;
  const left = names + details + 8;
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [least, most] = [Math.min(0, ...ends) - 2, Math.max(0, ...ends) + 2];
  const x = linear(least, most, left, left + PLOT);
  const bottom = TOP + steps.length * ROW + 4;
  const axis = ticks(least, most, 8).flatMap((bits) => [
    rule(x(bits), TOP - 8, x(bits), bottom, bits === 0 ? { stroke: COLOURS.neutral } : {}),
    label(x(bits), bottom + 16, signedBits(bits).replace(".0", ""), { "text-anchor": "middle" }),
  ]);
  // A label that would stand on its neighbour is left out.
  let free = Number.NEGATIVE_INFINITY;
  const marks = MARKED.flatMap(([probability, text]) => {
    const bits = Math.log2(probability / (1 - probability));
    const at = x(bits);
    if (bits < least || bits > most || at - textWidth(text) / 2 < free) return [];
    free = at + textWidth(text) / 2 + 8;
    return [
      rule(at, TOP - 8, at, bottom, { stroke: COLOURS.neutral, "stroke-dasharray": "2 3" }),
      label(at, TOP - 14, text, { "text-anchor": "middle", fill: COLOURS.neutral }),
    ];
  });
  const rows = steps.flatMap(({ label: name, detail, bits, from, to, kind }, at) => {
    const y = TOP + at * ROW;
    const fill = FILLS[kind](bits);
    const end = Math.max(x(from), x(to));
    return [
      label(16, y + 17, name, { "font-weight": kind === "evidence" ? 400 : 600 }),
      label(names, y + 17, detail, { fill: COLOURS.neutral, "font-weight": kind === "sum" ? 600 : 400 }),
      bar(
        { from: x(from), to: x(to), y: y + 4, height: ROW - 8, fill },
        `${name} ${detail}: ${signedBits(bits)} bits`,
      ),
      label(end + 5, y + 17, signedBits(bits), { fill, "font-weight": 600 }),
      ...(at + 1 < steps.length && kind !== "sum"
        ? [rule(x(to), y + ROW - 4, x(to), y + ROW + 4, { stroke: COLOURS.neutral })]
        : []),
    ];
  });
  const last = steps.at(-1);
  return drawing(
    {
      title,
      description: `Evidence of a pair in bits, from the prior to the sum${last === undefined ? "" : `: ${signedBits(last.to)} bits, ${last.detail}`}.`,
      width: left + PLOT + 56,
      height: bottom + 44,
    },
    [
      ...axis,
      ...marks,
      ...rows,
      element(
        "text",
        { x: left + PLOT / 2, y: bottom + 34, "text-anchor": "middle", fill: COLOURS.neutral },
        "log2 odds that both records are one person",
      ),
    ],
  );
}
