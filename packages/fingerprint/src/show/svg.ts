/** What may stand in a document beside the characters that mark up: no control characters, no halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them even as references
const NOT_XML = /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

/** Text for the inside of an element or of a quoted attribute; whatever it holds, it stays text. */
export function escaped(text: string): string {
  return text
    .replace(NOT_XML, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `children` are markup already. Numbers keep two decimals. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? decimals(value) : escaped(value ?? "")}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** Two decimals at most, without a sign before zero. */
export function decimals(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** A line of text, escaped. */
export function textLine(content: string, attributes: Attributes): string {
  return element("text", attributes, escaped(content));
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Names the picture for those who do not see it, and shows as its tip. */
  readonly title: string;
  readonly description: string;
  readonly content: string;
}

/** A whole SVG document on white. It has no identifiers, so that several can stand in one page. */
export function drawing({ width, height, title, description, content }: Drawing): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${decimals(width)} ${decimals(height)}`,
      width,
      height,
      role: "img",
      "font-family": "system-ui, 'DejaVu Sans', Arial, sans-serif",
      "font-size": 13,
      fill: "#222",
    },
    element("title", {}, escaped(title)),
    element("desc", {}, escaped(description)),
    element("rect", { width, height, fill: "#fff" }),
    content,
  );
}
