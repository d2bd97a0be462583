import {
  changeStaffAccount,
  findStaffAccount,
  type Session,
  type StaffAccount,
  saveCredentials,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import * as oidc from "openid-client";
import type { Pending } from "./pending.ts";
import { loginOf, signInRefused } from "./with-password.ts";

/** An agency's identity provider (OpenID Connect), as the configuration names it. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  /** From the environment, where the provider gave the node a secret; else the node is a public client. */
  readonly clientSecret?: string | undefined;
  /** Asked of the provider where it is to insist on a second factor. */
  readonly acrValues?: string | undefined;
}

export interface ProviderVisit {
  readonly verifier: string;
  readonly nonce: string;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Sign-in at the agency's identity provider: authorization code with PKCE (RFC 7636, RFC 9700), state and nonce. */
export class ProviderSignIn {
  readonly #provider: IdentityProvider;
  readonly #returnAddress: string;
  readonly #pending: Pending<ProviderVisit>;
  #configuration: oidc.Configuration | undefined;

  constructor(provider: IdentityProvider, returnAddress: string, pending: Pending<ProviderVisit>) {
    this.#provider = provider;
    this.#returnAddress = returnAddress;
    this.#pending = pending;
  }

  /** Where to send the browser, and the state that it must bring back, which its cookie also holds. */
  async begin(): Promise<{ readonly address: string; readonly state: string }> {
    const configuration = await this.#discovered();
    const verifier = oidc.randomPKCECodeVerifier();
    const nonce = oidc.randomNonce();
    const state = this.#pending.begin({ verifier, nonce });
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#returnAddress,
      scope: "openid email",
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...(this.#provider.acrValues === undefined ? {} : { acr_values: this.#provider.acrValues }),
    });
    return { address: address.href, state };
  }

  /**
   * Who came back. An account is known by the provider's subject; at the first time by the verified e-mail address
   * that is its login, to which the subject is then bound.
   * @throws AccordError `sign_in.refused`, `sign_in.provider_failed`
   */
  async finish(
    store: Session,
    query: string,
    stateOfBrowser: string | undefined,
  ): Promise<{ readonly account: StaffAccount; readonly firstTime: boolean }> {
    const configuration = await this.#discovered();
    const state = new URLSearchParams(query).get("state") ?? "";
    const visit = this.#pending.take(state);
    // Bound to the browser that began: nobody is signed in to another's account by a link.
    if (visit === undefined || state !== stateOfBrowser) throw signInRefused();
    const tokens = await oidc
      .authorizationCodeGrant(configuration, new URL(`${this.#returnAddress}?${query}`), {
        pkceCodeVerifier: visit.verifier,
        expectedNonce: visit.nonce,
        expectedState: state,
        idTokenExpected: true,
      })
      .catch(() => {
        throw signInRefused();
      });
    const claims = tokens.claims();
    if (claims === undefined) throw signInRefused();
    const providerSubject = `${claims.iss} ${claims.sub}`;
    const known = await findStaffAccount(store, { providerSubject });
    if (known?.status === "active") return { account: known, firstTime: false };
    if (known !== undefined || claims.email_verified !== true || typeof claims.email !== "string")
      throw signInRefused();
    const invited = await findStaffAccount(store, { login: loginOf(claims.email) });
    if (invited?.status !== "invited") throw signInRefused();
    await saveCredentials(store, invited.id, { providerSubject });
    await changeStaffAccount(store, invited.id, { status: "active" });
    return { account: { ...invited, status: "active" }, firstTime: true };
  }

  async #discovered(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#provider;
    const address = new URL(issuer);
    const insecure = address.protocol === "http:" && LOOPBACK.has(address.hostname);
    this.#configuration ??= await oidc
      .discovery(
        address,
        clientId,
        undefined,
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
        {
          ...(insecure ? { execute: [oidc.allowInsecureRequests] } : {}),
          timeout: 10,
        },
      )
      .catch(() => {
        throw new AccordError("sign_in.provider_failed", "the identity provider does not answer as one", {
          where: "access.identityProvider.issuer",
          remedy:
            "Check the issuer's address and that the node reaches it; sign in with a passkey meanwhile.",
        });
      });
    return this.#configuration;
  }
}
