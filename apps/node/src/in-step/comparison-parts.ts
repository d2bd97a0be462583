import type { RegistryContext, Session } from "@accord/registry";
import type { AgreementJudge } from "../agreements/held-agreements.ts";
import type { NodeKeys } from "../keys/node-keys.ts";

/** What a comparison with a partner works with. */
export interface ComparisonParts {
  readonly store: Session;
  readonly context: RegistryContext;
  readonly keys: NodeKeys;
  readonly judge: AgreementJudge;
}
