import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropEndedSignIns } from "@accord/registry";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { holdMinutes } from "../src/access/sign-in/with-password.ts";
import { type ApiClient, connect } from "../src/api-client.ts";
import { addKnownAccount, codeOf, type KnownAccount, takeUp, tokenOf } from "../src/demo/demo-staff.ts";
import { initNode } from "../src/init.ts";
import { type ServingNode, serveNode } from "../src/serve.ts";
import { freePort } from "./free-port.ts";
import { identityProvider, SmallBrowser, type TestProvider } from "./identity-provider.ts";
import { SoftwarePasskey } from "./software-passkey.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let root: string;
let folder: string;
let serving: ServingNode;
let operator: ApiClient;
let provider: TestProvider;
let origin: string;
let now = Date.parse("2026-03-02T08:00:00Z");
let mary: KnownAccount;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: readonly string[];
}
async function ask(
  path: string,
  options: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, headers = {} } = options;
  const answer = await request(new URL(path, serving.staffAddress), {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    body: text === "" ? {} : JSON.parse(text),
    cookies: [answer.headers["set-cookie"] ?? []].flat(),
  };
}
const withPassword = (given: Partial<{ login: string; password: string; code: string; keep: string }> = {}) =>
  ask("/api/sign-in/password", {
    body: {
      login: mary.login,
      password: mary.password,
      code: codeOf(mary.codes, now),
      keep: "token",
      ...given,
    },
  });
