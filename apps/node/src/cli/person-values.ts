import {
  ATTRIBUTES,
  type AttributeState,
  BirthDate,
  formatPersonName,
  isAttributeName,
  Membership,
  PersonName,
  Place,
} from "@accord/vocabulary";

export const attributeLabel = (name: string): string =>
  isAttributeName(name) ? ATTRIBUTES[name].label.en : name;

/** A state in words: three kinds of nothing stay three. */
export function stateInWords(state: AttributeState): string {
  switch (state.state) {
    case "known":
      return valueInWords(state.value);
    case "notKnown":
      return "(not known)";
    case "declined":
      return "(declined to say)";
    case "withheld":
      return "(withheld by agreement)";
  }
}

function valueInWords(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  const name = PersonName.safeParse(value);
  if (name.success) {
    const { transliteration } = name.data;
    return (
      formatPersonName(name.data) + (transliteration === undefined ? "" : ` (${transliteration.join(" ")})`)
    );
  }
  const birth = BirthDate.safeParse(value);
  if (birth.success) return birth.data.date + (birth.data.precision === "estimated" ? " (estimated)" : "");
  const place = Place.safeParse(value);
  if (place.success) return place.data.pcode + (place.data.name === undefined ? "" : ` ${place.data.name}`);
  const membership = Membership.safeParse(value);
  if (membership.success) return `${membership.data.role} (${membership.data.relationship})`;
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string") ? value.join(", ") : `${value.length} held`;
  }
  return "(cannot be shown here)";
}
