import { findStaffAccount } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { credentialsKept } from "../access/accounts.ts";
import { ACTION_NAMES } from "../access/action.ts";
import { permits } from "../access/policy.ts";
import { relyingParty, sessionCookie, staffOrigin, visitCookie } from "../access/sign-in/cookie.ts";
import {
  accept,
  choosePassword,
  confirmPassword,
  invited,
  type PasswordChoice,
} from "../access/sign-in/invitation.ts";
import {
  askForPasskey,
  type Challenge,
  challengePasskey,
  keepPasskey,
  signInWithPasskey,
} from "../access/sign-in/passkey.ts";
import { Pending } from "../access/sign-in/pending.ts";
import { ProviderSignIn, type ProviderVisit } from "../access/sign-in/provider.ts";
import { beginSession, endSession, isSessionToken, type SignInMethod } from "../access/sign-in/session.ts";
import { signInWithPassword } from "../access/sign-in/with-password.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Secret = z.string().min(10).max(200);
const Password = z.string().max(1000);
const Code = z.string().regex(/^\d{6}$/, "the six digits that the app shows");
/** As a browser's WebAuthn interface answers; its parts are checked where it is verified. */
const Answer = z.looseObject({ id: z.string().max(1000), response: z.record(z.string(), z.unknown()) });
/** A browser keeps the session as a cookie; the command line is told its token. */
const Keep = z.enum(["cookie", "token"]).default("cookie");
const SignedIn = z.object({
  staff: z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) }),
  csrf: z.string(),
  endsAt: z.string(),
  token: z.string().optional(),
});

