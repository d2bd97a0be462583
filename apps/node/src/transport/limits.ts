import { LIMITS } from "@accord/exchange";

/** Every bound on what comes over the wire from partners and strangers, in one place. */
export const TRANSPORT_LIMITS = {
  /** Bytes of an exchange message's body as it arrives. */
  messageBytes: LIMITS.messageBytes,
  /**
   * A sealed message larger than this goes in chunks of it; a cut costs what was under way of them. So many go at once, over
   * as many connections: where one packet in twenty is lost, one connection carries a third of a satellite link.
   */
  chunkBytes: 64 * 1024,
  lanes: 12,
  /** Chunks that a message of the greatest size has, and that an answer may name as missing. */
  chunksNamed: LIMITS.messageBytes / (64 * 1024) + 1,
  /** Messages of one partner that are not whole yet, and bytes of them; the longest untouched go first. */
  partialMessages: 16,
  partialBytes: 64 * 1024 * 1024,
  /** Bytes of any other body: signed agreements, revocations, cards. */
  documentBytes: 3 * 1024 * 1024,
  /** Bytes of a body once unpacked; what unpacks to more is refused before it is held. */
  unpackedBytes: LIMITS.messageBytes,
  /** Nesting of JSON objects and arrays, and how many of them, looked at before the text is parsed. */
  jsonDepth: 24,
  jsonContainers: 1_000_000,
  /** Bytes of a request's header section, and fields in it. */
  headerBytes: 16 * 1024,
  headerFields: 40,
  /** Open connections in all, and from one address. */
  connections: 200,
  connectionsPerAddress: 16,
  /** New connections a minute from one address; a stranger's handshake costs the node most. */
  connectionsAMinutePerAddress: 300,
  /** Requests a minute of one partner, and from one address. */
  requestsAMinutePerPartner: 6_000,
  requestsAMinutePerAddress: 9_000,
  /** Requests on one connection, after which it is opened anew. */
  requestsPerConnection: 10_000,
  /** Addresses and partners whose rates are remembered; the longest unseen are forgotten first. */
  ratesRemembered: 10_000,
  /** Until a TLS handshake is done, the headers are there, and the whole request is there. */
  handshakeMilliseconds: 10_000,
  headersMilliseconds: 15_000,
  requestMilliseconds: 120_000,
  /** A kept-alive connection without a request. */
  idleMilliseconds: 60_000,
  /** As client: until the partner has answered, and the size of an answer. */
  answerMilliseconds: 120_000,
  answerBytes: 64 * 1024,
  /** A page of receipts, or a tile of the partner's ledger. */
  receiptsBytes: 32 * 1024 * 1024,
} as const;