const bearer = (token: unknown) => ({ headers: { authorization: `Bearer ${token}` } });
const staffEvents = async () => {
  const { entries } = await operator.get<{ entries: { kind: string; event: string; reference: string }[] }>(
    "/api/ledger?limit=1000",
  );
  return entries.filter(({ kind }) => kind === "staff");
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-sign-in-"));
  folder = join(root, "iom");
  const [staffPort, exchangePort, providerPort] = await Promise.all([freePort(), freePort(), freePort()]);
  origin = `http://localhost:${staffPort}`;
  provider = await identityProvider({
    port: providerPort,
    clientId: "accord",
    returnAddress: `${origin}/api/sign-in/provider/return`,
  });
  const made = await initNode(folder, { id: "iom", name: "IOM", profile: "brave", staffPort, exchangePort });
  const config = JSON.parse(await readFile(made.config, "utf8"));
  config.access.identityProvider = { issuer: provider.issuer, clientId: "accord" };
  await writeFile(made.config, JSON.stringify(config), { mode: 0o600 });
  serving = await serveNode(folder, { logLevel: "silent", nowMilliseconds: () => now });
  operator = await connect(folder);
  mary = await addKnownAccount(operator, { login: "Mary.Deng", roles: ["administrator"] }, now);
});
afterAll(async () => {
  await serving?.close();
  await provider?.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => {
  now += HOUR;
});

describe("with password and code", () => {
  test("whoever has both is let in, under the account's roles", async () => {
    const { body, status } = await withPassword({ login: " mary.deng " });
    expect(status).toBe(200);
    expect((await ask("/api/me", bearer(body.token))).body).toMatchObject({
      id: mary.id,
      roles: ["administrator"],
    });
    expect((await ask("/api/staff", bearer(body.token))).status).toBe(200);
    expect((await ask("/api/duplicates", bearer(body.token))).body).toMatchObject({ code: "access.refused" });
  });

  test("one answer is given whatever is wrong", async () => {
    const answers = [];
    for (const wrong of [
      { login: "nobody" },
      { password: "not the password at all" },
      { code: String((Number(codeOf(mary.codes, now)) + 1) % 1_000_000).padStart(6, "0") },
    ])
      answers.push(await withPassword(wrong));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "sign_in.refused" } });
    expect((await withPassword()).status).toBe(200);
  });

  test("a code serves once, and not after its time", async () => {
    expect((await withPassword()).status).toBe(200);
    expect((await withPassword()).status).toBe(401);
    expect((await withPassword({ code: codeOf(mary.codes, now - 2 * MINUTE) })).status).toBe(401);
    now += MINUTE;
    expect((await withPassword()).status).toBe(200);
  });

  test("of two requests with one code at the same moment one is let in", async () => {
    const both = await Promise.all([withPassword(), withPassword()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  test("after five failures in a row the right password is not looked at for a while", async () => {
    for (let attempt = 0; attempt < 5; attempt++) await withPassword({ password: "guess after guess" });
    expect((await withPassword()).status).toBe(401);
    now += MINUTE + 1000;
    expect((await withPassword()).status).toBe(200);
  });

  test("an account is held the longer the more failures, an hour at most", () => {
    expect([1, 4, 5, 6, 7, 11, 12, 50].map(holdMinutes)).toEqual([0, 0, 1, 2, 4, 60, 60, 60]);
  });

  test("a password is refused that is short or holds the login", async () => {
    const { invitation } = await operator.post<{ invitation: string }>("/api/staff", {
      login: "peter",
      name: "Peter",
      roles: ["auditor"],
      sites: [],
      purposes: [],
    });
    for (const password of ["short", "peter peter peter"]) {
      const { body } = await ask("/api/invitation/password", { body: { invitation, password } });
      expect(body.code).toBe("sign_in.password_weak");
    }
  });
});

describe("an invitation", () => {
  test("serves once, within three days", async () => {
    const add = (login: string) =>
      operator.post<{ invitation: string }>("/api/staff", {
        login,
        name: login,
        roles: ["enumerator"],
        sites: [],
        purposes: [],
      });
    const { invitation } = await add("john");
    await takeUp(operator, invitation, now);
    await expect(takeUp(operator, invitation, now)).rejects.toMatchObject({
      code: "sign_in.invitation_invalid",
    });
    const late = await add("late");
    now += 73 * HOUR;
    await expect(takeUp(operator, late.invitation, now)).rejects.toMatchObject({
      code: "sign_in.invitation_invalid",
    });
  });

  test("asks for the app's code before the account can sign in", async () => {
    const { invitation } = await operator.post<{ invitation: string }>("/api/staff", {
      login: "rose",
      name: "Rose",
      roles: ["enumerator"],
      sites: [],
      purposes: [],
    });
    const { body } = await ask("/api/invitation/password", {
      body: { invitation, password: "seven tall acacia trees" },
    });
    const wrong = String((Number(codeOf(String(body.address), now)) + 1) % 1_000_000).padStart(6, "0");
    expect(
      (await ask("/api/invitation/code", { body: { choice: body.choice, code: wrong } })).body.code,
    ).toBe("sign_in.code_wrong");
    expect(
      (await ask("/api/invitation/code", { body: { choice: body.choice, code: wrong } })).body.code,
    ).toBe("sign_in.invitation_invalid");
  });
});

describe("a session", () => {
  test("ends when it is not used for half an hour, and twelve hours after it began however much it is used", async () => {
    const { body } = await withPassword();
    now += 29 * MINUTE;
    expect((await ask("/api/me", bearer(body.token))).status).toBe(200);
    now += 31 * MINUTE;
    expect((await ask("/api/me", bearer(body.token))).status).toBe(401);

    const { body: long } = await withPassword();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      now += 20 * MINUTE;
      expect((await ask("/api/me", bearer(long.token))).status).toBe(200);
    }
    now += 20 * MINUTE;
    expect((await ask("/api/me", bearer(long.token))).status).toBe(401);
  });

  test("ends at sign-out, and at once when the account is locked or its roles change", async () => {
    const { body } = await withPassword();
    await ask("/api/sign-out", { body: {}, ...bearer(body.token) });
    expect((await ask("/api/me", bearer(body.token))).status).toBe(401);

    const grace = await addKnownAccount(operator, { login: "grace", roles: ["adjudicator"] }, now);
    const token = await tokenOf(operator, grace, now);
    await operator.post(`/api/staff/${grace.id}/lock`);
    expect((await ask("/api/me", bearer(token))).status).toBe(401);
    now += HOUR;
    await expect(tokenOf(operator, grace, now)).rejects.toMatchObject({ code: "sign_in.refused" });
    await operator.post(`/api/staff/${grace.id}/unlock`);
    now += HOUR;
    const again = await tokenOf(operator, grace, now);
    await operator.post(`/api/staff/${grace.id}/change`, { roles: ["auditor"] });
    expect((await ask("/api/me", bearer(again))).status).toBe(401);
    expect(
      (await staffEvents()).filter(({ reference }) => reference === grace.id).map(({ event }) => event),
    ).toEqual(["added", "credentials-changed", "locked", "unlocked", "roles-changed"]);
  });

  test("in a cookie is out of scripts' reach, of this site alone, and asks for the CSRF token where something changes", async () => {
    const { body, cookies } = await withPassword({ keep: "cookie" });
    expect(body.token).toBeUndefined();
    expect(cookies[0]).toMatch(/^accord-iom=.*; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = cookies[0]!.split(";")[0]!;
    expect((await ask("/api/me", { headers: { cookie } })).body.csrf).toBe(body.csrf);
    for (const headers of [{ cookie }, { cookie, "x-accord-csrf": "guessed" }]) {
      expect(await ask("/api/sign-out", { body: {}, headers })).toMatchObject({
        status: 403,
        body: { code: "access.csrf" },
      });
    }
    const repeated = { cookie, "x-accord-csrf": String(body.csrf) };
    expect((await ask("/api/sign-out", { body: {}, headers: repeated })).status).toBe(200);
    expect((await ask("/api/me", { headers: { cookie } })).status).toBe(401);
  });

  test("stands in the store by its digest alone", async () => {
    const { body } = await withPassword();
    await serving.node.store.transaction(async ({ db }) => {
      const rows = await db.selectFrom("staff_session").selectAll().execute();
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(String(body.token).slice("session.".length));
    });
    now += 13 * HOUR;
    expect(await dropEndedSignIns(serving.node.store, new Date(now).toISOString())).toBeGreaterThan(0);
    expect(await dropEndedSignIns(serving.node.store, new Date(now).toISOString())).toBe(0);
  });
});

describe("with a passkey", () => {
  let passkey: SoftwarePasskey;
  const login = "daniel";

  async function challenge() {
    const { body } = await ask("/api/sign-in/passkey/challenge", { body: { login } });
    return body as { challenge: string; options: { challenge: string } };
  }
  const signIn = (begun: { challenge: string }, response: unknown) =>
    ask("/api/sign-in/passkey", { body: { challenge: begun.challenge, response, keep: "token" } });

  beforeAll(async () => {
    passkey = new SoftwarePasskey(origin);
    const { invitation } = await operator.post<{ invitation: string }>("/api/staff", {
      login,
      name: "Daniel",
      roles: ["adjudicator"],
      sites: ["*"],
      purposes: ["*"],
    });
    const begun = (await ask("/api/invitation/passkey/challenge", { body: { invitation } })).body as {
      challenge: string;
      options: { challenge: string };
    };
    const kept = await ask("/api/invitation/passkey", {
      body: { invitation, challenge: begun.challenge, response: passkey.create(begun.options) },
    });
    expect(kept).toMatchObject({ status: 200, body: { login } });
  });

  test("whoever holds the device is let in", async () => {
    const begun = await challenge();
    const { body, status } = await signIn(begun, passkey.get(begun.options));
    expect(status).toBe(200);
    expect((await ask("/api/me", bearer(body.token))).body).toMatchObject({ name: "Daniel" });
  });

  test("an answer is refused that was given before, elsewhere, to another challenge, by another device, or by one that did not check its holder", async () => {
    const first = await challenge();
    const answer = passkey.get(first.options);
    expect((await signIn(first, answer)).status).toBe(200);
    expect((await signIn(first, answer)).status).toBe(401);
    const second = await challenge();
    expect((await signIn(second, answer)).status).toBe(401);
    const third = await challenge();
    expect((await signIn(third, passkey.get(third.options, false))).status).toBe(401);
    const fourth = await challenge();
    expect((await signIn(fourth, new SoftwarePasskey(origin).get(fourth.options))).status).toBe(401);
    const fifth = await challenge();
    const elsewhere = Object.assign(new SoftwarePasskey("http://localhost:1"), { id: passkey.id });
    expect((await signIn(fifth, elsewhere.get(fifth.options))).status).toBe(401);
  });

  test("a device whose counter went back, as a copy's would, is refused", async () => {
    passkey.counter = 0;
    const begun = await challenge();
    expect((await signIn(begun, passkey.get(begun.options))).status).toBe(401);
    passkey.counter = 50;
  });

  test("a challenge is answered alike for a login that nobody has", async () => {
    const { body } = await ask("/api/sign-in/passkey/challenge", { body: { login: "nobody" } });
    expect(Object.keys(body)).toEqual(Object.keys(await challenge()));
  });

  test("a challenge lapses after five minutes", async () => {
    const begun = await challenge();
    now += 6 * MINUTE;
    expect((await signIn(begun, passkey.get(begun.options))).status).toBe(401);
  });
});

describe("at the agency's identity provider", () => {
  const visit = (browser: SmallBrowser, until?: (address: URL) => boolean) =>
    browser.visit(`${origin}/api/sign-in/provider`, until);
  const signedInAs = async (browser: SmallBrowser) => {
    const cookie = browser.cookiesOf(new URL(origin).host).get("accord-iom");
    return (await ask("/api/me", { headers: { cookie: `accord-iom=${cookie}` } })).body;
  };

  beforeAll(async () => {
    await operator.post("/api/staff", {
      login: "akol@iom.example",
      name: "Akol",
      roles: ["programmeOfficer"],
      sites: ["*"],
      purposes: ["*"],
    });
  });

  test("whoever it knows by a verified address that is an account's login is let in, and by its subject from then on", async () => {
    provider.becomes({ subject: "u-1", email: "akol@iom.example", verified: true });
    const browser = new SmallBrowser();
    expect((await visit(browser)).address.pathname).toBe("/");
    expect(await signedInAs(browser)).toMatchObject({ name: "Akol", roles: ["programmeOfficer"] });

    provider.becomes({ subject: "u-1", email: "changed@iom.example", verified: true });
    const later = new SmallBrowser();
    expect((await visit(later)).status).toBe(200);
    expect(await signedInAs(later)).toMatchObject({ name: "Akol" });
  });

  test("somebody else with the same address, an address that is not verified, and a stranger are refused", async () => {
    for (const person of [
      { subject: "u-2", email: "akol@iom.example", verified: true },
      { subject: "u-3", email: "mary.deng", verified: false },
      { subject: "u-4", email: "stranger@iom.example", verified: true },
    ]) {
      provider.becomes(person);
      expect((await visit(new SmallBrowser())).status, person.subject).toBe(401);
    }
  });

  test("a return is refused in a browser that did not begin, and a second time", async () => {
    provider.becomes({ subject: "u-1", email: "akol@iom.example", verified: true });
    const browser = new SmallBrowser();
    const { address } = await visit(browser, (at) => at.pathname === "/api/sign-in/provider/return");
    expect((await new SmallBrowser().visit(address.href)).status).toBe(401);
    const other = new SmallBrowser();
    const fresh = await visit(other, (at) => at.pathname === "/api/sign-in/provider/return");
    expect((await other.visit(fresh.address.href)).status).toBe(200);
    expect((await other.visit(fresh.address.href)).status).toBe(401);
  });
});

test("somebody who lost their way in gets a new one from two administrators, and what they had before is gone", async () => {
  const ruth = await addKnownAccount(operator, { login: "ruth", roles: ["administrator"] }, now);
  const lost = await addKnownAccount(operator, { login: "lost", roles: ["enumerator"] }, now);
  const session = await tokenOf(operator, lost, now);
  const one = await connect(folder, String((await withPassword()).body.token));
  const two = await connect(folder, await tokenOf(operator, ruth, now));

  const waits = (await one.post(`/api/staff/${lost.id}/recover`).catch((error: unknown) => error)) as {
    readonly where: string;
  };
  expect(waits).toMatchObject({ code: "approval.waits" });
  await expect(one.post(`/api/approvals/${waits.where}/approve`)).rejects.toMatchObject({
    code: "approval.own",
  });
  await two.post(`/api/approvals/${waits.where}/approve`);
  const { invitation } = await one.post<{ invitation: string }>(`/api/staff/${lost.id}/recover`);

  expect((await ask("/api/me", bearer(session))).status).toBe(401);
  now += MINUTE;
  await expect(tokenOf(operator, lost, now)).rejects.toMatchObject({ code: "sign_in.refused" });
  const codes = await takeUp(operator, invitation, now);
  expect(await tokenOf(operator, { ...lost, codes }, now)).toMatch(/^session\./);
  await expect(one.post(`/api/staff/${lost.id}/recover`)).rejects.toMatchObject({ code: "approval.waits" });
});
