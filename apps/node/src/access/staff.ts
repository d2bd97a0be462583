import { type HeldRole, LOCAL_OPERATOR, LOCAL_OPERATOR_ROLES, type Role } from "./role.ts";

/** Who asks: a member of staff who signed in, or the local operator. */
export interface Staff {
  /** The account's id; `local` for the local operator. Stands in decisions and in the ledger, so it names nobody. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  /** P-codes whose persons they see, with all that lies within; `*` for all places. */
  readonly sites: readonly string[];
  /** What they may open persons' files for; `*` for any purpose there is. */
  readonly purposes: readonly string[];
}

const LOCAL = "local";

/**
 * Who has the token of the node's folder, and so may read the node's keys as well. `roles` are what the configuration
 * leaves to it.
 */
export const localOperator = (roles: readonly Role[] = LOCAL_OPERATOR_ROLES): Staff => ({
  id: LOCAL,
  name: "local operator",
  roles: [LOCAL_OPERATOR, ...roles],
  sites: ["*"],
  purposes: ["*"],
});

/** The account that acts, as the ledger names it; the local operator has none. */
export const accountOf = (staff: Staff): string | undefined => (staff.id === LOCAL ? undefined : staff.id);
