import { Code } from "@mantine/core";

/**
 * Text as somebody gave it: a name, a place, a note. It may hold any script in any interface direction, so it is set
 * apart (Unicode bidi isolate), and control characters that would reorder what stands around it are taken out.
 */
export function Given({ text }: { readonly text: string | undefined }) {
  return <bdi dir="auto">{shown(text ?? "")}</bdi>;
}

/** A number, a code, an address: left to right in every language. */
export function CodeText({ text, short }: { readonly text: string; readonly short?: number }) {
  const cut = short !== undefined && text.length > short;
  return (
    <Code dir="ltr" title={cut ? text : undefined}>
      {cut ? `${text.slice(0, short)}…` : text}
    </Code>
  );
}

// Embeddings, overrides and isolates (UAX #9, 2.1 to 2.4), and the invisible marks beside them.
const REORDERS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;
export const shown = (text: string): string => text.replace(REORDERS, "");
