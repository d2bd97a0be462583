import { Badge } from "@mantine/core";

export type Tone = "good" | "busy" | "attention" | "bad" | "quiet";
const COLOURS: Readonly<Record<Tone, string>> = {
  good: "teal",
  busy: "blue",
  attention: "orange",
  bad: "red",
  quiet: "gray",
};

/** How something stands, in one word; the colour never says it alone. */
export function Standing({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <Badge color={COLOURS[tone]} variant="light" autoContrast tt="none" radius="sm">
      {children}
    </Badge>
  );
}
