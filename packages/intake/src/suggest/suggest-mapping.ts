import { AccordError } from "@accord/vocabulary";
import type { MappingSuggestion } from "./suggestion.ts";
export const suggestMapping = (_path: string): Promise<MappingSuggestion> => {
  throw new AccordError("INTAKE_UNBUILT", "not built");
};
