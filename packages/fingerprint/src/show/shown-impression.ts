import type { PatternClass } from "../extract/pattern-class.ts";
import type { SingularPoints } from "../format/singular-points.ts";
import type { Template } from "../template.ts";
import { GREEN } from "./colours.ts";
import { decimals, element } from "./svg.ts";

/** An impression to be shown. */
export interface ShownImpression {
  readonly template: Template;
  /** PNG of the picture the template was found in; drawn over the template's width and height. */
  readonly image?: Uint8Array;
  /** In pixels; angles in units of 360/256 degrees. */
  readonly singularPoints?: Pick<SingularPoints, "cores" | "deltas">;
  readonly patternClass?: PatternClass;
  /** How the caller calls it, such as a file's name; shown as it is. */
  readonly name?: string;
}

/** Longer names are cut, so that they stay on the drawing. */
const LONGEST_NAME = 40;

const FINGERS = [
  "unknown finger",
  "right thumb",
  "right index finger",
  "right middle finger",
  "right ring finger",
  "right little finger",
  "left thumb",
  "left index finger",
  "left middle finger",
  "left ring finger",
  "left little finger",
] as const;

export function nameOf({ name, template }: ShownImpression): string {
  const finger = FINGERS[template.position] ?? FINGERS[0];
  if (name === undefined) return finger;
  const characters = [...name];
  const short =
    characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
  return template.position === 0 ? short : `${short}, ${finger}`;
}

/** One core, two cores. */
export function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/** A sentence for those who do not see the drawing. */
export function describe(shown: ShownImpression): string {
  const { template, singularPoints } = shown;
  const counts = kindCounts(template);
  const points = singularPoints
    ? `, ${counted(singularPoints.cores.length, "core")}, ${counted(singularPoints.deltas.length, "delta")}`
    : "";
  return (
    `${nameOf(shown)}: ${template.width} by ${template.height} pixels, quality ${template.quality} of 100, ` +
    `${template.count} minutiae: ${counted(counts[1], "ending")}, ${counted(counts[2], "bifurcation")}, ` +
    `${counts[0]} of another kind${points}.`
  );
}

export const CLASS_NAMES: Readonly<Record<PatternClass, string>> = {
  arch: "arch",
  tentedArch: "tented arch",
  leftLoop: "left loop",
  rightLoop: "right loop",
  whorl: "whorl",
};

export function kindCounts({
  count,
  kind,
}: Template): readonly [other: number, ending: number, bifurcation: number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (let index = 0; index < count; index++) counts[kind[index]! as 0 | 1 | 2]++;
  return counts;
}

/** The picture, or an empty frame of its size, at a scale. */
export function ground({ template, image }: ShownImpression, zoom: number, opacity = 1): string {
  const size = { width: template.width * zoom, height: template.height * zoom };
  const frame = element("rect", { ...size, fill: image === undefined ? "#fafafa" : "#fff", stroke: "#ccc" });
  if (image === undefined) return frame;
  const picture = element("image", {
    ...size,
    opacity,
    preserveAspectRatio: "none",
    href: `data:image/png;base64,${base64(image)}`,
  });
  return frame + picture;
}

const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** Cores as a dot in a ring, deltas as a triangle, each with lines along the directions that are known. */
export function singularMarks({ singularPoints }: ShownImpression, zoom: number): string {
  if (singularPoints === undefined) return "";
  const { cores, deltas } = singularPoints;
  return [
    ...cores.map(({ x, y, angle }) => coreMark(x * zoom, y * zoom, angle === undefined ? [] : [angle])),
    ...deltas.map(({ x, y, angles }) => deltaMark(x * zoom, y * zoom, angles ?? [])),
  ].join("");
}

export function coreMark(x: number, y: number, angles: readonly number[]): string {
  return singularMark(x, y, "M8 0A8 8 0 1 1 -8 0A8 8 0 1 1 8 0Z", angles);
}

export function deltaMark(x: number, y: number, angles: readonly number[]): string {
  return singularMark(x, y, "M0 -9L8 6H-8Z", angles);
}

function singularMark(x: number, y: number, outline: string, angles: readonly number[]): string {
  const rays = angles.map((angle) =>
    element("path", { d: "M3 0H22", transform: `rotate(${decimals((-angle * 360) / 256)})` }),
  );
  const strokes = [
    { stroke: "#fff", "stroke-width": 5, "stroke-opacity": 0.8 },
    { stroke: GREEN, "stroke-width": 2.4 },
  ];
  return element(
    "g",
    { transform: `translate(${decimals(x)} ${decimals(y)})`, fill: "none" },
    ...strokes.map((stroke) => element("g", stroke, element("path", { d: outline }), ...rays)),
    element("circle", { r: 2, fill: GREEN }),
  );
}
