/** Colours that readers of any colour vision tell apart and that reach 4.5:1 on white (after Okabe and Ito 2008). */
export const COLOURS = {
  speaksFor: "#0b6aa8",
  speaksAgainst: "#b5410a",
  neutral: "#5c6670",
  ink: "#1c2329",
  faint: "#d7dde2",
  band: "#0b6aa8",
} as const;

const FONT_PIXELS = 12;
/** Mean advance of a letter of the system's sans serif at 12 pixels; wide enough that labels never overlap. */
const LETTER_PIXELS = 6.6;

export const textWidth = (text: string): number => [...text].length * LETTER_PIXELS;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in XML: a column's name is whatever a file says, control characters among it. */
export function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? rounded(value) : escaped(value ?? "")}"`)
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** A line of text whose baseline stands at (x, y). */
export function label(x: number, y: number, text: string, more: Attributes = {}): string {
  return element("text", { x, y, fill: COLOURS.ink, ...more }, escaped(text));
}

export function rule(x1: number, y1: number, x2: number, y2: number, more: Attributes = {}): string {
  return element("line", { x1, y1, x2, y2, stroke: COLOURS.faint, ...more });
}

/** A bar from `from` to `to` in either direction, with what it shows for who points at it or hears it read. */
export function bar(
  box: { from: number; to: number; y: number; height: number; fill: string },
  said: string,
): string {
  const { from, to, y, height, fill } = box;
  return element(
    "rect",
    { x: Math.min(from, to), y, width: Math.max(0.5, Math.abs(to - from)), height, fill, rx: 1 },
    element("title", {}, escaped(said)),
  );
}

/** A whole drawing; its title and description are what a screen reader says of it. */
export function drawing(
  {
    title,
    description,
    width,
    height,
  }: { title: string; description: string; width: number; height: number },
  body: readonly string[],
): string {
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const head = [
    element("title", { id: `${id}-title` }, escaped(title)),
    element("desc", { id: `${id}-description` }, escaped(description)),
    element("rect", { width, height, fill: "#ffffff" }),
    label(16, 26, title, { "font-size": 16, "font-weight": 600 }),
  ];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      role: "img",
      "aria-labelledby": `${id}-title ${id}-description`,
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      "font-family": "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
      "font-size": FONT_PIXELS,
    },
    `\n${[...head, ...body].join("\n")}\n`,
  );
}
