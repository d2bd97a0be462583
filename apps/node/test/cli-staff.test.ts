import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, DEMO_PASSWORD } from "../src/demo/demo-staff.ts";
import { ACCORD, accord } from "./accord-command.ts";
import { type Agency, agency } from "./agencies.ts";
import { signedIn } from "./staff-accounts.ts";

const MINUTE = 60_000;
let root: string;
let node: Agency;
let now = Date.parse("2026-03-02T08:00:00Z");
let home: Record<string, string>;
const run = (args: readonly string[], input = "", environment = home) =>
  accord([...args, "--node", node.folder], input, environment);

/** Answers the command's questions as a person would who reads the authenticator's address from it. */
function acceptInvitation(invitation: string): Promise<{ code: number | null; codes: string; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ACCORD, "staff", "accept", "--node", node.folder], {
      env: { PATH: process.env.PATH ?? "", ...home },
    });
    let out = "";
    let codes = "";
    child.stdin.write(`${invitation}\n${DEMO_PASSWORD}\n`);
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const address = /^otpauth:\S+$/m.exec(out)?.[0];
      if (address === undefined || codes !== "") return;
      codes = address;
      child.stdin.end(`${codeOf(address, now)}\n`);
    });
    child.on("close", (code) => resolve({ code, codes, out }));
  });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-cli-staff-"));
  home = { XDG_CONFIG_HOME: join(root, "config") };
  node = await agency(root, "iom", { nowMilliseconds: () => now });
});
afterAll(async () => {
  await node?.serving.close();
  await rm(root, { recursive: true, force: true });
});

test("the local operator adds the first administrator, who takes the invitation up, signs in, and sees no person", async () => {
  const added = await run([
    ...["staff", "add", "--login", "abuk", "--name", "Abuk", "--role", "administrator", "--json"],
  ]);
  expect(added.code, added.err).toBe(0);
  const { invitation } = JSON.parse(added.out) as { invitation: string };
  const accepted = await acceptInvitation(invitation);
  expect(accepted.code).toBe(0);
  expect(accepted.out).toContain("accord sign-in --login abuk");

  expect((await run(["sign-in", "--login", "abuk"], `${DEMO_PASSWORD}\n000000\n`)).code).toBe(4);
  now += MINUTE;
  const signIn = await run(
    ["sign-in", "--login", "abuk"],
    `${DEMO_PASSWORD}\n${codeOf(accepted.codes, now)}\n`,
  );
  expect(signIn.code, signIn.err).toBe(0);
  expect(signIn.out).toContain("Signed in as Abuk (administrator)");
  expect((await stat(join(root, "config", "accord", "sessions.json"))).mode & 0o077).toBe(0);

  expect((await run(["staff", "me"])).out).toContain("administrator");
  expect((await run(["staff", "list"])).out).toContain("abuk");
  const find = await run(["person", "find", "--identifier-stdin", "--purpose", "registration"], "S-1\n");
  expect(find.code).toBe(4);
  expect(find.err).toContain("access.refused");

  expect((await run(["sign-out"])).code).toBe(0);
  expect((await run(["staff", "me"])).out).toContain("local operator");
});

test("a purpose must be stated, and one that there is not is told with those that there are", async () => {
  const missing = await run(["person", "show", "0190"]);
  expect(missing.code).toBe(2);
  expect(missing.err).toContain("--purpose");
  const unknown = await run(["person", "show", "0190", "--purpose", "curiosity"]);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("deduplicationOfPersons");
});

test("an export ends with exit code 5 until somebody else has approved it, and then is written", async () => {
  const officer = await signedIn(node, { login: "officer", roles: ["dataProtectionOfficer"] }, now);
  const out = join(root, "persons.csv");
  const exporting = ["export", "--purpose", "statistics", "--out", out];
  const waits = await run(exporting);
  expect(waits.code).toBe(5);
  const request = /accord approval approve (\S+)`/.exec(waits.err)?.[1] ?? "";
  expect((await run(["approval", "approve", request])).code).toBe(4);
  const asOfficer = { ...home, ACCORD_SESSION: officer.token };
  expect((await run(["approval", "list"], "", asOfficer)).out).toMatch(/person\.export .*waiting +yes/);
  expect((await run(["approval", "approve", request], "", asOfficer)).code).toBe(0);
  const written = await run(exporting);
  expect(written.code, written.err).toBe(0);
  const reads = await run(["staff", "reads", "--json"], "", asOfficer);
  expect(JSON.parse(reads.out)[0]).toMatchObject({
    staff: "local",
    action: "person.export",
    purpose: "statistics",
    persons: 0,
  });
});
