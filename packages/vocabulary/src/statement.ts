import { z } from "zod";
import { ATTRIBUTES, type AttributeName, isAttributeName } from "./attributes.ts";

/** How the source came to know a value, weakest first. */
export const METHODS = ["declared", "documented", "biometric"] as const;
export const Method = z.enum(METHODS);
export type Method = z.infer<typeof Method>;

/**
 * What one source says of one attribute. Three kinds of nothing are kept apart: nobody knows, the person declined
 * to say, and the sender holds a value that the agreement or the person's protection withholds.
 */
export const AttributeState = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("known"), value: z.unknown() }),
  z.strictObject({ state: z.literal("notKnown") }),
  z.strictObject({ state: z.literal("declined") }),
  z.strictObject({ state: z.literal("withheld") }),
]);
export type AttributeState =
  | { readonly state: "known"; readonly value: unknown }
  | { readonly state: "notKnown" }
  | { readonly state: "declined" }
  | { readonly state: "withheld" };

export const known = (value: unknown): AttributeState => ({ state: "known", value });

export type AttributeStates = Readonly<Partial<Record<AttributeName, AttributeState>>>;

const AttributeStatesShape = z.record(z.string(), AttributeState).superRefine((states, context) => {
  for (const [name, state] of Object.entries(states)) {
    if (!isAttributeName(name)) {
      context.addIssue({ code: "custom", path: [name], message: "not an attribute of the catalogue" });
    } else if (state.state === "known") {
      const parsed = ATTRIBUTES[name].schema.safeParse(state.value);
      if (!parsed.success) {
        context.addIssue({
          code: "custom",
          path: [name],
          message: "value does not have the attribute's shape",
        });
      }
    }
  }
});

/**
 * What one source said of one person or household at one time: an assertion for each attribute in `states`.
 * Two statements with the same id are parts of the same statement, and their union is the whole.
 */
export const Statement = z.strictObject({
  id: z.string().min(1).max(80),
  /** Agency that says so. */
  source: z.string().min(1).max(40),
  method: Method,
  /** When it was said, ISO 8601 in UTC. */
  assertedAt: z.iso.datetime(),
  /** When this registry learned of it, ISO 8601 in UTC. */
  recordedAt: z.iso.datetime(),
  /** Hybrid logical clock of the source when it was recorded there; sorts as text. */
  clock: z.string().min(1).max(80),
  states: AttributeStatesShape,
});
export type Statement = Omit<z.infer<typeof Statement>, "states"> & { readonly states: AttributeStates };
