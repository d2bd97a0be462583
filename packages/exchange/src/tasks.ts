import type { DisclosedPerson, DisclosurePlan, ExchangeTier, MatchRecord } from "@accord/vocabulary";
import type { MatchFacts, Snapshot } from "./facts.ts";
import type { OverlapResult, OverlapStoreTask, OverlapWork } from "./overlap/tasks.ts";
import type { AppliedAccount, DuplicateFacts, LinkDecision } from "./protocol.ts";

/** Long work outside a transaction. Doing it twice has the effect of doing it once. */
export type LongWork = { readonly kind: "deduplicate" } | { readonly kind: "match" } | OverlapWork;

/** What goes on beside the messages that come. `send` reads one more batch into the window, in a turn of its own. */
export type BackgroundTask = LongWork | { readonly kind: "send" };

/** Work on the store inside the transaction of the event that asked for it; its result is the next event. */
export type StoreTask =
  | OverlapStoreTask
  | { readonly kind: "pin"; readonly plan: DisclosurePlan }
  | {
      readonly kind: "discloseMatch";
      readonly plan: DisclosurePlan;
      readonly after: string | undefined;
      readonly limit: number;
    }
  | {
      readonly kind: "disclosePersons";
      readonly plan: DisclosurePlan;
      readonly round: number;
      readonly after: string | undefined;
      readonly limit: number;
    }
  | {
      readonly kind: "discloseLinks";
      readonly round: number;
      readonly after: string | undefined;
      readonly limit: number;
    }
  | {
      readonly kind: "stage";
      readonly plan: DisclosurePlan;
      readonly index: number;
      readonly records: readonly MatchRecord[];
    }
  | { readonly kind: "acceptMatches" }
  | { readonly kind: "applyLinks"; readonly round: number; readonly links: readonly LinkDecision[] }
  | {
      readonly kind: "applyPersons";
      readonly plan: DisclosurePlan;
      readonly tier: Exclude<ExchangeTier, "match">;
      readonly persons: readonly DisclosedPerson[];
    }
  /** Pins who is not linked yet: to be compared here (`candidate`), or to be sent for comparison. */
  | { readonly kind: "pinUnlinked"; readonly plan: DisclosurePlan; readonly candidate: boolean }
  | { readonly kind: "discloseLeft"; readonly after: string | undefined; readonly limit: number }
  | { readonly kind: "applyLeft"; readonly refs: readonly string[] }
  | { readonly kind: "keepBase"; readonly horizon: number }
  | { readonly kind: "purge" }
  | { readonly kind: "checkCertificate"; readonly certificate: string }
  | { readonly kind: "checkpoint"; readonly round: number; readonly since: number }
  | { readonly kind: "cosign"; readonly round: number; readonly checkpoint: string }
  | { readonly kind: "keepCosignature"; readonly round: number; readonly cosignature: string };

/** A page of what is disclosed: where the next one starts (undefined at the end), and the salt of its commitment. */
export interface Page {
  readonly cursor: string | undefined;
  /** 32 random bytes in base64url. */
  readonly salt: string;
}

/** What came of a task. */
export type TaskResult =
  | OverlapResult
  | { readonly kind: "deduplicate"; readonly duplicates: DuplicateFacts }
  | { readonly kind: "match"; readonly match: MatchFacts }
  | { readonly kind: "send" }
  | { readonly kind: "pin"; readonly snapshot: Snapshot }
  | ({ readonly kind: "discloseMatch"; readonly records: readonly MatchRecord[] } & Page)
  | ({
      readonly kind: "disclosePersons";
      readonly tier: Exclude<ExchangeTier, "match">;
      readonly persons: readonly DisclosedPerson[];
    } & Page)
  | ({ readonly kind: "discloseLinks"; readonly links: readonly LinkDecision[] } & Page)
  | { readonly kind: "pinUnlinked"; readonly candidate: boolean }
  | ({ readonly kind: "discloseLeft"; readonly refs: readonly string[] } & Page)
  | { readonly kind: "applyLeft" }
  | { readonly kind: "keepBase" }
  | { readonly kind: "stage" }
  | { readonly kind: "acceptMatches" }
  | { readonly kind: "applyLinks" }
  | { readonly kind: "applyPersons"; readonly applied: AppliedAccount; readonly newlyKnown: number }
  | { readonly kind: "purge"; readonly certificate: string }
  | { readonly kind: "checkCertificate"; readonly valid: boolean }
  | { readonly kind: "checkpoint"; readonly checkpoint: string }
  /** `since` where the proof starts from less than was cosigned already: the checkpoint is asked for again from there. */
  | { readonly kind: "cosign"; readonly cosignature: string | undefined; readonly since?: number }
  /** `size` is how far the partner has now cosigned this node's ledger; undefined where the cosignature is wrong. */
  | { readonly kind: "keepCosignature"; readonly size: number | undefined };
