import type { Message } from "@accord/exchange";

/** The message with one value of its first person changed; undefined where it carries none. */
export function altered(message: Message): unknown {
  const copy = structuredClone(message) as { body: Record<string, unknown> };
  const records = (copy.body.match ?? copy.body.persons) as
    | { states?: Record<string, unknown>; statements?: { states: Record<string, unknown> }[] }[]
    | undefined;
  const states = records?.[0]?.states ?? records?.[0]?.statements?.[0]?.states;
  const name = states?.["person.name"] as { value: { parts: string[] } } | undefined;
  if (name === undefined) return undefined;
  name.value.parts = [...name.value.parts.slice(0, -1), "Altered"];
  return copy;
}
