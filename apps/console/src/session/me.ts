import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, repeatCsrf } from "../api/client.ts";

/** Who is signed in, and what the node lets them do. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly sites: readonly string[];
  readonly purposes: readonly string[];
  readonly actions: readonly string[];
  readonly agency: { readonly id: string; readonly name: string };
  readonly csrf?: string;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const { data } = await api.GET("/api/me");
    const me = data as unknown as Me;
    repeatCsrf(me.csrf);
    return me;
  },
  staleTime: 60_000,
  retry: false,
});

export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Whether the node's policies let one do something; what they refuse the screens do not offer. */
export function useMay(): (action: string) => boolean {
  const { actions } = useMe();
  return (action) => actions.includes(action);
}
