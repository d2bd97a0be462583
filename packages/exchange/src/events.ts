import type { Message } from "./protocol.ts";
import type { TaskResult } from "./tasks.ts";

/** What can happen to an exchange. Each event is handled whole in one transaction, or not at all. */
export type ExchangeEvent =
  | { readonly kind: "propose" }
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "result"; readonly result: TaskResult }
  /** Adjudicators decided pairs that had waited; the decisions are in the store. */
  | { readonly kind: "adjudicated" }
  | { readonly kind: "halt"; readonly code: string; readonly reason: string; readonly remedy: string }
  /** A member of staff looked at what the circuit breaker holds and lets it pass. */
  | { readonly kind: "override"; readonly by: string; readonly reason: string };
