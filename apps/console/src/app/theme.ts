import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one colour of the console; everything else is grey, but what is good, wants attention or went wrong. */
const river: MantineColorsTuple = [
  "#e8f6f6",
  "#d3ebeb",
  "#a5d6d7",
  "#74c1c3",
  "#4eafb1",
  "#37a3a6",
  "#1f8489",
  "#12727a",
  "#0f5e6b",
  "#094a56",
];

export const theme = createTheme({
  primaryColor: "river",
  primaryShade: { light: 8, dark: 5 },
  colors: { river },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.35rem" }, h2: { fontSize: "1.05rem" } } },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  // A link in a table or a line is as large as what stands around it.
  components: { Anchor: { defaultProps: { fz: "inherit" } } },
});
