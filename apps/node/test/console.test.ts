/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOf, type KnownAccount } from "../src/demo/demo-staff.ts";
import { follow } from "../src/demo/sharing.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";
import { signedIn } from "./staff-accounts.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const BUILT = fileURLToPath(new URL("../../console/dist/index.html", import.meta.url));
const PURPOSE = "deduplicationOfPersons";
/** One process for all tabs falls over with the second context; a page's own security must stand. */
const UNWANTED = /single-process|no-zygote|disable-web-security/;

const browser = existsSync(BUILT) ? await start() : undefined;
if (browser === undefined)
  console.warn(
    "no Chromium starts here, or the console is not built (npm run console); its tests are skipped",
  );
afterAll(() => browser?.close());

async function start(): Promise<Browser | undefined> {
  try {
    const args = chromium.args.filter((each) => !UNWANTED.test(each));
    return await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
  } catch {
    return undefined;
  }
}

describe.skipIf(browser === undefined)("the console, on two nodes that have exchanged", () => {
  let agencies: Agencies;
  let agreement: string;
  let exchange: string;
  let origin: string;
  const staff = new Map<string, KnownAccount & { readonly token: string }>();

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 200, templates: false });
    const { iom, wfp } = agencies;
    agreement = await agreeOn(agencies);
    exchange = (await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement })).exchange;
    for (const each of [iom, wfp]) await follow(each.client, exchange, () => undefined);
    origin = wfp.serving.staffAddress.replace("127.0.0.1", "localhost");
    for (const role of [
      "dataManager",
      "adjudicator",
      "dataProtectionOfficer",
      "auditor",
      "administrator",
      "signatory",
    ] as const)
      staff.set(role, await signedIn(wfp, { login: role.toLowerCase(), roles: [role] }));
  });
  afterAll(() => agencies?.close());

  async function visit(role: string, language = "en", viewport = { width: 1366, height: 768 }) {
    const context = await (browser as Browser).newContext({ viewport, locale: language });
    const token = staff.get(role)?.token ?? "";
    await context.addCookies([{ name: "accord-wfp", value: token, domain: "localhost", path: "/" }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.addInitScript(
      ([chosen, purpose]) => {
        localStorage.setItem("accord.language", chosen as string);
        sessionStorage.setItem("accord.purpose", purpose as string);
      },
      [language, PURPOSE],
    );
    return { context, page, complaints };
  }

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(origin + path);
    await page.waitForSelector("h1");
    // The style guide shows the sign of loading itself.
    if (path === "/styleguide") return;
    await page.waitForFunction(() => document.querySelector('[role="status"][aria-label]') === null);
  }

  /** What axe finds against WCAG 2.2 AA. It is evaluated by the debugger, which the page's policy does not hold. */
  async function violations(page: Page): Promise<string[]> {
    const source = (await import("node:fs")).readFileSync(AXE, "utf8");
    await page.evaluate(source);
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations: found } = await axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      });
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    });
  }

  test("lets staff in with password and code, and out again", async () => {
    const context = await (browser as Browser).newContext({ locale: "en" });
    const page = await context.newPage();
    await page.goto(`${origin}/exchanges`);
    const account = staff.get("auditor") as KnownAccount;
    await page.getByLabel("Login").fill(account.login);
    await page.locator("input[type=password]").fill(account.password);
    await page.getByLabel("Code of your authenticator app").fill(codeOf(account.codes, Date.now() - 30_000));
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    // A code serves once and this one is past: the refusal says what to do, and nothing typed is lost.
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Login").inputValue()).toBe(account.login);
    await context.close();
  });

  test.each([
    ["dataManager", ["/", "/people", "/imports", "/adjudication", "/exchanges", "/ledger", "/styleguide"]],
    ["signatory", ["/agreements"]],
    ["dataProtectionOfficer", ["/protection"]],
    ["administrator", ["/administration"]],
  ] as const)(
    "of a %s shows its screens without a fault, a breach of its policy or a violation of WCAG 2.2 AA",
    async (role, paths) => {
      const { page, context, complaints } = await visit(role);
      for (const path of paths) {
        await open(page, path);
        expect(await violations(page), path).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test.each(["fr", "ar"])("speaks %s, in its direction, at the width of a telephone", async (language) => {
    const { page, context } = await visit("dataManager", language, { width: 360, height: 740 });
    for (const path of ["/", `/exchanges/${exchange}`, `/agreements/${agreement}`]) {
      await open(page, path);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === "ar" ? "rtl" : "ltr");
      expect(await violations(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    await context.close();
  });

  test("finds a person, opens the file and tells who has seen it", async () => {
    const { page, context } = await visit("dataManager");
    await open(page, "/people");
    await page.getByLabel("Name").fill("Nya");
    await page.locator("tbody tr").first().click();
    await page.getByRole("heading", { name: "Who has seen this, and why" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  });

  test("has an adjudicator decide a pair from the keyboard", async () => {
    const { page, context } = await visit("adjudicator");
    await open(page, "/adjudication");
    const waiting = async () => Number(/\d+/.exec(await page.getByRole("tab").first().innerText())?.[0]);
    const before = await waiting();
    if (before === 0) return; // this population left nothing undecided
    await page.getByRole("button", { name: "Same person" }).waitFor();
    await page.keyboard.press("d");
    await page.waitForFunction(
      (count) => !document.querySelector('[role="tab"]')?.textContent?.includes(`(${count})`),
      before,
    );
    expect(await waiting()).toBe(before - 1);
    await context.close();
  });

  test("shows an auditor no person, in the page and in what it asks for", async () => {
    const { page, context } = await visit("auditor");
    await open(page, "/");
    expect(await page.getByRole("link", { name: "People" }).count()).toBe(0);
    const answer = await page.evaluate(async (purpose) => {
      const me = (await (await fetch("/api/me")).json()) as { csrf: string };
      const search = await fetch("/api/persons/search", {
        method: "POST",
        headers: { "content-type": "application/json", "x-accord-csrf": me.csrf },
        body: JSON.stringify({ name: "Nya", purpose }),
      });
      return search.status;
    }, PURPOSE);
    expect(answer).toBe(403);
    await context.close();
  });

  test("runs no script and no style that is not its own", async () => {
    const { page, context } = await visit("auditor");
    await open(page, "/");
    const ran = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "globalThis.attacked = true";
      document.body.append(script);
      const picture = document.createElement("div");
      picture.innerHTML = '<img src="x" onerror="globalThis.attacked = true">';
      document.body.append(picture);
      const style = document.createElement("style");
      style.textContent = "h1 { color: rgb(1, 2, 3) }";
      document.head.append(style);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const heading = document.querySelector("h1") as HTMLElement;
      return { script: "attacked" in globalThis, style: getComputedStyle(heading).color === "rgb(1, 2, 3)" };
    });
    expect(ran).toEqual({ script: false, style: false });
    await context.close();
  });

  test("renders a hostile name harmless", async () => {
    const { page, context } = await visit("administrator");
    const hostile = `<b onmouseover=alert(1)>\u202Egnp.exe ${"x".repeat(120)}`;
    await (context as BrowserContext).route("**/api/staff", (route) =>
      route.fulfill({
        json: [{ id: "1", login: "one", name: hostile, roles: ["auditor"], sites: ["*"], status: "active" }],
      }),
    );
    await open(page, "/administration");
    await page.getByRole("tab", { name: "Staff" }).click();
    const cell = page.locator("tbody td").first();
    await cell.waitFor();
    expect(await cell.locator("b").count()).toBe(0);
    expect(await cell.innerText()).not.toContain("\u202E");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await context.close();
  });
});
