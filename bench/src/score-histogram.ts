import type { PrintScores } from "./print-scores.ts";

const BIN = 5;
const MOST_SCORE = 150;
const PANEL = { width: 640, height: 84, left: 170 };

/** Histograms of genuine (blue) and impostor similarities (red) of several sets one above the other, as SVG. */
export function scoreHistogram(sets: readonly PrintScores[]): string {
  const height = PANEL.height * sets.length + 40;
  const width = PANEL.left + PANEL.width + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><title>Similarities of real and synthetic impressions</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...sets.map((set, index) => panel(set, index)),
    axis(PANEL.height * sets.length + 8),
    "</svg>",
    "",
  ].join("\n");
}

function panel({ name, genuine, impostor, equalErrorRate }: PrintScores, index: number): string {
  const top = index * PANEL.height + 8;
  return [
    `<g transform="translate(0 ${top})">`,
    `<text x="8" y="36">${name}</text>`,
    `<text x="8" y="52" fill="#555">EER ${(100 * equalErrorRate).toFixed(1)}%</text>`,
    outline(impostor, "#c0392b"),
    outline(genuine, "#2166ac"),
    "</g>",
  ].join("\n");
}

/** Heights are roots of shares, so that a thin tail can be seen beside a high peak. */
function outline(scores: Float64Array, colour: string): string {
  const bins = new Float64Array(Math.ceil(MOST_SCORE / BIN) + 1);
  for (const score of scores) bins[Math.min(bins.length - 1, Math.max(0, Math.floor(score / BIN)))]! += 1;
  const floor = PANEL.height - 14;
  const step = PANEL.width / bins.length;
  const points = [...bins].flatMap((count, bin) => {
    const y = (floor - floor * Math.sqrt(count / Math.max(1, scores.length))).toFixed(1);
    const x = PANEL.left + bin * step;
    return [`${x.toFixed(1)},${y}`, `${(x + step).toFixed(1)},${y}`];
  });
  const [from, to] = [`${PANEL.left},${floor}`, `${PANEL.left + PANEL.width},${floor}`];
  return `<polygon points="${from} ${points.join(" ")} ${to}" fill="${colour}" fill-opacity="0.35" stroke="${colour}"/>`;
}

function axis(top: number): string {
  const step = PANEL.width / (Math.ceil(MOST_SCORE / BIN) + 1) / BIN;
  const ticks = [0, 20, 40, 60, 80, 100, 120, 140].map(
    (score) => `<text x="${PANEL.left + score * step}" y="${top + 8}" text-anchor="middle">${score}</text>`,
  );
  return `${ticks.join("\n")}\n<text x="${PANEL.left + PANEL.width / 2}" y="${top + 26}" text-anchor="middle">similarity</text>`;
}
