import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { AttributeState } from "../../parts/attribute-value.tsx";

/** A person's file as the node tells it: who said what, when, and on what evidence. */
export interface PersonFile {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly externalKey?: string;
  readonly registeredAt?: string;
  readonly programme?: string;
  readonly protectLocation: boolean;
  readonly restricted: boolean;
  readonly current: Readonly<Record<string, AttributeState>>;
  readonly assertions: readonly {
    readonly source: string;
    readonly method: string;
    readonly assertedAt: string;
    readonly attribute: string;
    readonly state: AttributeState;
    readonly current: boolean;
    readonly statement: string;
  }[];
  readonly identifiers: readonly { readonly issuer: string; readonly kind: string; readonly value: string }[];
  readonly household?: {
    readonly id: string;
    readonly current: Readonly<Record<string, AttributeState>>;
    readonly members: readonly {
      readonly person: string;
      readonly name?: string;
      readonly role?: string;
      readonly relationship?: string;
    }[];
  };
  readonly encounters: readonly {
    readonly id: string;
    readonly capturedAt: string;
    readonly source: string;
    readonly fingers: readonly { readonly position: number; readonly quality: number }[];
  }[];
  readonly consents: readonly {
    readonly recipient: string;
    readonly purpose: string;
    readonly given: boolean;
    readonly event?: string;
    readonly assertedAt: string;
  }[];
  readonly links: readonly {
    readonly id: string;
    readonly partner: string;
    readonly probability: number;
    readonly decidedBy: string;
    readonly decidedAt: string;
    readonly undoneAt?: string;
  }[];
  readonly disclosures: readonly {
    readonly exchange: string;
    readonly recipient: string;
    readonly purpose: string;
    readonly tier: string;
    readonly agreementDigest: string;
    readonly attributes: readonly string[];
    readonly at: string;
  }[];
  readonly withheld: Readonly<Record<string, unknown>>;
}

export const personQuery = (id: string, purpose: string) =>
  queryOptions({
    queryKey: ["person", id, purpose],
    // Each opening is logged at the node: a file is not opened again because a window was.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await api.GET("/api/persons/{id}", { params: { path: { id }, query: { purpose: purpose as never } } }))
        .data as unknown as PersonFile,
  });
