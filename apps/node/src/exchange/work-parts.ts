import type { Ledger } from "@accord/ledger";
import type { RegistryContext, Store } from "@accord/registry";
import type { AgreementJudge } from "../agreements/held-agreements.ts";
import type { NodeKeys } from "../keys/node-keys.ts";

/** What the registry's side of an exchange works with. */
export interface WorkParts {
  readonly store: Store;
  readonly context: RegistryContext;
  readonly keys: NodeKeys;
  readonly ledger: Ledger;
  readonly judge: AgreementJudge;
}
