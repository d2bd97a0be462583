import { readFile, stat } from "node:fs/promises";
import { signatureState } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import type { Standing } from "../api/agreement-standing.ts";
import type { ApiClient } from "../api-client.ts";

export type { Standing };

export interface HeldAgreement {
  readonly standing: Standing;
  readonly text: string;
  readonly signed: string;
  readonly agreement: unknown;
}

/** An agreement that a command was given, by file or by digest. */
export type NamedAgreement =
  | { readonly kind: "held"; readonly digest: string }
  | { readonly kind: "draft"; readonly file: string; readonly document: unknown; readonly agreement: unknown }
  | {
      readonly kind: "signed";
      readonly file: string;
      /** The file's own bytes: what is verified must be what was received. */
      readonly text: string;
      readonly document: unknown;
      readonly agreement: unknown;
      readonly signatures: readonly { readonly party: string; readonly signedAt?: string | undefined }[];
    };

/** @throws AccordError `file.not_found`, `agreement.not_json` */
export async function namedAgreement(name: string): Promise<NamedAgreement> {
  const isFile = await stat(name).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) {
    if (/^[0-9a-f]{4,64}$/.test(name)) return { kind: "held", digest: name };
    throw new AccordError("file.not_found", "there is no such file, and this is no digest", {
      where: name,
      remedy:
        "Give the path of an agreement, or the beginning of a digest that `accord agreement show` lists.",
    });
  }
  const text = (await readFile(name, "utf8")).trim();
  const document = jsonOf(text, name);
  if (typeof document !== "object" || document === null || !("payload" in document)) {
    return { kind: "draft", file: name, document, agreement: document };
  }
  const state = signatureState(document);
  return {
    kind: "signed",
    file: name,
    text,
    document,
    agreement: state.agreement,
    signatures: state.parties,
  };
}

export function heldAgreement(client: ApiClient, digest: string, language = "en"): Promise<HeldAgreement> {
  return client.get<HeldAgreement>(`/api/agreements/${digest}?language=${language}`);
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AccordError("agreement.not_json", "the file is not JSON", {
      where,
      remedy: "Give a draft of `accord agreement draft`, or a signed agreement as the partner sent it.",
    });
  }
}
