import { changedDriver } from "./changed-driver.ts";
import type { PlantedBug } from "./planted-bug.ts";

/** Bugs of the driver and the state machine, and of the network as the driver sees it. */
export const DRIVER_BUGS: readonly PlantedBug[] = [
  {
    name: "taken before it was sent",
    what: "a message is taken for delivered as soon as it was handed to the network",
    wrapping: {
      network: (port) => ({
        ...port,
        deliver: async (partner, message, suite) => {
          void port.deliver(partner, message, suite);
          return { kind: "accepted" };
        },
      }),
    },
  },
  {
    name: "partner never asked",
    what: "who waits for a partner that was restored from a backup waits for ever",
    wrapping: { network: ({ deliver }) => ({ deliver }) },
  },
  {
    name: "repetition taken anew",
    what: "a message that comes again is handled again",
    driver: () =>
      changedDriver("repetition", [
        {
          file: "driver.js",
          find: /if \(message\.number < state\.nextReceived\)\s*return accepted;/,
          put: "",
        },
      ]),
  },
  {
    name: "commitment not checked",
    what: "a batch is taken though it is not what its commitment says",
    driver: () =>
      changedDriver("commitment", [
        {
          file: "steps/incoming.js",
          find: /commitmentOf\(([^()]*)\) !== batch\.commitment/,
          put: "false",
        },
      ]),
  },
  {
    name: "batch leaves after the end",
    what: "a batch that waits in the outbox leaves although the agreement ended meanwhile",
    driver: () =>
      changedDriver("leaving", [
        { file: "driver.js", find: /await this\.#leaving\(message\)/, put: "message" },
      ]),
  },
  {
    name: "round ends before its cosignature is kept",
    what: "a next round begins before this one's checkpoint is dealt with",
    driver: () =>
      changedDriver("round", [
        {
          file: "steps/receipt.js",
          find: /turn\.update\(\{ partnerFacts: body\.facts \}\);/,
          put: "turn.update({ partnerFacts: body.facts, reportReceived: true }); finishWhenReported(turn);",
        },
      ]),
  },
];
