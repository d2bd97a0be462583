import { AccordError } from "@accord/vocabulary";
export function unfinished(): never {
  throw new AccordError("registry.unfinished", "not built yet");
}
