import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program } from "../src/cli/program.ts";
import { ACCORD, accord } from "./accord-command.ts";
import { freePort } from "./free-port.ts";

let folder: string;
let iom: string;
let wfp: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accord-cli-"));
  iom = join(folder, "iom");
  wfp = join(folder, "wfp");
  for (const [root, agency] of [
    [iom, "iom"],
    [wfp, "wfp"],
  ] as const) {
    const ports = [await freePort(), await freePort()];
    const made = await accord(
      `init ${root} --agency ${agency} --name ${agency} --staff-port ${ports[0]} --exchange-port ${ports[1]} --json`.split(
        " ",
      ),
    );
    expect(made.err).toBe("");
    expect(made.code).toBe(0);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Commands that do something, each with its help as it would be printed. */
function helpOfLeaves(parent: Command, path: readonly string[] = []): { name: string; help: string }[] {
  return parent.commands.flatMap((each) => {
    const name = [...path, each.name()];
    let help = "";
    each.configureOutput({ writeOut: (text) => (help += text) });
    each.outputHelp();
    return [{ name: name.join(" "), help }, ...helpOfLeaves(each, name)];
  });
}

describe("the help", () => {
  it("shows an example for every command, and the machine's form for each that does something", async () => {
    const all = helpOfLeaves(await program(() => undefined));
    expect(all.length).toBeGreaterThan(30);
    for (const { name, help } of all) {
      expect(help, name).toContain("Example:\n  $ accord ");
      if (!all.some((other) => other.name.startsWith(`${name} `))) expect(help, name).toContain("--json");
    }
  });

  it("says what each exit code means", async () => {
    const { code, out } = await accord(["--help"]);
    expect(code).toBe(0);
    for (const exit of [0, 1, 2, 3, 4, 5]) expect(out).toMatch(new RegExp(`^ {2}${exit} {2}\\w`, "m"));
  });
});

describe("exit codes and errors", () => {
  it("answers 3 with where and remedy for a folder without a node", async () => {
    const { code, out, err } = await accord(["partner", "list", "--node", join(folder, "nowhere")]);
    expect(code).toBe(3);
    expect(out).toBe("");
    expect(err).toMatch(/^error config\.missing: /);
    expect(err).toContain("  where: ");
    expect(err).toContain("  remedy: ");
  });

  it("takes the node's folder from the environment", async () => {
    const { code, out } = await accord(["partner", "list"], "", { ACCORD_NODE: iom });
    expect(code).toBe(0);
    expect(out).toContain("No partner yet");
  });

  it("answers 2 for an unknown command, a missing option and a question without a terminal", async () => {
    for (const args of [
      ["exchagne"],
      ["init", join(folder, "x")],
      ["import", ACCORD, "--node", iom],
      ["person", "find", "--purpose", "registration", "--node", iom],
    ]) {
      const { code, err } = await accord(args);
      expect(code, args.join(" ")).toBe(2);
      expect(err, args.join(" ")).toMatch(/^error usage\./m);
    }
  });

  it("shows no stack trace, whatever goes wrong", async () => {
    const broken = join(folder, "broken.json");
    await writeFile(broken, "{");
    for (const args of [
      ["agreement", "check", broken, "--node", iom],
      ["import", join(folder, "none.csv"), "--mapping", "brave", "--node", iom],
      ["import", broken, "--mapping", broken, "--node", iom],
      ["person", "show", "nobody", "--purpose", "registration", "--node", iom],
      ["exchange", "status", "nothing", "--node", iom],
      ["exchange", "propose", "--node", iom],
      ["agreement", "show", "abcdef", "--node", iom],
    ]) {
      const { code, out, err } = await accord(args);
      expect(code, args.join(" ")).toBeGreaterThan(0);
      expect(err, args.join(" ")).toMatch(/^error [a-zA-Z_.]+: /m);
      expect(out + err, args.join(" ")).not.toMatch(/^\s+at |node_modules|\.js:\d+/m);
      expect(err, args.join(" ")).not.toContain("cli.fault");
    }
  });

  it("gives machines the error as a document", async () => {
    const { code, out } = await accord(["agreement", "show", "abcdef", "--node", iom, "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "agreement.unknown" } });
  });
});

describe("init", () => {
  it("makes keys that only the owner can read", async () => {
    expect((await stat(join(iom, "keys.json"))).mode & 0o077).toBe(0);
  });

  it("leaves a node that is there as it is", async () => {
    const before = await readFile(join(iom, "keys.json"), "utf8");
    const { code, err } = await accord(["init", iom, "--agency", "iom", "--name", "Another"]);
    expect(code).toBe(1);
    expect(err).toContain("init.exists");
    expect(await readFile(join(iom, "keys.json"), "utf8")).toBe(before);
  });

  it("takes no database address as an argument", async () => {
    const root = join(folder, "database");
    const args = ["init", root, "--agency", "fao", "--name", "FAO", "--database-url-from-env"];
    expect((await accord(args)).code).toBe(2);
    expect((await accord(args, "", { DATABASE_URL: "postgres://localhost/fao" })).code).toBe(0);
    expect(JSON.parse(await readFile(join(root, "accord.json"), "utf8")).databaseUrl).toBe(
      "postgres://localhost/fao",
    );
  });
});

describe("doctor", () => {
  it("finds a new node well, and says that it has no agreement", async () => {
    const { code, out } = await accord(["doctor", "--node", iom, "--json"]);
    const { healthy, checks } = JSON.parse(out) as {
      healthy: boolean;
      checks: { name: string; level: string }[];
    };
    expect(code).toBe(0);
    expect(healthy).toBe(true);
    const levels = Object.fromEntries(checks.map((check) => [check.name, check.level]));
    expect(levels).toMatchObject({
      configuration: "ok",
      keys: "ok",
      certificate: "ok",
      clock: "ok",
      staff: "warning",
      store: "ok",
      ledger: "ok",
      agreements: "warning",
      partners: "warning",
    });
  });

  it("finds keys that others can read, with the remedy", async () => {
    const keys = join(iom, "keys.json");
    await chmod(keys, 0o644);
    try {
      const { code, out } = await accord(["doctor", "--node", iom]);
      expect(code).toBe(1);
      expect(out).toMatch(/^problem\s+keys .*keys\.readable_by_others/m);
      expect(out).toContain("chmod 600");
    } finally {
      await chmod(keys, 0o600);
    }
  });

  it("finds a port that another program has", async () => {
    const { exchange } = JSON.parse(await readFile(join(iom, "accord.json"), "utf8")) as {
      exchange: { port: number };
    };
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(exchange.port, "127.0.0.1", resolve));
    try {
      const { code, out } = await accord(["doctor", "--node", iom]);
      expect(code).toBe(1);
      expect(out).toMatch(/^problem\s+exchange port .*EADDRINUSE/m);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});

describe("partner add", () => {
  it("asks for the fingerprint, refuses another one, and takes the right one", async () => {
    const card = join(folder, "wfp.card");
    const made = await accord(["partner", "card", "--node", wfp, "--out", card, "--json"]);
    const { fingerprint } = JSON.parse(made.out) as { fingerprint: string };

    const unasked = await accord(["partner", "add", card, "--node", iom]);
    expect(unasked.code).toBe(2);
    expect(unasked.err).toContain("--fingerprint");

    const wrong = await accord(["partner", "add", card, "--node", iom, "--fingerprint", "0000-1111"]);
    expect(wrong.code).toBe(4);
    expect(wrong.err).toContain("partner.fingerprint_mismatch");
    expect((await accord(["partner", "list", "--node", iom, "--json"])).out.trim()).toBe("[]");

    const right = await accord([
      "partner",
      "add",
      card,
      "--node",
      iom,
      "--fingerprint",
      fingerprint.toLowerCase(),
    ]);
    expect(right.code).toBe(0);
    const { out } = await accord(["partner", "list", "--node", iom, "--json"]);
    expect(JSON.parse(out)).toMatchObject([{ id: "wfp", fingerprint }]);
  });
});

describe("a node that runs", () => {
  let serving: ChildProcess;

  beforeAll(async () => {
    serving = spawn(process.execPath, [ACCORD, "serve", "--node", wfp, "--json"], {
      env: { PATH: process.env.PATH ?? "", ACCORD_LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise<void>((resolve, reject) => {
      serving.stdout?.on("data", (chunk: Buffer) => {
        if (chunk.toString("utf8").includes('"kind":"serving"')) resolve();
      });
      serving.once("exit", () => reject(new Error("the node did not start")));
    });
  });

  afterAll(async () => {
    if (serving.exitCode === null) {
      serving.kill("SIGKILL");
      await new Promise((resolve) => serving.once("exit", resolve));
    }
  });

  it("is spoken with over HTTP, is not served twice, and ends at the first signal", async () => {
    const doctor = await accord(["doctor", "--node", wfp]);
    expect(doctor.code).toBe(0);
    expect(doctor.out).toMatch(/^ok\s+node\s+runs at http:/m);

    const again = await accord(["serve", "--node", wfp]);
    expect(again.code).toBe(1);
    expect(again.err).toContain("serve.already_running");

    const ended = new Promise<number | null>((resolve) => serving.once("exit", resolve));
    serving.kill("SIGINT");
    expect(await ended).toBe(0);
    expect((await accord(["partner", "list", "--node", wfp])).code).toBe(0);
  });
});

describe("persons", () => {
  it("are imported with a rejects file, not twice, and found without their data in an argument", async () => {
    const suggested = join(folder, "persons.mapping.json");
    const persons = join(folder, "persons.csv");
    const rows = [
      "SCOPE ID,Given Name,Father Name,Gender,Year of Birth,Location Code,Registration Date",
      "S-001,Nyakim,Deng,Female,1984,SS0708,2019-03-01",
      "S-002,Gatluak,Riek,Male,2009,SS0708,2019-03-01",
      "S-002,Gatluak,Riek,Male,2009,SS0708,2019-03-01",
    ];
    await writeFile(persons, `${rows.join("\n")}\n`);
    expect((await accord(["mapping", "suggest", persons, "--out", suggested])).code).toBe(0);

    const rejects = join(folder, "rejects.csv");
    const importing = [
      "import",
      persons,
      "--mapping",
      suggested,
      "--node",
      iom,
      "--rejects",
      rejects,
      "--json",
    ];
    const first = await accord(importing);
    expect(JSON.parse(first.out)).toMatchObject({ rows: 3, created: 2, rejected: 1 });
    expect(first.code).toBe(5);
    expect((await readFile(rejects, "utf8")).trim().split("\n").length).toBe(2);

    const second = await accord(importing);
    expect(JSON.parse(second.out)).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: 1 });

    const found = await accord(
      ["person", "find", "--identifier-stdin", "--purpose", "registration", "--node", iom, "--json"],
      "S-001\n",
    );
    expect(found.code).toBe(0);
    const [person] = JSON.parse(found.out) as { id: string }[];
    const shown = await accord([
      "person",
      "show",
      person?.id ?? "",
      "--purpose",
      "registration",
      "--node",
      iom,
    ]);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain("Nyakim Deng");
    expect(shown.out).toContain("Who said what");

    const exported = join(folder, "export.csv");
    expect((await accord(["export", "--purpose", "statistics", "--out", exported, "--node", iom])).code).toBe(
      0,
    );
    expect((await stat(exported)).mode & 0o077).toBe(0);
    expect((await readFile(exported, "utf8")).trim().split("\r\n").length).toBe(3);
  });
});
