import type { OverlapRun } from "./overlap/message.ts";
import type { DisclosureAccount, FlowKind, MessageBody } from "./protocol.ts";
import type { BackgroundTask, StoreTask } from "./tasks.ts";

/** An entry for the ledger, without personal data; the driver adds time, exchange, agreement and partner. */
export type LedgerNote =
  | { readonly kind: "proposal"; readonly proposer: string }
  | { readonly kind: "snapshot"; readonly persons: number; readonly commitment: string }
  | {
      readonly kind: "disclosure" | "receipt";
      readonly flow: FlowKind;
      readonly round: number;
      readonly index: number;
      readonly records: number;
      readonly commitment: string;
      readonly clauses: readonly string[];
      readonly account: DisclosureAccount;
      /** Pseudonyms of the persons whom the batch concerns: this side's, and the partner's. */
      readonly ownRefs: readonly string[];
      readonly partnerRefs: readonly string[];
    }
  | {
      readonly kind: "refusal";
      readonly code: string;
      /** The batch that was refused; undefined where it was another message. */
      readonly batch?: {
        readonly flow: FlowKind;
        readonly index: number;
        readonly clause: string | undefined;
        /** Undefined where the batch never left. */
        readonly commitment: string | undefined;
      };
    }
  | {
      readonly kind: "overlap";
      /** This side committed to its set, heard the partner's commitment, counted, or its staff let it go on. */
      readonly event: "committed" | "heard" | "counted" | "confirmed";
      readonly run: OverlapRun;
      /** Persons in the set, or the estimate of those in both; undefined where it is too small to be told. */
      readonly persons: number | undefined;
      readonly commitment: string | undefined;
    }
  | { readonly kind: "decision"; readonly what: string; readonly count: number }
  | { readonly kind: "halt"; readonly code: string };

/** What the state machine asks for. The driver carries effects out in order, in the event's transaction. */
export type Effect =
  | { readonly kind: "send"; readonly body: MessageBody }
  | { readonly kind: "store"; readonly task: StoreTask }
  | { readonly kind: "work"; readonly task: BackgroundTask }
  | { readonly kind: "record"; readonly note: LedgerNote };
