import { escaped } from "../show/svg.ts";

/** An axis in the values' own unit. A logarithmic one starts at `from`, and what is below is drawn at its edge. */
export interface Axis {
  readonly label: string;
  readonly scale: "linear" | "logarithmic";
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** How a tick is written. */
  readonly write: (value: number) => string;
}

export interface Curve {
  readonly name: string;
  /** Points from left to right. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePlot {
  readonly title: string;
  /** One sentence for those who do not see the picture. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
}

const WIDTH = 720;
const HEIGHT = 480;
const FRAME = { left: 72, right: 180, top: 48, bottom: 56 };
/** Told apart by those who see no red or green, too (Okabe and Ito 2008), and by their dashes. */
const STROKES = [
  { colour: "#0072b2", dash: "" },
  { colour: "#d55e00", dash: "6 3" },
  { colour: "#009e73", dash: "2 3" },
  { colour: "#cc79a7", dash: "8 3 2 3" },
  { colour: "#e69f00", dash: "" },
  { colour: "#56b4e9", dash: "6 3" },
  { colour: "#000000", dash: "2 3" },
  { colour: "#777777", dash: "8 3 2 3" },
] as const;

/** Draws curves as an SVG document. */
export function drawLinePlot({ title, description, x, y, curves }: LinePlot): string {
  const across = (value: number) => FRAME.left + share(x, value) * (WIDTH - FRAME.left - FRAME.right);
  const up = (value: number) => HEIGHT - FRAME.bottom - share(y, value) * (HEIGHT - FRAME.top - FRAME.bottom);
  const [left, right, top, bottom] = [FRAME.left, WIDTH - FRAME.right, FRAME.top, HEIGHT - FRAME.bottom];
  const gridX = x.ticks.map((tick) => {
    const at = across(tick).toFixed(1);
    return `<line x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text x="${at}" y="${bottom + 18}" text-anchor="middle">${escaped(x.write(tick))}</text>`;
  });
  const gridY = y.ticks.map((tick) => {
    const at = up(tick).toFixed(1);
    return `<line x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text x="${left - 8}" y="${at}" dy="0.35em" text-anchor="end">${escaped(y.write(tick))}</text>`;
  });
  const drawn = curves.map((curve, index) => {
    const { colour, dash } = STROKES[index % STROKES.length]!;
    const stroke = `stroke="${colour}" stroke-width="2"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}`;
    const points = curve.points.map(([px, py]) => `${across(px).toFixed(1)},${up(py).toFixed(1)}`).join(" ");
    const key = top + 10 + 20 * index;
    return `<g><title>${escaped(curve.name)}</title><polyline points="${points}" fill="none" ${stroke}/><line x1="${right + 12}" x2="${right + 36}" y1="${key}" y2="${key}" ${stroke}/><text x="${right + 42}" y="${key}" dy="0.35em">${escaped(curve.name)}</text></g>`;
  });
  const middle = (top + bottom) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#222">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${left}" y="26" font-size="16" font-weight="600">${escaped(title)}</text>
<g stroke="#ddd" stroke-width="1">${[...gridX, ...gridY].join("").replaceAll("<text", '<text stroke="none"')}</g>
${drawn.join("\n")}
<text x="${(left + right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escaped(x.label)}</text>
<text x="18" y="${middle}" text-anchor="middle" transform="rotate(-90 18 ${middle})">${escaped(y.label)}</text>
</svg>
`;
}

/** Where on the axis a value lies, 0 to 1. */
function share({ scale, from, to }: Axis, value: number): number {
  const at =
    scale === "linear"
      ? (value - from) / (to - from)
      : Math.log(Math.max(value, from) / from) / Math.log(to / from);
  return Math.min(1, Math.max(0, at));
}
