import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Agency, agency } from "./agencies.ts";

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>
  >;
}

let root: string;
let node: Agency;
let api: OpenApi;
const ask = (path: string, method: "GET" | "POST" = "GET", headers: Record<string, string> = {}) =>
  request(new URL(path, node.serving.staffAddress), {
    method,
    headers: { ...(method === "POST" ? { "content-type": "application/json" } : {}), ...headers },
    ...(method === "POST" ? { body: "{}" } : {}),
  });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-api-"));
  node = await agency(root, "iom", {});
  api = (await (await ask("/openapi.json")).body.json()) as OpenApi;
});
afterAll(async () => {
  await node?.serving.close();
  await rm(root, { recursive: true, force: true });
});

describe("the node's API", () => {
  test("is described by OpenAPI 3.1", () => {
    expect(api.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(api.paths).length).toBeGreaterThan(20);
    expect(Object.keys(api.paths)).toContain("/api/exchanges/{id}/resume");
  });

  test("refuses each of its routes but the sign-in without the node's token, and with another one", async () => {
    let asked = 0;
    for (const [path, methods] of Object.entries(api.paths)) {
      if (!path.startsWith("/api/")) continue;
      for (const [method, { security }] of Object.entries(methods)) {
        if (security?.length === 0) continue; // how one signs in
        const url = path.replaceAll(/\{[^}]+\}/g, "0191e3a0-0000-7000-8000-000000000001");
        for (const headers of [{}, { authorization: "Bearer something-else" }]) {
          const answer = await ask(url, method.toUpperCase() as "GET" | "POST", headers);
          expect(answer.statusCode, `${method} ${path}`).toBe(401);
          expect(await answer.body.json()).toMatchObject({ code: "api.not_signed_in" });
          asked += 1;
        }
      }
    }
    expect(asked).toBeGreaterThan(40);
  });

  test("says that it is healthy, and nothing more", async () => {
    expect(await (await ask("/health")).body.json()).toEqual({ healthy: true });
  });

  test("names the field of a malformed request and never its value", async () => {
    const headers = { authorization: `Bearer ${node.serving.token}`, "content-type": "application/json" };
    const body = JSON.stringify({ name: "Nyandeng-secret", limit: "many-secret" });
    const answer = await request(new URL("/api/persons/search", node.serving.staffAddress), {
      method: "POST",
      headers,
      body,
    });
    const text = await answer.body.text();
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: "api.request_malformed", where: "limit" });
    expect(text).not.toContain("secret");
  });
});

test("the console's page runs its own scripts alone, loads nothing from elsewhere, and tells nothing to who has not signed in", async () => {
  const page = await ask("/");
  const html = await page.body.text();
  const policy = String(page.headers["content-security-policy"]);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{24}';/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(html).not.toMatch(/IOM|https?:\/\//);
});
