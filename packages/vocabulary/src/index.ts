export {
  type Assertion,
  type Authority,
  assertionsOf,
  compareAssertions,
  currentAssertions,
  equalAuthority,
} from "./assertion.ts";
export {
  ASSISTANCE_KIND_LABELS,
  ASSISTANCE_KINDS,
  AssistanceCycle,
  AssistanceKind,
  AssistanceNote,
  cyclesOverlap,
  parseCycle,
} from "./assistance.ts";
export {
  ATTRIBUTE_NAMES,
  ATTRIBUTES,
  type AttributeDefinition,
  AttributeName,
  FingerprintImpression,
  isAttributeName,
  Membership,
  type Sensitivity,
  type SubjectKind,
  type Transformation,
} from "./attributes.ts";
export { BirthDate, birthYear } from "./birth-date.ts";
export { HybridClock } from "./clock.ts";
export {
  type CoveredStatus,
  DisclosedPerson,
  DisclosedStatement,
  type DisclosureExclusions,
  type DisclosurePlan,
  type DisclosureScope,
  EXCHANGE_TIERS,
  type ExchangeTier,
  type Grant,
  MatchRecord,
  TIERS,
  Tier,
} from "./disclosure.ts";
export { AccordError } from "./errors.ts";
export { formatPersonName, PersonName, parsePersonName } from "./person-name.ts";
export { countyOf, isWithin, PCode, Place, stateOf } from "./place.ts";
export { isDelicate, SERVICE_KINDS, SERVICES, ServiceKind, URGENCIES, Urgency } from "./service.ts";
export { AttributeState, type AttributeStates, known, METHODS, Method, Statement } from "./statement.ts";
