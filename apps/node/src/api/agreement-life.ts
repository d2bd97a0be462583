import {
  type Agreement,
  addSignature,
  compareVersions,
  type EventContent,
  JwsSignature,
  type Negotiation,
  openSuspensions,
  Signatory,
  SignedAgreement,
  signatureRequest,
  signatureState,
  standingVersion,
  waitsForUs,
} from "@accord/agreement";
import {
  listNegotiations,
  listSignatories,
  pinSignatory,
  readAgreement,
  unpinSignatory,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import { findAgreement, type StandingAgreement } from "../agreements/held-agreements.ts";
import { keepAgreement } from "../agreements/keep-agreement.ts";
import {
  answerNegotiation,
  counterPropose,
  negotiationOf,
  proposeAgreement,
} from "../agreements/negotiations.ts";
import { type Said, sayEvent } from "../agreements/say-event.ts";
import { tellSigned } from "../agreements/tell-signed.ts";
import { watchAgreements } from "../agreements/watch-agreements.ts";
import { windUp } from "../agreements/wind-up.ts";
import type { AccordNode } from "../node.ts";
import { Standing, told } from "./agreement-standing.ts";
import { agreementOf } from "./agreements.ts";
import type { Api } from "./api.ts";

const Version = z.object({ digest: z.string(), by: z.string(), at: z.string() });
const NegotiationView = z.object({
  id: z.string(),
  partner: z.string(),
  role: z.enum(["consumer", "provider"]),
  state: z.string(),
  /** Whether this side's people have something to say before it goes on. */
  waitsForUs: z.boolean(),
  /** Whether the partner's node has not taken the last message yet. */
  untold: z.boolean(),
  versions: z.array(Version),
  title: z.string(),
  ended: z.object({ by: z.string(), code: z.string(), reason: z.string() }).optional(),
});
const Changes = z.object({
  terms: z.array(z.object({ term: z.string(), before: z.unknown(), after: z.unknown() })),
  clauses: z.array(z.unknown()),
});
const Digest = z.object({ digest: z.string().min(4).max(64) });
const Id = z.object({ id: z.string().min(4).max(60) });
const Reason = z.strictObject({ reason: z.string().min(1).max(1000) });
const Told = z.object({ standing: Standing, sentToPartner: z.boolean() });
const Pinned = z.object({
  party: z.string(),
  kid: z.string(),
  pinnedAt: z.string(),
  signatory: z.object({ id: z.string(), office: z.string(), kind: z.string() }),
});

/** From the first proposal to the last certificate; what is signed and shown is in agreements.ts. */
export async function agreementLifeRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, judge, ledger, courier } = node;
  const negotiator = { session: store, ledger, judge, courier };

  api.post(
    "/api/agreements/negotiations",
    {
      config: { action: "agreement.propose" },
      schema: {
        summary: "Put an agreement on the table of the partner's node, unsigned",
        body: z.strictObject({ agreement: z.unknown() }),
        response: { 200: NegotiationView },
      },
    },
    async ({ body }) => view(await proposeAgreement(negotiator, agreementOf(body.agreement))),
  );

  api.get(
    "/api/agreements/negotiations",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "Negotiations with partners, newest first",
        response: { 200: z.array(NegotiationView) },
      },
    },
    async () => Promise.all((await listNegotiations(store)).map(({ life }) => view(life as Negotiation))),
  );

  api.get(
    "/api/agreements/negotiations/:id",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "A negotiation: the version on the table, and how it differs from the one before",
        params: Id,
        response: {
          200: NegotiationView.extend({ agreement: z.unknown(), changes: Changes.optional() }),
        },
      },
    },
    async ({ params }) => {
      const negotiation = await negotiationOf(store, params.id);
      const [before, now] = await Promise.all(
        [negotiation.versions.at(-2), negotiation.versions.at(-1)].map(
          (version) => version && versionText(version.digest),
        ),
      );
      const changes = before && now && compareVersions(before, now);
      return {
        ...(await view(negotiation)),
        agreement: now,
        ...(changes === undefined
          ? {}
          : { changes: { terms: [...changes.terms], clauses: [...changes.clauses] } }),
      };
    },
  );

  api.post(
    "/api/agreements/negotiations/:id/counter",
    {
      config: { action: "agreement.propose" },
      schema: {
        summary: "Answer the partner's version with another",
        params: Id,
        body: z.strictObject({ agreement: z.unknown() }),
        response: { 200: NegotiationView },
      },
    },
    async ({ params, body }) =>
      view(await counterPropose(negotiator, await fullId(params.id), agreementOf(body.agreement))),
  );

  api.post(
    "/api/agreements/negotiations/:id/accept",
    {
      config: { action: "agreement.propose" },
      schema: {
        summary: "Accept the partner's version; the partner signs it first then",
        params: Id,
        response: { 200: NegotiationView },
      },
    },
    async ({ params }) =>
      view(await answerNegotiation(negotiator, await fullId(params.id), { kind: "accept" })),
  );

  api.post(
    "/api/agreements/negotiations/:id/terminate",
    {
      config: { action: "agreement.propose" },
      schema: {
        summary: "End a negotiation without an agreement",
        params: Id,
        body: Reason,
        response: { 200: NegotiationView },
      },
    },
    async ({ params, body }) => {
      const event = { kind: "terminate", code: "declined", reason: body.reason } as const;
      return view(await answerNegotiation(negotiator, await fullId(params.id), event));
    },
  );

  api.post(
    "/api/agreements/compare",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "How one version differs from another, term by term and clause by clause",
        body: z.strictObject({ before: z.unknown(), after: z.unknown() }),
        response: { 200: Changes },
      },
    },
    async ({ body }) => {
      const { terms, clauses } = compareVersions(agreementOf(body.before), agreementOf(body.after));
      return { terms: [...terms], clauses: [...clauses] };
    },
  );

  api.post(
    "/api/agreements/:digest/signature-request",
    {
      config: { action: "agreement.sign" },
      schema: {
        summary: "What a signatory's token or passkey is to sign",
        params: Digest,
        body: z.strictObject({ kid: z.string().max(60) }),
        response: {
          200: z.object({
            protected: z.string(),
            signingInput: z.string(),
            challenge: z.string(),
            kind: z.string(),
            credentialId: z.string().optional(),
            relyingParty: z.string().optional(),
          }),
        },
      },
    },
    async ({ params, body }) => {
      const { state, document } = await findAgreement(store, judge, { digest: params.digest });
      const request = signatureRequest(signedOf(document.text), {
        party: judge.self,
        kid: body.kid,
        at: node.context.now(),
      });
      const own = state.agreement.parties.find((party) => party.id === judge.self);
      const signatory = own?.signing.signatories.find((each) => each.key.kid === body.kid);
      return {
        protected: request.protected,
        signingInput: request.signingInput,
        challenge: request.challenge,
        kind: request.key.kind,
        ...(signatory?.kind === "passkey"
          ? { credentialId: signatory.credentialId, relyingParty: signatory.relyingParty }
          : {}),
      };
    },
  );

  api.post(
    "/api/agreements/:digest/signatures",
    {
      config: { action: "agreement.sign" },
      schema: {
        summary: "Add a signature that a token or a passkey made",
        params: Digest,
        body: JwsSignature,
        response: { 200: Told.extend({ signed: z.string() }) },
      },
    },
    async ({ params, body, staff }) => {
      const { state, document } = await findAgreement(store, judge, { digest: params.digest });
      await requireApproval(node, {
        operation: "agreement.sign",
        staff,
        subject: { digest: state.digest, kid: signerOf(body) },
        asks: "signature of an agreement",
      });
      const signed = JSON.stringify(await addSignature(signedOf(document.text), body));
      const kept = await keepAgreement({ session: store, ledger, judge }, signed, "signed");
      const sentToPartner = await tellSigned(node, kept);
      const standing = await told(node, await findAgreement(store, judge, { digest: state.digest }));
      return { signed: kept.document.text, standing, sentToPartner };
    },
  );

  const events = [
    ["suspend", "agreement.suspend", "Suspend an agreement, at once and alone"],
    ["revoke", "agreement.revoke", "Revoke an agreement, at once and alone"],
  ] as const;
  for (const [path, action, summary] of events) {
    api.post(
      `/api/agreements/:digest/${path}`,
      { config: { action }, schema: { summary, params: Digest, body: Reason, response: { 200: Told } } },
      async ({ params, body }) =>
        said(params.digest, () => ({
          kind: path === "suspend" ? "suspension" : "revocation",
          reason: body.reason,
        })),
    );
  }

  api.post(
    "/api/agreements/:digest/resume",
    {
      config: { action: "agreement.resume" },
      schema: {
        summary: "Agree to go on after a suspension; it is in force again when both parties have",
        params: Digest,
        body: Reason,
        response: { 200: Told },
      },
    },
    async ({ params, body }) => {
      const standing = await findAgreement(store, judge, { digest: params.digest });
      const open = openSuspensions(standing.state, standing.events).filter(
        ({ id }) => !resumedBy(standing, id, judge.self),
      );
      if (open.length === 0) {
        throw new AccordError("agreement.not_suspended", "there is nothing to resume from here", {
          remedy: "See its events with `accord agreement show`: the partner may have to resume it too.",
        });
      }
      let answer: Said | undefined;
      for (const { id } of open) {
        answer = await sayEvent(node, answer?.standing ?? standing, {
          kind: "resumption",
          suspension: id,
          reason: body.reason,
        });
      }
      return toldOf(answer as Said);
    },
  );

  api.post(
    "/api/agreements/:digest/review",
    {
      config: { action: "agreement.review" },
      schema: {
        summary: "Record that an agreement was reviewed, and what is to follow",
        params: Digest,
        body: Reason.extend({
          outcome: z.enum(["continue", "amend", "end"]),
          nextReviewBy: z.iso.date().optional(),
        }),
        response: { 200: Told },
      },
    },
    async ({ params, body }) => said(params.digest, () => ({ kind: "review", ...body })),
  );

  api.post(
    "/api/agreements/:digest/wind-up",
    {
      config: { action: "agreement.windUp" },
      schema: {
        summary:
          "Delete what was received under an agreement that has ended, and send the partner a certificate",
        params: Digest,
        response: { 200: Told },
      },
    },
    async ({ params }) => {
      await watchAgreements(node);
      return toldOf(await windUp(node, await findAgreement(store, judge, { digest: params.digest })));
    },
  );

  api.get(
    "/api/agreements/signatories",
    {
      config: { action: "agreement.read" },
      schema: { summary: "Keys that are pinned for signatories", response: { 200: z.array(Pinned) } },
    },
    async () =>
      (await listSignatories(store)).map(({ signatory, ...pinned }) => ({
        ...pinned,
        signatory: Signatory.parse(signatory),
      })),
  );

  api.post(
    "/api/agreements/signatories",
    {
      config: { action: "agreement.pinSignatory" },
      schema: {
        summary: "Pin the key of somebody who signs for a party, confirmed out of band by its fingerprint",
        body: z.strictObject({ party: z.string(), signatory: Signatory, fingerprint: z.string() }),
        response: { 200: Pinned },
      },
    },
    async ({ body }) => {
      const { party, signatory, fingerprint } = body;
      if (fingerprint.trim() !== signatory.key.kid) {
        throw new AccordError("agreement.fingerprint_mismatch", "the fingerprint is not that of this key", {
          where: "fingerprint",
          remedy: "Have the signatory read out the key's thumbprint (RFC 7638) over another channel.",
        });
      }
      const pinned = { party, kid: signatory.key.kid, signatory, pinnedAt: judge.now() };
      await pinSignatory(store, pinned);
      return pinned;
    },
  );

  api.post(
    "/api/agreements/signatories/remove",
    {
      config: { action: "agreement.pinSignatory" },
      schema: {
        summary: "Trust a signatory's key no longer: agreements that need it are not in force from then on",
        body: z.strictObject({ party: z.string(), kid: z.string() }),
        response: { 200: z.object({ removed: z.boolean() }) },
      },
    },
    async ({ body }) => ({ removed: await unpinSignatory(store, body.party, body.kid) }),
  );

  async function said(digest: string, content: () => EventContent) {
    return toldOf(await sayEvent(node, await findAgreement(store, judge, { digest }), content()));
  }

  async function toldOf({ standing, sentToPartner }: Said) {
    return { standing: await told(node, standing), sentToPartner };
  }

  async function fullId(id: string): Promise<string> {
    return (await negotiationOf(store, id)).id;
  }

  async function versionText(digest: string): Promise<Agreement | undefined> {
    const document = await readAgreement(store, digest);
    return document && signatureState(JSON.parse(document.text)).agreement;
  }

  async function view(negotiation: Negotiation): Promise<z.infer<typeof NegotiationView>> {
    const { id, partner, role, state, versions, pending, ended } = negotiation;
    const digest = standingVersion(negotiation)?.digest;
    return {
      id,
      partner,
      role,
      state,
      waitsForUs: waitsForUs(negotiation),
      untold: pending !== undefined,
      versions: [...versions],
      title: (digest === undefined ? undefined : await versionText(digest))?.title ?? "",
      ...(ended === undefined ? {} : { ended }),
    };
  }
}

const signedOf = (text: string): SignedAgreement => SignedAgreement.parse(JSON.parse(text));

const resumedBy = ({ events }: StandingAgreement, suspension: string, party: string): boolean =>
  events.some(
    ({ event }) => event.kind === "resumption" && event.suspension === suspension && event.party === party,
  );

/** Of which key the signature claims to be, for the second pair of eyes. */
function signerOf({ protected: header }: JwsSignature): unknown {
  try {
    return (JSON.parse(Buffer.from(header, "base64url").toString("utf8")) as { kid?: unknown }).kid;
  } catch {
    return undefined; // it is refused when it is added
  }
}
