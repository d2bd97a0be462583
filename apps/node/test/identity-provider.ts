import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { request } from "undici";

export interface TestProvider {
  readonly issuer: string;
  /** Whoever visits is this person from now on. */
  becomes(person: { readonly subject: string; readonly email: string; readonly verified: boolean }): void;
  close(): Promise<void>;
}

/**
 * A real identity provider (npm `oidc-provider`, OpenID certified) in this process, which lets a visitor in as whoever
 * `becomes` named, without asking. It insists on PKCE.
 */
export async function identityProvider(options: {
  readonly port: number;
  readonly clientId: string;
  readonly returnAddress: string;
}): Promise<TestProvider> {
  let person = { subject: "nobody", email: "", verified: false };
  const issuer = `http://localhost:${options.port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: options.clientId,
        redirect_uris: [options.returnAddress],
        token_endpoint_auth_method: "none",
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: person.email, email_verified: person.verified }),
    }),
    // Everybody has granted everything already.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId as string,
        accountId: session?.accountId as string,
      });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ["a key of this test"] },
  });
  provider.use(async (context, next) => {
    if (!context.path.startsWith("/interaction/")) return next();
    context.redirect(
      await provider.interactionResult(context.req, context.res, { login: { accountId: person.subject } }),
    );
  });
  const server: Server = await new Promise((resolve) => {
    const listening: Server = provider.listen(options.port, "localhost", () => resolve(listening));
  });
  return {
    issuer: `http://localhost:${(server.address() as AddressInfo).port}`,
    becomes: (next) => {
      person = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A browser without a screen: follows redirections and keeps cookies of each host. */
export class SmallBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Follows `address` until an answer that redirects nowhere, or would go where `until` says. */
  async visit(
    address: string,
    until: (address: URL) => boolean = () => false,
  ): Promise<{ readonly address: URL; readonly status: number; readonly body: string }> {
    let at = new URL(address);
    for (let hops = 0; hops < 20; hops++) {
      const jar = this.cookiesOf(at.host);
      const answer = await request(at, {
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      });
      const body = await answer.body.text();
      for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
        const [name, value] = (line.split(";")[0] ?? "").split(/=(.*)/s);
        if (name !== undefined) jar.set(name, value ?? "");
      }
      const location = answer.headers.location;
      if (typeof location !== "string") return { address: at, status: answer.statusCode, body };
      at = new URL(location, at);
      if (until(at)) return { address: at, status: answer.statusCode, body };
    }
    throw new Error("too many redirections");
  }

  cookiesOf(host: string): Map<string, string> {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }
}
