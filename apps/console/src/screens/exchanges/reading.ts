import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

type Account = Readonly<
  Record<string, { readonly values: number; readonly withheld: number; readonly bytes: number }>
>;

/** What one side tells of its part, in counts. */
interface Side {
  readonly persons: number;
  readonly withheld: Readonly<Record<string, number>>;
  readonly duplicates?: {
    readonly compared: number;
    readonly found: number;
    readonly deactivated: number;
    readonly waiting: number;
  };
  readonly disclosed: Readonly<Partial<Record<string, Account>>>;
  readonly applied: Readonly<Record<string, number>>;
  readonly newlyKnown: number;
}

/** An exchange's report, as far as it has come. */
export interface Report {
  readonly exchange: string;
  readonly agreement: string;
  readonly partner: string;
  readonly startedAt?: string;
  readonly step: string;
  readonly standing: { readonly kind: string; readonly reason?: string; readonly remedy?: string };
  readonly matcher: string;
  readonly sides: Readonly<Record<string, Side>>;
  readonly match?: {
    readonly linked: number;
    readonly waiting: number;
    readonly conflicts: number;
    readonly candidatePairs: number;
    readonly decidedBy: Readonly<Record<string, number>>;
  };
  readonly millisecondsByStep: Readonly<Record<string, number>>;
  readonly waitsFor?: string;
}

export const exchangesQuery = queryOptions({
  queryKey: ["exchanges"],
  queryFn: async () => (await api.GET("/api/exchanges")).data as unknown as readonly Report[],
});

export const exchangeQuery = (id: string) =>
  queryOptions({
    queryKey: ["exchange", id],
    queryFn: async () =>
      (await api.GET("/api/exchanges/{id}", { params: { path: { id } } })).data as unknown as Report,
  });

export const standingOf = ({ step, standing }: Report): string =>
  standing.kind === "running" && step === "done" ? "complete" : standing.kind;

export const TONES: Readonly<Record<string, "good" | "busy" | "attention" | "bad">> = {
  complete: "good",
  running: "busy",
  held: "attention",
  halted: "bad",
};
