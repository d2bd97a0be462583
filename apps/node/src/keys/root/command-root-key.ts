import { spawn } from "node:child_process";
import { AccordError } from "@accord/vocabulary";
import type { RootKey } from "./root-key.ts";

const TIMEOUT_MILLISECONDS = 30_000;
const ANSWER_BYTES = 64 * 1024;

/**
 * A root key that stays where it is: a program wraps and unwraps with it, in a hardware module (PKCS#11) or a key
 * service. It is called with `wrap` or `unwrap` as its last argument, reads base64 on standard input and writes base64
 * on standard output; keys are never in its arguments.
 */
export function commandRootKey(command: readonly string[]): RootKey {
  return {
    kind: "command",
    wrap: (key) => asked(command, "wrap", key),
    unwrap: (wrapped) => asked(command, "unwrap", wrapped),
  };
}

function asked(
  [program = "", ...options]: readonly string[],
  verb: string,
  input: Uint8Array,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...options, verb], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: TIMEOUT_MILLISECONDS,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > ANSWER_BYTES) child.kill();
      else chunks.push(chunk);
    });
    child.on("error", (cause) => reject(unavailable(program, verb, cause)));
    child.stdin.on("error", () => undefined); // that it ended early is seen by its exit code
    child.on("close", (code) => {
      const text = Buffer.concat(chunks).toString("utf8").trim();
      const bytes = Buffer.from(text, "base64");
      if (code === 0 && bytes.length > 0 && bytes.toString("base64") === text) resolve(bytes);
      else reject(unavailable(program, verb, undefined));
    });
    child.stdin.end(`${Buffer.from(input).toString("base64")}\n`);
  });
}

function unavailable(program: string, verb: string, cause: unknown): AccordError {
  return new AccordError(
    "keys.root_unavailable",
    `the program that holds the root key did not answer to ${verb}`,
    {
      where: program,
      remedy: "Run it by hand with the same argument and base64 on standard input; see docs/keys.md.",
      cause,
    },
  );
}
