import { type HeldRole, LOCAL_OPERATOR, LOCAL_OPERATOR_ROLES } from "./role.ts";

/** Who asks: a member of staff who signed in, or the local operator. */
export interface Staff {
  /** The account's id; `local` for the local operator. Stands in decisions and in the ledger, so it names nobody. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  /** P-codes whose persons they see, with all that lies within; `*` for all places. */
  readonly sites: readonly string[];
  /** What they may open persons' files for. */
  readonly purposes: readonly string[];
}

/** Who has the token of the node's folder, and so may read the node's keys as well. */
export const localOperator: Staff = {
  id: "local",
  name: "local operator",
  roles: [LOCAL_OPERATOR, ...LOCAL_OPERATOR_ROLES],
  sites: ["*"],
  purposes: ["*"],
};
