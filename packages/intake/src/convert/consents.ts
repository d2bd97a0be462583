import type { Mapping } from "../mapping/mapping.ts";
import type { Problem } from "../problem.ts";
import type { RegisteredConsent } from "../registration.ts";
import { folded, lookup } from "./cell.ts";
import type { Surroundings } from "./convert-attribute.ts";

/** Consents that the row states. Where nothing is written, nothing is said: nobody agrees by an empty cell. */
export function compileConsents(
  mapping: Mapping,
  around: Surroundings,
): (cells: readonly string[], reject: Problem[]) => RegisteredConsent[] {
  const readers = mapping.consents.map((consent) => ({
    consent,
    index: "column" in consent ? around.indexOf(consent.column) : -1,
    find: lookup("column" in consent ? consent.values : {}),
  }));
  const silent = new Set([...mapping.notKnown, ...mapping.declined].map(folded));
  return (cells, reject) => {
    const found: RegisteredConsent[] = [];
    for (const { consent, index, find } of readers) {
      const { recipient, purpose } = consent;
      if ("constant" in consent) {
        found.push({ recipient, purpose, given: consent.constant });
        continue;
      }
      const text = cells[index] ?? "";
      const given = find(text);
      if (given !== undefined) found.push({ recipient, purpose, given });
      else if (text !== "" && !silent.has(folded(text))) {
        reject.push({
          column: consent.column,
          problem: "the mapping does not list this value",
          remedy: `Write one of: ${Object.keys(consent.values).join(", ")}; or add the value to the mapping.`,
        });
      }
    }
    return found;
  };
}
