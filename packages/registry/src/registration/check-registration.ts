import {
  ATTRIBUTES,
  type AttributeStates,
  isAttributeName,
  METHODS,
  type SubjectKind,
} from "@accord/vocabulary";
import type { Registration, RegistrationOutcome } from "./registration.ts";

type Rejection = Extract<RegistrationOutcome, { kind: "rejected" }>;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const DAY_OR_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$/;

/** What is wrong with a registration, or undefined; a field is named, its value never. */
export function rejectionOf(registration: Registration): Rejection | undefined {
  if (registration.externalKey === "" || registration.externalKey.length > 200) {
    return rejected("registration.bad_key", "externalKey: must have 1 to 200 characters");
  }
  if (!INSTANT.test(registration.assertedAt)) {
    return rejected("registration.bad_instant", "assertedAt: must be ISO 8601 in UTC");
  }
  if (!DAY_OR_INSTANT.test(registration.registeredAt)) {
    return rejected("registration.bad_instant", "registeredAt: must be YYYY-MM-DD or ISO 8601 in UTC");
  }
  if (!METHODS.includes(registration.method)) {
    return rejected("registration.bad_method", "method: not one of the vocabulary's");
  }
  return (
    badAttribute(registration.states, "person") ??
    badAttribute(registration.householdStates ?? {}, "household")
  );
}

function badAttribute(states: AttributeStates, subject: SubjectKind): Rejection | undefined {
  for (const [name, state] of Object.entries(states)) {
    if (!isAttributeName(name) || ATTRIBUTES[name].subject !== subject) {
      return rejected(
        "registration.bad_attribute",
        `${subject}: a name that is no attribute of a ${subject}`,
      );
    }
    if (name === "person.fingerprints" && state.state === "known") {
      return rejected("registration.bad_attribute", `${name}: templates are added by addFingerprints`);
    }
    if (name === "person.assistance") {
      return rejected("registration.bad_attribute", `${name}: assistance is recorded by recordAssistance`);
    }
    if (state.state === "known" && !ATTRIBUTES[name].schema.safeParse(state.value).success) {
      return rejected("registration.bad_attribute", `${name}: the value does not have the attribute's shape`);
    }
  }
  return undefined;
}

function rejected(code: string, reason: string): Rejection {
  return { kind: "rejected", code, reason };
}
