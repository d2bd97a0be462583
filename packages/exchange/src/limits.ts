/** Every bound of the protocol, in one place. */
export const LIMITS = {
  /** Persons in one batch; a batch is read, checked, applied and acknowledged whole. */
  personsPerBatch: 500,
  /** Links in one batch. */
  linksPerBatch: 2_000,
  /** Batches of a flow under way before the first is acknowledged; so many messages wait in the outbox at most. */
  batchesUnderWay: 8,
  /** Finished exchanges that a hello may offer to start from. */
  bases: 8,
  /** Elements or tags in one batch of the private set intersection. */
  overlapElementsPerBatch: 16_384,
  /** Keys that a person is compared by, and counties that a set is told by. */
  overlapSlots: 8,
  overlapGroups: 500,
  /** Messages that are brought over ahead of the one whose turn it is. */
  messagesAhead: 4,
  /** Sealing suites that a hello may offer. */
  suites: 8,
  /** Other agreements of the two that a first message may name. */
  agreementsAlongside: 100,
  /** A message's body in bytes, as it arrives. */
  messageBytes: 32 * 1024 * 1024,
  /** How often a message is tried before the exchange says that it waits for the partner. */
  deliveryAttempts: 6,
  /** Wait before the second attempt, doubled for each further one. */
  firstRetryMilliseconds: 250,
} as const;
