import { FingerprintFormatError, readTemplates, type Template } from "@accord/fingerprint";
import type { LinkageRecord } from "@accord/linkage";
import type {
  AttributeName,
  AttributeStates,
  BirthDate,
  FingerprintImpression,
  MatchRecord,
  Membership,
  PersonName,
  Place,
} from "@accord/vocabulary";

/** A person as matching sees them: what linkage compares, and the fingers. */
export interface ComparablePerson {
  readonly id: string;
  readonly record: LinkageRecord;
  readonly templates: readonly Template[];
}

/** A record of the match tier, own or the partner's, as the two engines take it. A damaged template is left out. */
export function comparablePerson({ ref, states }: MatchRecord): ComparablePerson {
  const name = known<PersonName>(states, "person.name");
  const birth = known<BirthDate>(states, "person.birthDate");
  const membership = known<Membership>(states, "person.membership");
  const rationCard = known<string>(states, "person.rationCard");
  return {
    id: ref,
    record: {
      id: ref,
      nameParts: name?.parts,
      sex: known<"female" | "male" | "other">(states, "person.sex"),
      birthDate: birth?.date,
      birthEstimated: birth === undefined ? undefined : birth.precision === "estimated",
      place: known<Place>(states, "person.location")?.pcode,
      origin: known<Place>(states, "person.origin")?.pcode,
      phone: known<string>(states, "person.phone"),
      identifiers: rationCard === undefined ? [] : [`rationCard:${rationCard}`],
      household: membership?.household,
      role: membership?.role,
      relationship: membership?.relationship,
    },
    templates: (known<FingerprintImpression[]>(states, "person.fingerprints") ?? []).flatMap(templatesOf),
  };
}

function known<T>(states: AttributeStates, attribute: AttributeName): T | undefined {
  const state = states[attribute];
  return state?.state === "known" ? (state.value as T) : undefined;
}

function templatesOf(impression: FingerprintImpression): Template[] {
  try {
    return [...readTemplates(Buffer.from(impression.template, "base64")).templates];
  } catch (error) {
    if (error instanceof FingerprintFormatError) return [];
    throw error;
  }
}
