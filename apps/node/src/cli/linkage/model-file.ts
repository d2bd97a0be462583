import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { LinkageError, LinkageModel } from "@accord/linkage";

/** Reads a model document; what is wrong with it is told by line, or by field and what would be right. */
export async function readModel(path: string): Promise<LinkageModel> {
  const text = await readFile(resolve(path), "utf8");
  const parsed = LinkageModel.safeParse(jsonOf(path, text));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map((issue) => {
    const field = issue.path
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
      .join("");
    return `${field.replace(/^\./, "") || "the document"}: ${issue.message}`;
  });
  throw new LinkageError("linkage.model-invalid", {
    message: `the model document is not as it must be: ${issues.join("; ")}`,
    where: path,
    remedy: "Correct these fields, or write a new model with `accord linkage train … --write-model FILE`.",
  });
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LinkageError("linkage.model-not-json", {
      message: "the model document is not JSON",
      where: `${path}, line ${text.slice(0, faultAt(text)).split("\n").length}`,
      remedy: "Correct the text there; a comma, a quotation mark or a bracket is the usual cause.",
    });
  }
}

/** Where a text stops being JSON: its longest beginning that only wants more (engines do not all say where). */
function faultAt(text: string): number {
  let [good, bad] = [0, text.length];
  if (wantsMore(text)) return text.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (wantsMore(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return bad;
}

function wantsMore(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const at = /position (\d+)/.exec(said)?.[1];
    return /end of JSON|Unterminated/.test(said) || (at !== undefined && Number(at) >= text.length);
  }
}

/** Writes a model so that a person can read and edit it. */
export async function writeModel(path: string, model: LinkageModel): Promise<void> {
  await writeFile(resolve(path), `${JSON.stringify(model, null, 2)}\n`);
}
