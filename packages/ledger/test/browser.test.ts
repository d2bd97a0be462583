import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";
import { build, type Rolldown } from "vite";
import { afterAll, describe, expect, test } from "vitest";
import { exportTiles, formatProof, Ledger, memoryStorage } from "../src/index.ts";
import { disclosure } from "./arbitrary-entry.ts";
import { type BrowserChecks, checksOf } from "./browser-checks.ts";
import { logInMemory } from "./log-folder.ts";
import { cosignedCheckpoint, policyText } from "./signed-log.ts";

/** Answered by the page itself; nothing goes over a network. */
const ORIGIN = "http://ledger.test";

const browser = await start();
afterAll(() => browser?.close());

async function start(): Promise<Browser | undefined> {
  try {
    const executablePath = await chromium.executablePath();
    return await playwright.launch({ executablePath, args: chromium.args, headless: true });
  } catch (error) {
    console.warn(`no Chromium starts here (${String(error).split("\n")[0]}); what needs one is skipped`);
    return undefined;
  }
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL("./browser-page.ts", import.meta.url));
  const built = (await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: true, lib: { entry, formats: ["es"] } },
  })) as Rolldown.RolldownOutput[];
  return built
    .flatMap(({ output }) => output)
    .map((chunk) => ("code" in chunk ? chunk.code : ""))
    .join("\n");
}

async function input(): Promise<BrowserChecks> {
  const ledger = await Ledger.open(memoryStorage());
  for (let persons = 0; persons < 300; persons++) await ledger.append(disclosure({ persons }));
  const checkpoint = await cosignedCheckpoint(ledger);
  const log = logInMemory();
  await exportTiles(ledger, checkpoint, log);
  let extra = new Uint8Array();
  for await (const { bytes } of ledger.entries(123, 124)) extra = new Uint8Array(bytes);
  const path = await ledger.inclusionProof(123);
  return {
    policy: policyText,
    proof: formatProof({ index: 123, path, checkpoint: checkpoint.note, extra }),
    files: Object.fromEntries([...log.files].map(([name, bytes]) => [name, [...bytes]])),
    keys: Array.from({ length: 20 }, (_, fill) => [...new Uint8Array(32).fill(fill)]),
  };
}

describe.skipIf(browser === undefined)("in a browser", () => {
  test("a log, a proof and a person's place in an entry are verified as in Node", async () => {
    const script = await bundle();
    expect(script).not.toMatch(/from\s*"node:/);
    const page = await browser!.newPage();
    await page.route(`${ORIGIN}/**`, (route) =>
      route.request().url().endsWith(".js")
        ? route.fulfill({ contentType: "text/javascript", body: script })
        : route.fulfill({
            contentType: "text/html",
            body: '<!doctype html><script type="module" src="/ledger.js"></script>',
          }),
    );
    await page.goto(`${ORIGIN}/`);
    const checks = await input();
    const inBrowser = await page.evaluate<string>(`checksOf(${JSON.stringify(checks)})`);
    expect(inBrowser).toBe(await checksOf(checks));
    expect(JSON.parse(inBrowser)).toMatchObject({
      log: "sound",
      size: 300,
      concerned: true,
      refused: "ledger.entry_malformed",
      entry: { kind: "disclosure", persons: 123 },
    });
  }, 120_000);
});
