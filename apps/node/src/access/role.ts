/** What a member of staff may be given to do. Closed: an account has some of these, and a policy speaks of no others. */
export const ROLES = {
  enumerator: "registers persons and households in the field, and looks whether they are known",
  registrationSupervisor: "answers for registrations at some sites: imports, corrections, duplicates found",
  adjudicator: "decides whether two files are one person",
  programmeOfficer: "agrees with partners, runs exchanges, reads what programmes need of a person",
  distributionStaff: "hands out assistance, and looks up who is entitled to it",
  dataManager: "answers for the whole registry: imports, exports, exchanges",
  dataProtectionOfficer: "watches over persons' rights, the agreements and what left the node",
  auditor: "sees proofs, never persons",
  administrator: "sees settings and accounts, never persons",
  signatory: "signs and ends agreements for the agency",
} as const;
export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

/** The command line on the node's own machine, which holds the token of the node's folder; no account can be given it. */
export const LOCAL_OPERATOR = "localOperator";
export type HeldRole = Role | typeof LOCAL_OPERATOR;

/**
 * What the local operator holds besides, unless the configuration says otherwise: all that a registry is worked with.
 * Neither auditor nor administrator, since who holds those sees no persons.
 */
export const LOCAL_OPERATOR_ROLES: readonly Role[] = [
  "registrationSupervisor",
  "adjudicator",
  "programmeOfficer",
  "dataManager",
  "dataProtectionOfficer",
  "signatory",
];

export const isRole = (name: string): name is Role => Object.hasOwn(ROLES, name);
