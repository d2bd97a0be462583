/** The long work of the private set intersection; it loads the group's WebAssembly, which the protocol itself does not. */
export { keyedPerson, type OverlapPerson } from "./keys.ts";
export {
  blindOwn,
  countPairs,
  type KeptBatch,
  type KeptPart,
  type KeptRun,
  type LinkedPair,
  type RunContext,
  reblindPartner,
} from "./work.ts";
