import {
  type AttributeName,
  type AttributeStates,
  type DisclosedStatement,
  type DisclosurePlan,
  HybridClock,
  known,
} from "@accord/vocabulary";
import { type Registration, type RegistryContext, registerBatch, type Session } from "../src/index.ts";

const START = Date.UTC(2026, 0, 10);

/** A context whose time and identifiers are the same at every run. */
export function testContext(agency = "IOM"): RegistryContext {
  let milliseconds = START;
  let ids = 0;
  const clock = new HybridClock(agency, () => milliseconds);
  return {
    agency,
    now: () => new Date(++milliseconds).toISOString(),
    tick: () => clock.tick(),
    newId: () => `00000000-0000-7000-8000-${String(++ids).padStart(12, "0")}`,
  };
}

export function registration(key: string, more: Partial<Registration> = {}): Registration {
  return {
    externalKey: key,
    identifiers: [{ issuer: "IOM", kind: "brave", value: key }],
    states: {
      "person.name": known({ parts: ["Nyakim", "Gatwech", key], script: "Latn" }),
      "person.sex": known("female"),
      "person.birthDate": known({ precision: "estimated", date: "1988" }),
      "person.location": known({ pcode: "SS0707", name: "Malakal" }),
      "person.phone": known("+211912345678"),
    },
    method: "declared",
    assertedAt: "2026-01-02T00:00:00Z",
    registeredAt: "2026-01-02",
    protectLocation: false,
    consents: [
      { recipient: "WFP", purpose: "deduplication", given: true, assertedAt: "2026-01-02T00:00:00Z" },
    ],
    rowDigest: `row of ${key}`,
    ...more,
  };
}

/** Registers persons and returns their ids in order. */
export async function register(
  session: Session,
  context: RegistryContext,
  ...registrations: readonly Registration[]
): Promise<readonly string[]> {
  const outcomes = await registerBatch(session, context, registrations);
  return outcomes.map((outcome) => {
    if (outcome.kind === "rejected") throw new Error(`${outcome.code}: ${outcome.reason}`);
    return outcome.person;
  });
}

export function plan(
  tier: DisclosurePlan["tier"],
  attributes: readonly AttributeName[],
  more: Partial<DisclosurePlan> = {},
): DisclosurePlan {
  return {
    agreement: "agreement-1",
    agreementDigest: "digest-1",
    from: "IOM",
    to: "WFP",
    purpose: "deduplication",
    tier,
    grants: attributes.map((attribute, index) => ({
      clause: `c${index}`,
      attribute,
      transformation: "none",
      retentionDays: 30,
      consent: true,
      purposes: ["deduplication"],
    })),
    scope: { places: [], programmes: [], statuses: ["active", "departed", "deceased"] },
    exclusions: {
      protectedLocation: "place",
      unaccompaniedChildren: false,
      children: false,
      origins: [],
    },
    consentRequired: true,
    consentToBeCovered: true,
    maximumPersons: 1000,
    ...more,
  };
}

/** A statement of the partner's, as it arrives. */
export function disclosed(
  id: string,
  states: AttributeStates,
  more: Partial<DisclosedStatement> = {},
): DisclosedStatement {
  return {
    id,
    subject: "person",
    source: "WFP",
    method: "documented",
    assertedAt: "2026-01-05T00:00:00Z",
    clock: `000000000-0000-${id}`,
    states,
    ...more,
  };
}
