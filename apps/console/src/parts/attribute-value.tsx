import { useFormat } from "../language/format.ts";
import { values } from "../language/terms/values.ts";
import { useTerm, useWords } from "../language/words.ts";
import { Given } from "./given.tsx";
import { partWords } from "./words.ts";

/** A value of an attribute: known with a value of the attribute's shape, or why it is not shown. */
export interface AttributeState {
  readonly state: string;
  readonly value?: unknown;
}

interface Shape {
  readonly parts?: readonly string[];
  readonly precision?: string;
  readonly date?: string;
  readonly pcode?: string;
  readonly name?: string;
  readonly role?: string;
  readonly relationship?: string;
}

/** Shows a value as the field writes it: names in their script, dates in their precision, places with their P-code. */
export function AttributeValue({ of }: { readonly of: AttributeState | undefined }) {
  const say = useWords(partWords);
  const term = useTerm(values);
  const format = useFormat();
  if (of === undefined || of.state === "unknown") return <span>{say("unknown")}</span>;
  if (of.state === "withheld") return <span>{say("withheld")}</span>;
  const { value } = of;
  if (typeof value === "boolean") return <span>{say(value ? "yes" : "no")}</span>;
  if (typeof value === "number") return <span>{format.number(value)}</span>;
  if (typeof value === "string") return <Given text={term(value)} />;
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return <span>{format.number(value.length)}</span>;
  const shape = value as Shape;
  if (shape.parts !== undefined) return <Given text={shape.parts.join(" ")} />;
  if (shape.precision !== undefined && shape.date !== undefined)
    return <span>{dateIn(shape, format.day, (year) => say("about", { year }))}</span>;
  if (shape.pcode !== undefined)
    return <Given text={shape.name === undefined ? shape.pcode : `${shape.name} (${shape.pcode})`} />;
  if (shape.role !== undefined)
    return (
      <Given
        text={[shape.role, shape.relationship]
          .flatMap((each) => (each === undefined ? [] : [term(each)]))
          .join(", ")}
      />
    );
  return (
    <Given
      text={Object.values(value)
        .filter((each) => typeof each === "string")
        .join(", ")}
    />
  );
}

function dateIn(
  { precision, date = "" }: Shape,
  day: (iso: string) => string,
  about: (year: string) => string,
): string {
  if (precision === "day") return day(date);
  if (precision === "estimated") return about(date.slice(0, 4));
  return date;
}
