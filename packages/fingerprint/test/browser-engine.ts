import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";
import { build, type Rolldown } from "vite";
import type { TaskName } from "./engine-tasks.ts";

/** The engine bundled for the web and running in one worker of a Chromium. */
export interface BrowserEngine {
  /** As the browser gives it, such as 147.0.7727.0. */
  readonly version: string;
  /** The bundle in bytes, minified. */
  readonly bundleBytes: number;
  /** The task's answer as JSON. */
  run(task: TaskName, input: unknown): Promise<string>;
  close(): Promise<void>;
}

/** Answered by the page itself; nothing goes over a network. */
const ORIGIN = "http://engine.test";

/**
 * Starts a headless Chromium with the engine in it.
 *
 * @returns undefined, after saying so, where no Chromium starts on this machine
 */
export async function openBrowserEngine(): Promise<BrowserEngine | undefined> {
  let browser: Browser;
  try {
    const executablePath = await chromium.executablePath();
    browser = await playwright.launch({ executablePath, args: chromium.args, headless: true });
  } catch (error) {
    console.warn(`no Chromium starts here (${String(error).split("\n")[0]}); what needs one is skipped`);
    return undefined;
  }
  const script = await bundle();
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: script })
      : route.fulfill({ contentType: "text/html", body: "<!doctype html><title>engine</title>" }),
  );
  await page.goto(`${ORIGIN}/`);
  await page.evaluate(`globalThis.engine = new Worker("${ORIGIN}/engine.js", { type: "module" })`);
  return {
    version: browser.version(),
    bundleBytes: script.length,
    async run(task, input) {
      const answer = await page.evaluate<{ json?: string; error?: string }>(
        `new Promise((answered, failed) => {
          engine.onmessage = ({ data }) => answered(data);
          engine.onerror = (event) => failed(new Error(event.message));
          engine.postMessage(${JSON.stringify({ task, input })});
        })`,
      );
      if (answer.json === undefined) throw new Error(answer.error);
      return answer.json;
    },
    close: () => browser.close(),
  };
}

async function bundle(): Promise<string> {
  const here = import.meta.url;
  const entry = fileURLToPath(new URL(`./engine-worker.${here.endsWith(".ts") ? "ts" : "js"}`, here));
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
