import { ATTRIBUTES, type AttributeName } from "@accord/vocabulary";
import { isDateFormat } from "../convert/date.ts";
import { isPhoneCountry } from "../convert/phone.ts";
import type { Converter, SimpleConverter } from "./converter.ts";
import type { MappingDocument } from "./mapping-document.ts";

export interface MappingFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Kind = SimpleConverter["kind"];

/** Which converters give which attribute; an attribute that is not named here has a control field of its own. */
const CONVERTERS: Readonly<Partial<Record<AttributeName, readonly Kind[]>>> = {
  "person.name": ["name"],
  "person.sex": ["values"],
  "person.birthDate": ["birthDate", "age"],
  "person.location": ["place"],
  "person.encounterPlace": ["place"],
  "person.origin": ["place"],
  "person.category": ["values"],
  "person.phone": ["phone"],
  "person.agencyId": ["text"],
  "person.cardNumber": ["text"],
  "person.rationCard": ["text"],
  "person.disability": ["values"],
  "person.vulnerabilities": ["list"],
  "person.lifeStatus": ["values"],
  "household.size": ["integer"],
  "household.number": ["text"],
  "household.vulnerability": ["values"],
};

/** What is wrong with a mapping beyond its shape, by place in the document. */
export function* mappingFaults(mapping: MappingDocument): Generator<MappingFault> {
  for (const [name, converter] of Object.entries(mapping.attributes)) {
    if (converter !== undefined) yield* attributeFaults(name as AttributeName, converter, mapping);
  }
  for (const [field, source] of [
    ["registeredAt", mapping.registeredAt],
    ["assertedAt", mapping.assertedAt],
  ] as const) {
    if (source !== undefined && "column" in source) yield* formatFaults([field, "formats"], source.formats);
  }
  for (const [index, { pattern }] of mapping.identifiers.entries()) {
    if (pattern !== undefined) yield* patternFaults(["identifiers", index, "pattern"], pattern);
  }
}

function* attributeFaults(
  name: AttributeName,
  converter: Converter,
  mapping: MappingDocument,
): Generator<MappingFault> {
  const path = ["attributes", name] as const;
  const kinds = CONVERTERS[name];
  if (kinds === undefined) {
    yield {
      path,
      message:
        name === "person.membership"
          ? "the place in a household is said under household"
          : "this attribute does not come from a table",
    };
    return;
  }
  if (name.startsWith("household.") && mapping.household === undefined) {
    yield { path, message: "an attribute of households needs household.key" };
  }
  const parts = converter.kind === "first" ? converter.of : [converter];
  for (const part of parts) {
    if (part.kind !== "constant" && !kinds.includes(part.kind)) {
      yield { path, message: `the converter for ${name} is ${kinds.join(" or ")}` };
    } else {
      yield* converterFaults(path, name, part);
    }
  }
}

function* converterFaults(
  path: readonly string[],
  name: AttributeName,
  converter: SimpleConverter,
): Generator<MappingFault> {
  switch (converter.kind) {
    case "constant":
      if (!ATTRIBUTES[name].schema.safeParse(converter.value).success) {
        yield { path: [...path, "value"], message: `this is not a value of ${name}` };
      }
      return;
    case "values":
      for (const [written, value] of Object.entries(converter.values)) {
        if (ATTRIBUTES[name].schema.safeParse(value).success) continue;
        yield { path: [...path, "values", written], message: `this is not a value of ${name}` };
      }
      return;
    case "birthDate":
      yield* formatFaults([...path, "formats"], converter.formats);
      return;
    case "age":
      if (converter.at !== undefined && "column" in converter.at) {
        yield* formatFaults([...path, "at", "formats"], converter.at.formats);
      }
      return;
    case "text":
      if (converter.pattern !== undefined) yield* patternFaults([...path, "pattern"], converter.pattern);
      return;
    case "phone":
      if (!isPhoneCountry(converter.country)) {
        yield { path: [...path, "country"], message: "this is not a country's code (ISO 3166-1 alpha-2)" };
      }
      return;
    case "name":
    case "place":
    case "integer":
    case "list":
      return;
  }
}

function* formatFaults(path: readonly string[], formats: readonly string[]): Generator<MappingFault> {
  for (const [index, format] of formats.entries()) {
    if (isDateFormat(format)) continue;
    yield {
      path: [...path, index],
      message: "a date format is iso, or has YYYY once, and MM or M or MMM once where it has DD or D",
    };
  }
}

function* patternFaults(path: readonly (string | number)[], pattern: string): Generator<MappingFault> {
  try {
    new RegExp(pattern, "u");
  } catch {
    // The engine's own message repeats the pattern and adds little.
    yield { path, message: "this is not a regular expression" };
  }
}
