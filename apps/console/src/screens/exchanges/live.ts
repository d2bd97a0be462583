import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { exchangeQuery } from "./reading.ts";

export interface LiveProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number | undefined;
}

interface FeedEvent {
  readonly kind: "state" | "batch" | "progress" | "waits";
  readonly what?: string;
  readonly done?: number;
  readonly total?: number;
  readonly flow?: string;
  readonly direction?: "sent" | "received";
  readonly index?: number;
}

/** Follows an exchange while it runs: server-sent events say what happens, and a change of state has the report read anew. */
export function useLive(
  id: string,
  running: boolean,
): { readonly progress: LiveProgress | undefined; readonly batch: FeedEvent | undefined } {
  const client = useQueryClient();
  const [progress, setProgress] = useState<LiveProgress>();
  const [batch, setBatch] = useState<FeedEvent>();
  useEffect(() => {
    if (!running) return;
    const events = new EventSource(`/api/exchanges/${id}/events`);
    events.onmessage = ({ data }) => {
      const event = JSON.parse(String(data)) as FeedEvent;
      if (event.kind === "progress")
        setProgress({ what: event.what ?? "", done: event.done ?? 0, total: event.total });
      else if (event.kind === "batch") setBatch(event);
      else void client.invalidateQueries({ queryKey: exchangeQuery(id).queryKey });
    };
    return () => events.close();
  }, [id, running, client]);
  return { progress: running ? progress : undefined, batch: running ? batch : undefined };
}
