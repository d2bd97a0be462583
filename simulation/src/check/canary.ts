/** The name of the attribute that every person has and no agreement of a history grants. */
export const CANARY = "person.disability";
