import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { Format } from "../../language/format.ts";

export interface Clause {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly attribute: string;
  readonly tier: string;
  readonly transformation: string;
  readonly purposes: readonly string[];
  readonly retentionDays: number;
  readonly necessity?: string;
}

/** What of an agreement's document the screens show. */
export interface Agreement {
  readonly title: string;
  readonly parties: readonly { readonly id: string; readonly name: string; readonly role: string }[];
  readonly purposes: readonly string[];
  readonly scope: { readonly places: readonly string[] };
  readonly exclusions: {
    readonly categories: readonly string[];
    readonly recipients: { readonly classes: readonly string[]; readonly named: readonly string[] };
  };
  readonly clauses: readonly Clause[];
  readonly matching: {
    readonly by: string;
    readonly policy: { readonly linkFrom: number; readonly adjudicateFrom: number };
  };
  readonly ceilings: Readonly<Record<"personsPerExchange" | "recordsPerDay" | "recordsInTotal", number>>;
  readonly onwardTransfer: string;
  readonly breachNoticeHours: number;
  readonly reviewBy: string;
}

export const agreementsQuery = queryOptions({
  queryKey: ["agreements"],
  queryFn: async () => (await api.GET("/api/agreements")).data ?? [],
});

export const agreementQuery = (digest: string, language: Format["language"]) =>
  queryOptions({
    queryKey: ["agreement", digest, language],
    queryFn: async () => {
      const { data } = await api.GET("/api/agreements/{digest}", {
        params: { path: { digest }, query: { language: language as never } },
      });
      if (data === undefined) throw new TypeError("the node answered nothing");
      return { ...data, agreement: data.agreement as Agreement };
    },
  });

export const negotiationsQuery = queryOptions({
  queryKey: ["negotiations"],
  queryFn: async () => (await api.GET("/api/agreements/negotiations")).data ?? [],
});

export interface DirectoryEntry {
  readonly digest: string;
  readonly title: string;
  readonly partner: string;
  readonly phase: string;
  readonly purposes: readonly string[];
  readonly places: readonly string[];
  readonly covers: readonly {
    readonly from: string;
    readonly to: string;
    readonly tier: string;
    readonly attributes: readonly string[];
  }[];
}

export const directoryQuery = queryOptions({
  queryKey: ["directory"],
  queryFn: async () =>
    (await api.GET("/api/agreements/directory")).data as unknown as {
      readonly self: string;
      readonly agreements: readonly DirectoryEntry[];
      readonly conflicts: readonly { readonly agreements?: readonly string[]; readonly attribute?: string }[];
    },
});
