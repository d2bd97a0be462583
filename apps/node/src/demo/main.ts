import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { TEMPLATE_OVERLAP } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import { Command, InvalidArgumentError } from "commander";
import { ROLE_NAMES } from "../access/role.ts";
import { type ApiClient, connect } from "../api-client.ts";
import { initNode } from "../init.ts";
import type { ExchangeComparison } from "../ledger/receipts.ts";
import { CANARIES, canariesIn } from "./canaries.ts";
import { compareWithTruth } from "./compare-with-truth.ts";
import {
  addDemoStaff,
  codeOf,
  DEMO_PASSWORD,
  type KnownAccount,
  loginOf,
  tokenOf,
  withColleague,
} from "./demo-staff.ts";
import { DemoTerminal } from "./demo-terminal.ts";
import { checkDistributions } from "./double-assistance.ts";
import { type NodeProcess, startNode } from "./node-process.ts";
import { type PopulationChoice, type PopulationFiles, writePopulation } from "./population-files.ts";
import { type DemoReport, renderDemoReport } from "./report.ts";
import {
  type Assessors,
  agree,
  type Followed,
  follow,
  importFingerprints,
  importPersons,
  introduce,
} from "./sharing.ts";
import { openSignInDesk } from "./sign-in-desk.ts";

const FOLDER = resolve("data/demo");
const PORTS = { iom: { staff: 7400, exchange: 7401 }, wfp: { staff: 7410, exchange: 7411 } } as const;
const DESK_PORT = 7420;
const NAMES = { iom: "International Organization for Migration", wfp: "World Food Programme" } as const;
const PROFILES = { iom: "brave", wfp: "scope" } as const;
/** About so many persons' fingers come as images: a synthetic finger takes half a second to grow. */
const PICTURED = 20;
const AGENCIES = ["iom", "wfp"] as const;

// Each node of the demo has an embedded store of its own, whatever the environment says.
delete process.env.DATABASE_URL;

interface Options extends PopulationChoice {
  readonly once?: true;
  readonly fresh?: true;
  readonly json?: string;
  readonly code?: string;
}

const whole = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
  return number;
};

const command = new Command("npm run demo --")
  .description(
    "Shows the main job: two agencies register a synthetic population, sign an agreement, exchange, and report.",
  )
  .option("--people <n>", "people in the population", whole(50, 1_000_000), 5000)
  .option("--seed <n>", "the same seed gives the same people", whole(0, 2 ** 31 - 1), 1)
  .option("--once", "end after the report instead of keeping both nodes up")
  .option("--fresh", "begin anew: delete what an earlier demo left in data/demo")
  .option("--json <file>", "write the report for machines too")
  .option("--code <agency/login>", "print the code with which a member of the demo's staff signs in now")
  .addHelpText("after", "\nExample:\n  npm run demo -- --people 2000 --seed 7 --once");

