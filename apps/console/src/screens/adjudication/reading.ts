import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { AttributeState } from "../../parts/attribute-value.tsx";

export interface Evidence {
  readonly prior?: number;
  readonly parts?: Readonly<Record<string, number>>;
  readonly comparisons?: readonly {
    readonly comparison: string;
    readonly level: string;
    readonly weight: number;
  }[];
  readonly labels?: readonly string[];
}

export interface WaitingPair {
  readonly id: string;
  readonly kind: "own" | "partner";
  readonly pair: { readonly partner?: string };
  readonly probability: number;
  readonly labels: readonly string[];
  readonly evidence: Evidence;
  readonly proposedAt: string;
}

export interface DecidedPair {
  readonly id: string;
  readonly kept: string;
  readonly duplicate: string;
  readonly keptKey?: string;
  readonly duplicateKey?: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

/** One of the two persons, as far as it may be seen here. */
export interface Side {
  readonly person?: string;
  readonly holder: string;
  readonly key?: string;
  readonly registeredAt?: string;
  readonly states: Readonly<Record<string, AttributeState>>;
  readonly household?: readonly { readonly name?: string; readonly role?: string }[];
  readonly fingers?: number;
}

export interface PairInFull extends WaitingPair {
  readonly left?: Side;
  readonly right?: Side;
}

export const duplicatesQuery = queryOptions({
  queryKey: ["duplicates"],
  queryFn: async () =>
    (await api.GET("/api/duplicates")).data as unknown as {
      readonly decided: readonly DecidedPair[];
      readonly waiting: readonly WaitingPair[];
    },
});

export const pairQuery = (id: string) =>
  queryOptions({
    queryKey: ["pair", id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await api.GET("/api/duplicates/{id}", { params: { path: { id } } })).data as unknown as PairInFull,
  });
