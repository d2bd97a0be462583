import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loading, ProblemNote } from "./states.tsx";

/** What a query brought; until then that it loads, or why it does not come. */
export function Reading<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemNote error={query.error} again={() => void query.refetch()} />;
  return <Loading />;
}
