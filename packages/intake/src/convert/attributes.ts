import {
  ATTRIBUTES,
  type AttributeName,
  type AttributeState,
  type AttributeStates,
  known,
} from "@accord/vocabulary";
import { columnsOf } from "../mapping/columns-used.ts";
import type { Converter } from "../mapping/converter.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Problem } from "../problem.ts";
import { compileConverter, type Surroundings } from "./convert-attribute.ts";
import type { Convert, Reading, RowContext } from "./reading.ts";

/** The attributes that a row gives, of the person and of the household, and what is wrong with its cells. */
export interface RowAttributes {
  readonly states: AttributeStates;
  readonly householdStates: AttributeStates;
  readonly reject: readonly Problem[];
  /** Cells that the mapping lets be left out. */
  readonly warnings: readonly Problem[];
}

/** Compiles the mapping's attributes into a function of a row; it never throws, whatever the cells hold. */
export function compileAttributes(
  mapping: Mapping,
  around: Surroundings,
): (row: RowContext) => RowAttributes {
  const compiled = compiledAttributes(mapping, around);
  return (row) => {
    const states: Partial<Record<AttributeName, AttributeState>> = {};
    const householdStates: Partial<Record<AttributeName, AttributeState>> = {};
    const reject: Problem[] = [];
    const warnings: Problem[] = [];
    for (const { name, convert, keepsRow, column, isHousehold } of compiled) {
      const reading = checkedReading(name, convert(row), column);
      if (reading.kind === "nothing") continue;
      if (reading.kind === "fault" && !keepsRow) {
        reject.push(reading.fault);
        continue;
      }
      if (reading.kind === "fault") warnings.push(reading.fault);
      const state: AttributeState = reading.kind === "fault" ? { state: "notKnown" } : reading.state;
      (isHousehold ? householdStates : states)[name] = state;
    }
    return { states, householdStates, reject, warnings };
  };
}

/** Checks a known value against its attribute, so that nothing leaves here that the vocabulary would refuse. */
function checkedReading(name: AttributeName, reading: Reading, column: string): Reading {
  if (reading.kind !== "state" || reading.state.state !== "known") return reading;
  const parsed = ATTRIBUTES[name].schema.safeParse(reading.state.value);
  if (parsed.success) return { kind: "state", state: known(parsed.data) };
  return {
    kind: "fault",
    fault: {
      column,
      problem: `this cannot be a value of ${name}: it is too long, too short or out of range`,
      remedy: "Correct the cell.",
    },
  };
}

interface CompiledAttribute {
  readonly name: AttributeName;
  readonly convert: Convert;
  readonly keepsRow: boolean;
  readonly column: string;
  readonly isHousehold: boolean;
}

function compiledAttributes(mapping: Mapping, around: Surroundings): CompiledAttribute[] {
  return Object.entries(mapping.attributes).flatMap(([name, converter]) =>
    converter === undefined
      ? []
      : [
          {
            name: name as AttributeName,
            convert: compileConverter(converter, around),
            keepsRow: keepsRow(converter),
            column: columnsOf(converter).join(", "),
            isHousehold: name.startsWith("household."),
          },
        ],
  );
}

function keepsRow(converter: Converter): boolean {
  if (converter.kind === "first") return converter.of.some(keepsRow);
  return converter.kind !== "constant" && converter.onInvalid === "notKnown";
}
