import { queryOptions } from "@tanstack/react-query";
import { api, sendFile } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";

export interface ImportRun {
  readonly id: string;
  readonly fileName: string;
  readonly counts: Readonly<
    Record<"rows" | "created" | "updated" | "unchanged" | "rejected" | "warnings", number>
  >;
  readonly startedAt: string;
  readonly finishedAt?: string;
}

export interface Suggestion {
  readonly mapping: unknown;
  readonly columns: readonly {
    readonly column: string;
    readonly target?: string;
    readonly confidence: number;
    readonly reason: string;
    readonly filled: number;
  }[];
  readonly questions: readonly string[];
  readonly sampledRows: number;
}

export interface Finished {
  readonly id: string;
  readonly seen: boolean;
  readonly summary: ImportRun["counts"];
}

type ImportEvent =
  | { readonly kind: "progress"; readonly rows: number }
  | ({ readonly kind: "finished" } & Finished)
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly message: string;
      readonly where?: string;
      readonly remedy?: string;
    };

export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: async () => (await api.GET("/api/imports")).data as unknown as readonly ImportRun[],
});

/** Has the node look at a file and propose what its columns hold. */
export async function suggest(file: File): Promise<Suggestion> {
  const answer = await sendFile(`/api/imports/suggest?fileName=${encodeURIComponent(file.name)}`, file);
  return (await answer.json()) as Suggestion;
}

/** Imports a file of persons by a mapping; `tell` hears how far it is. */
export async function importPersons(
  file: File,
  mapping: unknown,
  tell: (rows: number) => void,
): Promise<Finished> {
  const { data } = await api.POST("/api/imports", {
    body: { fileName: file.name, mapping: mapping as never },
  });
  return outcomeOf(await sendFile(data?.sendTo ?? "", file), tell);
}

export async function importFingerprints(
  file: File,
  pattern: string,
  tell: (rows: number) => void,
): Promise<Finished> {
  return outcomeOf(
    await sendFile(`/api/imports/fingerprints?pattern=${encodeURIComponent(pattern)}`, file),
    tell,
  );
}

/** The node tells its progress as JSON lines while it works. */
async function outcomeOf(answer: Response, tell: (rows: number) => void): Promise<Finished> {
  const reader = (answer.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let pending = "";
  let finished: Finished | undefined;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pending += next.value;
    const lines = pending.split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      const event = JSON.parse(line) as ImportEvent;
      if (event.kind === "progress") tell(event.rows);
      else if (event.kind === "finished") finished = event;
      else throw new Problem(400, event);
    }
  }
  if (finished === undefined) throw new Problem(0, { code: "console.unreachable", message: "" });
  return finished;
}
