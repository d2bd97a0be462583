import {
  consentsOf,
  type Erasure,
  erasureOf,
  noticesOf,
  type Objection,
  objectionsOf,
  personOfRights,
  type RecordedConsent,
  type Restriction,
  type RightsNotice,
  type RightsRequest,
  requestsOf,
  restrictionsOf,
  type Session,
} from "@accord/registry";

/** What a person decided and asked for, and what became of it. */
export interface RightsStanding {
  readonly person: string;
  readonly consents: readonly RecordedConsent[];
  readonly objections: readonly Objection[];
  readonly restrictions: readonly Restriction[];
  readonly requests: readonly RightsRequest[];
  /** What partners were told; an erasure is confirmed where it has the partner's certificate. */
  readonly notices: readonly Omit<RightsNotice, "refs" | "persons" | "concerned">[];
  /** Where the person was erased. */
  readonly erasure: Erasure | undefined;
}

/** @throws AccordError `person.unknown` */
export async function rightsStanding(session: Session, person: string): Promise<RightsStanding> {
  return session.transaction(async (transaction) => {
    const erasure = await erasureOf(transaction, person);
    const { id, files } =
      erasure === undefined ? await personOfRights(transaction, person) : { id: person, files: [person] };
    const notices = await noticesOf(transaction, files);
    return {
      person: id,
      consents: await consentsOf(transaction, files),
      objections: await objectionsOf(transaction, files),
      restrictions: await restrictionsOf(transaction, files),
      requests: await requestsOf(transaction, files),
      notices: notices.map(({ refs: _refs, persons: _persons, concerned: _concerned, ...notice }) => notice),
      erasure,
    };
  });
}