/** The whole demo; answers the exit code. */
async function main(options: Options): Promise<number> {
  if (options.code !== undefined) return tellCode(options.code);
  const terminal = new DemoTerminal();
  if (existsSync(join(FOLDER, "demo.json")) && !options.fresh) return showWhatExists(terminal, options);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const began = Date.now();
  terminal.title(options);

  const files = await terminal.step("Synthesise a population and two registrations of it", (tell) =>
    writePopulation(
      join(FOLDER, "files"),
      { ...options, imageShare: PICTURED / options.people, canaries: true },
      (agency, persons) => tell(`${agency}: ${persons.toLocaleString("en")} persons`),
    ),
  );
  const nodes = await terminal.step("Start one node for each agency, on embedded stores", () => startBoth());
  try {
    const staff = await terminal.step("Add accounts of staff, one a role", (tell) => addStaff(nodes, tell));
    await importBoth(terminal, nodes, files);
    const agreement = await terminal.step(
      "Confirm each other's keys; draft, assess, check and sign the agreement",
      async () => {
        await introduce(nodes.iom.client, nodes.wfp.client);
        const [iom, wfp] = await Promise.all(AGENCIES.map((id) => signatoryOf(nodes, staff, id)));
        return agree(
          iom as ApiClient,
          { id: "wfp", client: wfp as ApiClient },
          {
            places: ["SS03", "SS07"],
            title: "Sharing of beneficiary data in Upper Nile and Jonglei",
            impactAssessment: { reference: "DPIA-2026-014", completedOn: "2026-01-15" },
            contact: { dataProtection: "data protection office", breach: "breach desk" },
            assistance: true,
            terms: { overlap: TEMPLATE_OVERLAP },
          },
          await Promise.all(AGENCIES.map((id) => assessorsOf(nodes, staff, id))),
        );
      },
    );
    await Promise.all(AGENCIES.map((id) => restrictCanaries(nodes[id].client, id)));
    const { exchange } = await nodes.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    const outcome = await terminal.follow("Exchange", (tell) => follow(nodes.wfp.client, exchange, tell));
    if (outcome.step !== "done") {
      terminal.problem(outcome);
      return 1;
    }
    const assistance = await terminal.step(
      "WFP checks a distribution list: who has the same from IOM",
      async (tell) => {
        const clients = { iom: nodes.iom.client, wfp: nodes.wfp.client };
        const checked = await checkDistributions(clients, files.distributions);
        tell(`${checked.found} of ${checked.listed} on the list`);
        return checked;
      },
    );
    const report = {
      ...(await reportOn(exchange, outcome, nodes, files, options, Date.now() - began)),
      assistance,
    };
    terminal.print(renderDemoReport(report));
    await writeFile(
      join(FOLDER, "demo.json"),
      JSON.stringify({ people: options.people, seed: options.seed, exchange }),
    );
    if (options.json !== undefined)
      await writeFile(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
    if (!options.once) await keepUp(terminal, nodes);
    return 0;
  } finally {
    await Promise.all(AGENCIES.map((agency) => nodes[agency].stop()));
  }
}

type Nodes = Readonly<Record<"iom" | "wfp", NodeProcess>>;

async function startBoth(): Promise<Nodes> {
  for (const id of AGENCIES) {
    const root = join(FOLDER, id);
    if (existsSync(root)) continue;
    const { staff, exchange } = PORTS[id];
    await initNode(root, {
      id,
      name: NAMES[id],
      profile: PROFILES[id],
      staffPort: staff,
      exchangePort: exchange,
    });
  }
  const [iom, wfp] = await Promise.all(AGENCIES.map((id) => startNode(join(FOLDER, id))));
  return { iom: iom as NodeProcess, wfp: wfp as NodeProcess };
}

type DemoStaff = Readonly<Record<"iom" | "wfp", readonly KnownAccount[]>>;
const STAFF = join(FOLDER, "staff.json");

async function addStaff(nodes: Nodes, tell: (text: string) => void): Promise<DemoStaff> {
  const [iom = [], wfp = []] = await Promise.all(AGENCIES.map((id) => addDemoStaff(nodes[id].client, id)));
  await writeFile(STAFF, `${JSON.stringify({ iom, wfp }, null, 2)}\n`, { mode: 0o600 });
  tell(`${iom.length} at IOM, ${wfp.length} at WFP`);
  return { iom, wfp };
}

const clientOf = async (nodes: Nodes, staff: DemoStaff, id: "iom" | "wfp", login: string) => {
  const account = staff[id].find((each) => each.login === login) as KnownAccount;
  return connect(join(FOLDER, id), await tokenOf(nodes[id].client, account, Date.now()));
};

/** A programme officer drafts the impact assessment, a protection officer approves it. */
async function assessorsOf(nodes: Nodes, staff: DemoStaff, id: "iom" | "wfp"): Promise<Assessors> {
  return {
    drafter: await clientOf(nodes, staff, id, "programme-officer"),
    officer: await clientOf(nodes, staff, id, "data-protection-officer"),
  };
}

/** Signs with a second signatory beside: the node lets nobody sign alone. */
async function signatoryOf(nodes: Nodes, staff: DemoStaff, id: "iom" | "wfp"): Promise<ApiClient> {
  const [one, two] = await Promise.all(
    ["signatory", "signatory-2"].map((login) => clientOf(nodes, staff, id, login)),
  );
  return withColleague(one as ApiClient, two as ApiClient);
}

async function tellCode(of: string): Promise<number> {
  const [id, login] = of.split("/");
  const staff = JSON.parse(await readFile(STAFF, "utf8")) as DemoStaff;
  const account = id === "iom" || id === "wfp" ? staff[id].find((each) => each.login === login) : undefined;
  if (account === undefined)
    throw new AccordError("demo.account_unknown", "there is no such account in the demo", {
      where: "--code",
      remedy: `Name agency and login, such as iom/adjudicator; they stand in ${STAFF}.`,
    });
  process.stdout.write(`${codeOf(account.codes, Date.now())}\n`);
  return 0;
}

async function importBoth(terminal: DemoTerminal, nodes: Nodes, files: PopulationFiles): Promise<void> {
  await terminal.step(
    "Import persons and households, each agency its own export by its own mapping",
    async (tell) => {
      const [iom, wfp] = await Promise.all(
        AGENCIES.map((id) =>
          importPersons(nodes[id].client, files[id].persons, files[id].mapping, (rows) =>
            tell(`${id}: ${rows.toLocaleString("en")} rows`),
          ),
        ),
      );
      tell(`IOM ${iom?.created.toLocaleString("en")}, WFP ${wfp?.created.toLocaleString("en")}`);
    },
  );
  const importPrints = (step: string, unit: string, archive: (id: "iom" | "wfp") => string | undefined) =>
    terminal.step(step, async (tell) => {
      const [iom, wfp] = await Promise.all(
        AGENCIES.map(async (id) => {
          const path = archive(id);
          if (path === undefined) return undefined;
          return importFingerprints(nodes[id].client, path, (rows) =>
            tell(`${id}: ${rows.toLocaleString("en")} ${unit}`),
          );
        }),
      );
      tell(
        `IOM ${(iom?.created ?? 0).toLocaleString("en")}, WFP ${(wfp?.created ?? 0).toLocaleString("en")}`,
      );
    });
  await importPrints(
    "Import fingerprint templates (ISO/IEC 19794-2)",
    "templates",
    (id) => files[id].templates,
  );
  await importPrints(
    "Import fingerprint images (PNG), and extract their templates",
    "images",
    (id) => files[id].images,
  );
}

async function reportOn(
  exchange: string,
  outcome: Followed,
  nodes: Nodes,
  files: PopulationFiles,
  choice: PopulationChoice,
  milliseconds: number,
): Promise<Omit<DemoReport, "assistance">> {
  const ledgers = await Promise.all(
    AGENCIES.map((id) => nodes[id].client.post<Verdict>("/api/ledger/verify")),
  );
  const compared = await Promise.all(
    AGENCIES.map((id) =>
      nodes[id].client.post<ExchangeComparison>(`/api/ledger/exchanges/${exchange}/compare`),
    ),
  );
  return {
    population: {
      people: choice.people,
      seed: choice.seed,
      registered: { iom: files.iom.count, wfp: files.wfp.count },
    },
    exchange: outcome,
    truth: await compareWithTruth(exchange, files.truth, {
      matcher: outcome.matcher as "iom" | "wfp",
      iom: nodes.iom.client,
      wfp: nodes.wfp.client,
    }),
    ledgers: {
      iom: isSound(ledgers[0]),
      wfp: isSound(ledgers[1]),
      entries: ledgers.map((each) => each.size),
      agree: compared.every(({ agrees }) => agrees),
      proven: compared.reduce((sum, { theirs }) => sum + theirs, 0),
    },
    canaries: await scanned(exchange, nodes),
    milliseconds,
  };
}

/** One canary of each agency is restricted, as a protection officer would. */
async function restrictCanaries(client: ApiClient, id: "iom" | "wfp"): Promise<void> {
  const purpose = "protection";
  for (const { kind, number } of CANARIES[id]) {
    if (kind !== "restricted") continue;
    const [found] = await client.post<{ id: string }[]>("/api/persons/search", {
      identifier: number,
      purpose,
    });
    if (found !== undefined)
      await client.post(`/api/persons/${found.id}/restrict`, { ground: "accuracyContested" });
  }
}

/** Looks for each agency's canaries in what its partner now finds and tells, and in what both nodes wrote to their logs. */
async function scanned(exchange: string, nodes: Nodes): Promise<DemoReport["canaries"]> {
  const found: string[] = [];
  let bytes = 0;
  for (const [id, partner] of [
    ["iom", "wfp"],
    ["wfp", "iom"],
  ] as const) {
    const { client } = nodes[partner];
    let text = nodes.iom.logged() + nodes.wfp.logged();
    for (const identifier of CANARIES[id].flatMap(({ number, tokens }) => [number, ...tokens]))
      text += JSON.stringify(await client.post("/api/persons/search", { identifier, purpose: "protection" }));
    for (const path of [`/api/exchanges/${exchange}`, "/api/ledger?limit=1000", "/api/agreements"])
      text += JSON.stringify(await client.get(path));
    bytes += text.length;
    found.push(...canariesIn(text, id).map((kind) => `${id} ${kind}`));
  }
  return { planted: CANARIES.iom.length + CANARIES.wfp.length, scannedBytes: bytes, found };
}

interface Verdict {
  readonly kind: string;
  readonly size: number;
  readonly cosigned: readonly { readonly agrees: boolean }[];
}

/** A ledger that follows from its entries, and that the partner cosigned and found unchanged. */
function isSound(verdict: Verdict | undefined): boolean {
  return (
    verdict?.kind === "sound" && verdict.cosigned.length > 0 && verdict.cosigned.every((head) => head.agrees)
  );
}

async function showWhatExists(terminal: DemoTerminal, options: Options): Promise<number> {
  const { people, seed, exchange } = JSON.parse(await readFile(join(FOLDER, "demo.json"), "utf8")) as {
    people: number;
    seed: number;
    exchange: string;
  };
  terminal.print(
    [
      "",
      `  A demo of ${people.toLocaleString("en")} people (seed ${seed}) is in ${FOLDER} already, its exchange done (${exchange.slice(0, 8)}).`,
      "  Begin anew with  npm run demo -- --fresh",
      "",
    ].join("\n"),
  );
  if (options.once) return 0;
  const nodes = await terminal.step("Start both nodes again on what they hold", () => startBoth());
  try {
    await keepUp(terminal, nodes);
    return 0;
  } finally {
    await Promise.all(AGENCIES.map((agency) => nodes[agency].stop()));
  }
}

async function keepUp(terminal: DemoTerminal, nodes: Nodes): Promise<void> {
  const staff = JSON.parse(await readFile(STAFF, "utf8")) as DemoStaff;
  const desk = await openSignInDesk(
    AGENCIES.map((id) => ({
      id,
      name: NAMES[id],
      port: PORTS[id].staff,
      client: nodes[id].client,
      staff: staff[id],
    })),
    DESK_PORT,
  );
  terminal.print(
    [
      "",
      "  Both nodes stay up, each with its console:",
      `    IOM  http://localhost:${PORTS.iom.staff}   (npx accord --help; --node data/demo/iom)`,
      `    WFP  http://localhost:${PORTS.wfp.staff}   (npx accord --help; --node data/demo/wfp)`,
      `  One click signs you in to either, in any role:  http://localhost:${DESK_PORT}`,
      "  Or as staff do, one a role (docs/staff.md), only in this demo with a password that all know:",
      `    npx accord sign-in --login adjudicator --node data/demo/iom     (password: ${DEMO_PASSWORD})`,
      "    npm run demo -- --code iom/adjudicator                          (the code it asks for)",
      `    ${ROLE_NAMES.map(loginOf).slice(0, 5).join(", ")},`,
      `    ${ROLE_NAMES.map(loginOf).slice(5).join(", ")}, administrator-2, signatory-2`,
      "  Stop them with Ctrl-C.",
      "",
    ].join("\n"),
  );
  await new Promise<void>((done) => {
    process.once("SIGINT", done);
    process.once("SIGTERM", done);
  });
  desk.closeAllConnections();
  desk.close();
}

command.action(async (options: Options) => {
  try {
    process.exitCode = await main(options);
  } catch (error) {
    const { code, message, where, remedy } =
      error instanceof AccordError
        ? error
        : { code: "demo.fault", message: String(error), where: undefined, remedy: undefined };
    process.stderr.write(
      `error ${code}: ${message}\n${where ? `  where: ${where}\n` : ""}${remedy ? `  what to do: ${remedy}\n` : ""}`,
    );
    process.exitCode = 1;
  }
});
await command.parseAsync();
