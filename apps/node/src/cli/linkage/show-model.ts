import type { LinkageModel, RecognisedColumn } from "@accord/linkage";
import { levelWeights } from "@accord/linkage";
import { heading, print, table } from "../terminal.ts";

/** What the columns were taken to be, what is compared, and by what records are brought together. */
export function showSuggestion(model: LinkageModel, recognised: readonly RecognisedColumn[]): void {
  print(heading("Columns as recognised"));
  print(
    table(
      ["column", "holds", "compared as"],
      recognised.map(({ name, role, column }) => [name, inWords(role), column ?? "not compared"]),
    ),
  );
  print(`\n${heading("Comparisons")}`);
  print(
    table(
      ["comparison", "outcomes from strong to weak"],
      model.comparisons.map(({ name, levels }) => [name, levels.map(({ label }) => label).join(", ")]),
    ),
  );
  const household = model.columns.find(({ name }) => name === model.household);
  if (household !== undefined)
    print(`\nA household is told by ${household.from.map((headers) => headers.join(" or ")).join(" and ")}`);
  print(`\n${heading("Records are compared that agree on")}`);
  for (const { name } of model.blocking) print(`  ${name}`);
}

/** m, u and weight of every outcome. */
export function showWeights(model: LinkageModel): void {
  print(heading("What each outcome weighs"));
  print(
    table(
      ["comparison", "outcome", "m", "u", "bits"],
      levelWeights(model).map(({ comparison, level, m, u, bits }) => [
        comparison,
        level,
        probability(m),
        probability(u),
        `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`,
      ]),
    ),
  );
}

const probability = (value: number): string => (value >= 0.001 ? value.toFixed(4) : value.toExponential(1));
/** `givenName` as `given name`. */
const inWords = (role: string): string => role.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
