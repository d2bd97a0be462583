/** The rule that a record broke; stable, to be stored, sent and counted. */
export type RefusalRule =
  | "nothingGranted"
  | "recordShape"
  | "repeatedRecord"
  | "attributeUnknown"
  | "attributeNotGranted"
  | "attributeOfOtherSubject"
  | "valueNotTransformed"
  | "valueShape"
  | "sourceNotSender"
  | "placeOutOfScope"
  | "statusOutOfScope"
  | "personExcluded"
  | "tooManyPersons"
  | "tooManyRecordsToday"
  | "tooManyRecordsInTotal";

/** Why a whole batch is refused. It names the place, never the value. */
export interface Refusal {
  readonly rule: RefusalRule;
  readonly message: string;
  /** Position in the batch, from 0; absent where the batch as such is refused. */
  readonly recordIndex?: number;
  /** Absent where the attribute is none of the catalogue: its name could be a value in disguise. */
  readonly attribute?: string;
  readonly clause?: string;
}