/** How staff come in: password with one-time code, passkey, or the agency's identity provider. */
export async function signInRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, config } = node;
  const party = relyingParty(config);
  const cookie = sessionCookie(config);
  const visit = visitCookie(config);
  const challenges = new Pending<Challenge>(node.nowMilliseconds);
  const choices = new Pending<PasswordChoice>(node.nowMilliseconds);
  const provider = providerOf(node);

  async function begun(
    reply: FastifyReply,
    account: { readonly id: string; readonly name: string; readonly roles: readonly string[] },
    method: SignInMethod,
    keep: z.infer<typeof Keep>,
  ): Promise<z.infer<typeof SignedIn>> {
    const session = await beginSession(store, account.id, method, config.access, node.nowMilliseconds());
    const { csrf, endsAt, token } = session;
    if (keep === "cookie") reply.setCookie(cookie.name, token, cookie.options);
    node.log.info({ staff: account.id, method }, "a member of staff signed in");
    return {
      staff: { id: account.id, name: account.name, roles: [...account.roles] },
      csrf,
      endsAt,
      ...(keep === "token" ? { token } : {}),
    };
  }

  api.post(
    "/api/sign-in/password",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Sign in with login, password and the code of an authenticator app",
        body: z.strictObject({ login: z.string().max(200), password: Password, code: Code, keep: Keep }),
        response: { 200: SignedIn },
      },
    },
    async ({ body }, reply) => {
      const account = await signInWithPassword(store, body, node.nowMilliseconds());
      return begun(reply, account, "password", body.keep);
    },
  );

  api.post(
    "/api/sign-in/passkey/challenge",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "What a passkey has to sign (WebAuthn)",
        body: z.strictObject({ login: z.string().max(200) }),
      },
    },
    ({ body }) => challengePasskey(store, party, challenges, body.login),
  );

  api.post(
    "/api/sign-in/passkey",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Sign in with a passkey's answer",
        body: z.strictObject({ challenge: Secret, response: Answer, keep: Keep }),
        response: { 200: SignedIn },
      },
    },
    async ({ body }, reply) => {
      const response = body.response as unknown as AuthenticationResponseJSON;
      const account = await signInWithPasskey(store, party, challenges, { ...body, response });
      return begun(reply, account, "passkey", body.keep);
    },
  );

  api.get(
    "/api/sign-in/provider",
    {
      config: { action: "session.begin" },
      schema: { summary: "Go to the agency's identity provider to sign in" },
    },
    async (_request, reply) => {
      const { address, state } = await provider().begin();
      return reply.setCookie(visit.name, state, visit.options).redirect(address);
    },
  );

  api.get(
    "/api/sign-in/provider/return",
    {
      config: { action: "session.begin" },
      schema: { summary: "Where the identity provider sends the browser back" },
    },
    async (request, reply) => {
      const query = request.url.slice(request.url.indexOf("?") + 1);
      const { account, firstTime } = await provider().finish(store, query, request.cookies[visit.name]);
      if (firstTime) await store.transaction((session) => credentialsKept(node, session, account.id));
      await begun(reply, account, "provider", "cookie");
      return reply.clearCookie(visit.name, visit.options).redirect("/");
    },
  );

  api.post(
    "/api/invitation/password",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Take up an invitation: choose a password, and get the secret for an authenticator app",
        body: z.strictObject({ invitation: Secret, password: Password }),
        response: { 200: z.object({ choice: z.string(), address: z.string() }) },
      },
    },
    ({ body }) => choosePassword(node, choices, body),
  );

  api.post(
    "/api/invitation/code",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Confirm the authenticator app with its first code; the account can sign in from then on",
        body: z.strictObject({ choice: Secret, code: Code }),
        response: { 200: z.object({ login: z.string() }) },
      },
    },
    async ({ body }) => ({ login: (await confirmPassword(node, choices, body)).login }),
  );

  api.post(
    "/api/invitation/passkey/challenge",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Take up an invitation with a passkey: what the device has to answer",
        body: z.strictObject({ invitation: Secret }),
      },
    },
    async ({ body }) => askForPasskey(store, party, challenges, await invited(node, body.invitation)),
  );

  api.post(
    "/api/invitation/passkey",
    {
      config: { action: "session.begin" },
      schema: {
        summary: "Keep the passkey; the account can sign in from then on",
        body: z.strictObject({ invitation: Secret, challenge: Secret, response: Answer }),
        response: { 200: z.object({ login: z.string() }) },
      },
    },
    async ({ body }) => {
      const account = await invited(node, body.invitation);
      const response = body.response as unknown as RegistrationResponseJSON;
      const at = node.context.now();
      const passkey = await keepPasskey(party, challenges, { ...body, response, staff: account.id, at });
      await accept(node, body.invitation, account.id, passkey);
      return { login: account.login };
    },
  );

  api.get(
    "/api/me",
    {
      config: { action: "session.own" },
      schema: {
        summary:
          "Who one is here: roles, sites and purposes; for a browser also what its requests must repeat",
      },
    },
    async ({ staff, csrf }) => ({
      ...staff,
      csrf,
      /** What the policies let one do; screens offer nothing else. */
      actions: ACTION_NAMES.filter((action) => permits(staff, action)),
      agency: { id: config.agency.id, name: config.agency.name },
    }),
  );

  api.post(
    "/api/me/passkey/challenge",
    {
      config: { action: "session.own" },
      schema: { summary: "Add a passkey to one's own account: what the device has to answer" },
    },
    async ({ staff }) => askForPasskey(store, party, challenges, await ownAccount(staff.id)),
  );

  api.post(
    "/api/me/passkey",
    {
      config: { action: "session.own" },
      schema: {
        summary: "Keep a further passkey for one's own account",
        body: z.strictObject({ challenge: Secret, response: Answer }),
        response: { 200: z.object({ kept: z.boolean() }) },
      },
    },
    async ({ body, staff }) => {
      const { id } = await ownAccount(staff.id);
      const response = body.response as unknown as RegistrationResponseJSON;
      const keep = await keepPasskey(party, challenges, {
        ...body,
        response,
        staff: id,
        at: node.context.now(),
      });
      await store.transaction(async (session) => {
        await keep(session);
        await credentialsKept(node, session, id);
      });
      return { kept: true };
    },
  );

  api.post(
    "/api/sign-out",
    {
      config: { action: "session.own" },
      schema: { summary: "End this session", response: { 200: z.object({ signedOut: z.boolean() }) } },
    },
    async (request, reply) => {
      const token = tokenOf(request) ?? request.cookies[cookie.name];
      if (token !== undefined) await endSession(store, token);
      reply.clearCookie(cookie.name, cookie.options);
      return { signedOut: token !== undefined };
    },
  );

  async function ownAccount(id: string) {
    const account = await findStaffAccount(store, { id });
    if (account !== undefined) return account;
    throw new AccordError("sign_in.no_account", "the local operator has no account", {
      remedy: "Add one with `accord staff add`, and sign in to it.",
    });
  }
}

function providerOf(node: AccordNode): () => ProviderSignIn {
  const { identityProvider } = node.config.access;
  const returnAddress = new URL("/api/sign-in/provider/return", staffOrigin(node.config)).href;
  const made =
    identityProvider === undefined
      ? undefined
      : new ProviderSignIn(
          { ...identityProvider, clientSecret: process.env.ACCORD_IDENTITY_SECRET || undefined },
          returnAddress,
          new Pending<ProviderVisit>(node.nowMilliseconds),
        );
  return () => {
    if (made !== undefined) return made;
    throw new AccordError("sign_in.no_provider", "no identity provider is configured", {
      where: "access.identityProvider",
      remedy: "Sign in with a passkey or a password, or name the provider in accord.json.",
    });
  };
}

function tokenOf(request: FastifyRequest): string | undefined {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  return token !== undefined && isSessionToken(token) ? token : undefined;
}
