import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

/** What the node holds and does, in counts: several screens show parts of it. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: async () => {
    const { data } = await api.GET("/api/status");
    if (data === undefined) throw new TypeError("the node answered nothing");
    return data;
  },
  refetchInterval: 15_000,
});

/** What waits for a second pair of eyes. */
export interface Approval {
  readonly id: string;
  readonly operation: string;
  readonly asks: string;
  readonly state: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly endsAt: string;
  readonly yoursToDecide: boolean;
}

export const approvalsQuery = queryOptions({
  queryKey: ["approvals"],
  queryFn: async () => (await api.GET("/api/approvals")).data as unknown as readonly Approval[],
});
