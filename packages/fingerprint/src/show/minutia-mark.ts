import type { Template } from "../template.ts";
import { element } from "./svg.ts";

export const KIND_NAMES = ["other", "ending", "bifurcation"] as const;

/** Radius of a mark's body and length of the line that points along its ridge, in pixels of the drawing. */
const BODY = 4.2;
const POINTER = 13;

/** Body by kind, so that kinds differ without colour: a ring for endings, a square for bifurcations, a rhombus for others. */
const BODIES = [
  `M0 ${-BODY * 1.25}L${BODY * 1.25} 0L0 ${BODY * 1.25}L${-BODY * 1.25} 0Z`,
  `M${BODY} 0A${BODY} ${BODY} 0 1 1 ${-BODY} 0A${BODY} ${BODY} 0 1 1 ${BODY} 0Z`,
  `M${-BODY * 0.9} ${-BODY * 0.9}H${BODY * 0.9}V${BODY * 0.9}H${-BODY * 0.9}Z`,
] as const;

export interface MarkStyle {
  readonly colour: string;
  /** 0 to 1. */
  readonly opacity: number;
  /** Counter-clockwise turn of the drawing about the mark, degrees. */
  readonly turnDegrees?: number;
  /** What the mark's tip says; absent for legends. */
  readonly tip?: string;
}

/** A minutia at a place of the drawing; the white line around it keeps it visible on ridges. */
export function mark(x: number, y: number, angle: number, kind: number, style: MarkStyle): string {
  const degrees = (angle * 360) / 256 + (style.turnDegrees ?? 0);
  const path = `${BODIES[kind] ?? BODIES[0]}M${BODY} 0H${POINTER}`;
  const turned = element(
    "g",
    { transform: `rotate(${Math.round(-degrees * 100) / 100})`, fill: "none" },
    element("path", { d: path, stroke: "#fff", "stroke-width": 4.2, "stroke-opacity": 0.8 }),
    element("path", { d: path, stroke: style.colour, "stroke-width": 2 }),
  );
  const place = { transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` };
  const tip = style.tip === undefined ? [] : [element("title", {}, style.tip)];
  return element("g", { ...place, opacity: style.opacity }, ...tip, turned);
}

/** Faint for poor minutiae, full for the best; in between where the quality is not reported. */
export function opacityOf(template: Template, index: number): number {
  const quality = template.minutiaQuality[index]!;
  return quality === 0 ? 0.75 : 0.3 + 0.7 * (quality / 100);
}

export function tipOf(template: Template, index: number): string {
  const quality = template.minutiaQuality[index]!;
  const degrees = Math.round((template.angle[index]! * 360) / 256);
  const kind = KIND_NAMES[template.kind[index]!] ?? "other";
  const rated = quality === 0 ? "quality not reported" : `quality ${quality}`;
  return `${kind} ${index + 1} at ${template.x[index]}, ${template.y[index]}, direction ${degrees}°, ${rated}`;
}
