import { AccordError } from "@accord/vocabulary";
import { CommanderError } from "commander";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";
import { harmless, printJson, remark, styled } from "./terminal.ts";

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
}

/** A question that must be answered, or an argument that is wrong. */
export function usageError(code: string, message: string, remedy: string): AccordError {
  return new AccordError(`usage.${code}`, message, { remedy });
}

/** Tells an error and gives the exit code. Faults are told by their kind alone: their text could hold a person's data. */
export function tellFailure(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const failure = failureOf(error);
  remark(`${styled("red", "error", process.stderr)} ${failure.code}: ${harmless(failure.message)}`);
  if (failure.where !== undefined) remark(`  where: ${harmless(failure.where)}`);
  if (failure.remedy !== undefined) remark(`  remedy: ${harmless(failure.remedy)}`);
  if (json) printJson({ error: failure });
  return exitCodeOf(failure.code);
}

/** An error of any room, of the system or of this program, in one form. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AccordError) return error.toJSON();
  const { code, message, where, remedy, path, syscall, port, name } = (error ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof code === "string" && typeof message === "string" && typeof remedy === "string") {
    return { code, message, where: where === undefined ? undefined : String(where), remedy };
  }
  if (code === "EADDRINUSE") {
    return {
      code: "serve.port_in_use",
      message: "another program listens on this port",
      where: `port ${port}`,
      remedy:
        "End that program, or change the port in accord.json or by ACCORD_STAFF_PORT and ACCORD_EXCHANGE_PORT.",
    };
  }
  if (typeof code === "string" && /^(ECONN|EPIPE|EHOST|ENET|ENOTFOUND|UND_ERR)/.test(code)) {
    return {
      code: "node.unreachable",
      message: `the node stopped answering (${code})`,
      remedy: "See with `accord doctor` whether it runs; what was under way goes on when it is served again.",
    };
  }
  if (typeof code === "string" && typeof syscall === "string") {
    return {
      code: code === "ENOENT" ? "file.not_found" : "file.not_usable",
      message: code === "ENOENT" ? "there is no such file or folder" : `the file cannot be used (${code})`,
      ...(typeof path === "string" ? { where: path } : {}),
      remedy: "Check the path, and that you may read and write there.",
    };
  }
  return {
    code: "cli.fault",
    message: `the command met a fault (${typeof name === "string" ? name : typeof error}${typeof code === "string" ? ` ${code}` : ""})`,
    remedy: "Run it again; if the fault stays, report it with the command and this line.",
  };
}
