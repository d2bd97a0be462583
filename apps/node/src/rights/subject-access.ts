import { createHash } from "node:crypto";
import type { ReferralState } from "@accord/exchange";
import {
  assistanceOf,
  findingsOf,
  type Identification,
  noticesOf,
  objectionsOf,
  type PersonFile,
  personFile,
  personOfRights,
  referralsOf,
  requestsOf,
  restrictionsOf,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { entriesOfPerson, type PersonEntry } from "../ledger/person-entries.ts";
import type { AccordNode } from "../node.ts";

type Rights = {
  readonly objections: Awaited<ReturnType<typeof objectionsOf>>;
  readonly restrictions: Awaited<ReturnType<typeof restrictionsOf>>;
  readonly requests: Awaited<ReturnType<typeof requestsOf>>;
  /** What partners were told to erase, with their certificates. */
  readonly notices: readonly {
    readonly partner: string;
    readonly kind: string;
    readonly madeAt: string;
    readonly takenAt: string | undefined;
    readonly certificate: string | undefined;
  }[];
};

/**
 * All that is held on a person: the answer to a request for access, and for portability the same as JSON. A value stands
 * with who said it and when; a disclosure with the clauses under which it was made; entries of the ledger with proofs that
 * anybody can verify with the person's own key.
 */
export interface SubjectAccess {
  readonly format: "accord-subject-access/1";
  readonly agency: { readonly id: string; readonly name: string };
  readonly madeAt: string;
  readonly identifiedBy: Identification;
  readonly file: PersonFile;
  readonly rights: Rights;
  /** What assistance they had here, what partners told of it, and to whom and from whom they were referred. */
  readonly assistance: {
    readonly here: Awaited<ReturnType<typeof assistanceOf>>;
    readonly there: readonly Omit<Awaited<ReturnType<typeof findingsOf>>[number], "about">[];
    readonly referrals: readonly (Pick<
      Awaited<ReturnType<typeof referralsOf>>[number],
      "referral" | "direction" | "partner" | "step" | "beganAt"
    > & { readonly service: ReferralState["service"] })[];
  };
  readonly ledger: readonly PersonEntry[];
}

/**
 * @param session as the member of staff who hands it over sees the store
 * @throws AccordError `person.unknown`
 */
export async function subjectAccess(
  node: AccordNode,
  session: Session,
  of: { readonly person: string; readonly identifiedBy: Identification },
): Promise<SubjectAccess> {
  const { store, config, ledger, context } = node;
  const file = await personFile(session, of.person);
  if (file === undefined || file.status === "erased") {
    throw new AccordError("person.unknown", "there is no such person here, or not at your sites", {
      where: "person",
      remedy: "Search by identifier or name.",
    });
  }
  const { files } = await personOfRights(session, of.person);
  return {
    format: "accord-subject-access/1",
    agency: { id: config.agency.id, name: config.agency.name },
    madeAt: context.now(),
    identifiedBy: of.identifiedBy,
    file,
    rights: {
      objections: await objectionsOf(session, files),
      restrictions: await restrictionsOf(session, files),
      requests: await requestsOf(session, files),
      notices: (await noticesOf(store, files)).map(({ partner, kind, madeAt, takenAt, certificate }) => ({
        partner,
        kind,
        madeAt,
        takenAt,
        certificate,
      })),
    },
    assistance: {
      here: await assistanceOf(session, files),
      there: (await findingsOf(session, { files })).map(({ about: _, ...told }) => told),
      referrals: (await referralsOf(session, files)).map(({ state, ...referral }) => ({
        ...referral,
        service: (state as ReferralState).service,
      })),
    },
    ledger: await entriesOfPerson(ledger, store, of.person),
  };
}

export const accessDigest = (json: string): string => createHash("sha256").update(json).digest("hex");
