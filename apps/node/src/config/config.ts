import { readFile } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { LOCAL_OPERATOR_ROLES, ROLE_NAMES } from "../access/role.ts";
import { RootKeyPlace } from "../keys/root/root-key.ts";

const Address = z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65535) });

/** How persons' rights are kept here; docs/rights.md says what each means. */
const Rights = z.strictObject({
  /** Days within which a request is answered. */
  answerDays: z.int().min(1).max(365).default(30),
  /** Days before the deadline from which `accord status` and `accord doctor` remind. */
  remindDays: z.int().min(0).max(365).default(7),
  /** Whether what retention clocks take waits for a protection officer. */
  confirmRetention: z.boolean().default(false),
  /** Days after which own persons who left or died are erased; never by a clock where absent. */
  keep: z
    .strictObject({
      departedDays: z.int().min(30).max(36_500).optional(),
      deceasedDays: z.int().min(30).max(36_500).optional(),
    })
    .prefault({}),
});

/** What a node is told: `accord.json` in its folder, with the environment on top. */
export const NodeConfig = z.strictObject({
  agency: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "lower-case letters, digits and hyphens, such as iom"),
    name: z.string().min(1).max(120),
    profile: z.enum(["brave", "scope", "plain"]),
  }),
  /** Where staff, the command line and the status page reach the node; loopback unless a proxy stands before it. */
  staff: Address.extend({
    /** How browsers of staff reach it, where that is not http://localhost: passkeys and cookies are bound to it. */
    publicAddress: z.url({ protocol: /^https$/ }).optional(),
  }),
  /** Where the partner's node reaches it, over mutual TLS. */
  exchange: Address.extend({ publicAddress: z.url({ protocol: /^https$/ }) }),
  /** A postgres:// address; the embedded store in the node's folder where absent. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  access: z
    .strictObject({
      /** Whether the token of the node's folder lets the command line in without a sign-in. */
      localOperator: z.enum(["on", "off"]).default("on"),
      /** What it may then do, besides adding accounts and partners. */
      localOperatorRoles: z.array(z.enum(ROLE_NAMES)).default([...LOCAL_OPERATOR_ROLES]),
      /** A session ends so long after it was last used, and so long after it began. */
      idleMinutes: z.int().min(1).max(240).default(30),
      sessionHours: z.int().min(1).max(24).default(12),
      /** An OpenID Connect provider of the agency; its secret, if it gave one, is ACCORD_IDENTITY_SECRET. */
      identityProvider: z
        .strictObject({ issuer: z.url(), clientId: z.string().min(1), acrValues: z.string().optional() })
        .optional(),
    })
    .prefault({}),
  rights: Rights.prefault({}),
  /** Where the root key is that opens `keys.json`; the file `root.key` in the node's folder where absent. */
  keys: z.strictObject({ root: RootKeyPlace }).optional(),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});
export type NodeConfig = z.infer<typeof NodeConfig>;

const FROM_ENVIRONMENT: Readonly<Record<string, readonly [section: string, field?: string]>> = {
  ACCORD_STAFF_HOST: ["staff", "host"],
  ACCORD_STAFF_PORT: ["staff", "port"],
  ACCORD_EXCHANGE_HOST: ["exchange", "host"],
  ACCORD_EXCHANGE_PORT: ["exchange", "port"],
  ACCORD_EXCHANGE_PUBLIC_ADDRESS: ["exchange", "publicAddress"],
  ACCORD_LOG_LEVEL: ["logLevel"],
  DATABASE_URL: ["databaseUrl"],
};

/**
 * Reads and checks a node's configuration.
 * @throws AccordError `config.missing`, `config.not_json`, `config.invalid` (names each field and what would be right)
 */
export async function readConfig(
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<NodeConfig> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AccordError("config.missing", "there is no node here", {
      where: path,
      remedy: "Create one with `accord init FOLDER --agency ID --name NAME`, or name its folder with --node.",
      cause,
    });
  });
  return parseConfig(text, path, environment);
}

export function parseConfig(text: string, path: string, environment: NodeJS.ProcessEnv): NodeConfig {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new AccordError("config.not_json", "the configuration is not JSON", {
      where: path,
      remedy: "Mend the file, or begin from `accord init`.",
      cause,
    });
  }
  const parsed = NodeConfig.safeParse(withEnvironment(document, environment));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`,
  );
  throw new AccordError("config.invalid", `the configuration is not right: ${problems.join("; ")}`, {
    where: path,
    remedy: "Mend the fields named, in the file or in the environment.",
  });
}

function withEnvironment(
  document: Record<string, unknown>,
  environment: NodeJS.ProcessEnv,
): Record<string, unknown> {
  const merged = structuredClone(document);
  for (const [variable, [section, field]] of Object.entries(FROM_ENVIRONMENT)) {
    const value = environment[variable];
    if (value === undefined || value === "") continue;
    if (field === undefined) {
      merged[section] = value;
    } else {
      const standing = merged[section];
      const number = field === "port" ? Number(value) : value;
      merged[section] = { ...(typeof standing === "object" ? standing : {}), [field]: number };
    }
  }
  return merged;
}
