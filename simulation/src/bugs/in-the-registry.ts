import type { StoreTask, TaskResult } from "@accord/exchange";
import { parseWitnessRequest } from "@accord/ledger";
import type { PersonRow, PinRow, Table } from "../model/rows.ts";
import type { Draft } from "../model/store.ts";
import { signed, verified } from "../model/witness.ts";
import type { PlantedBug } from "./planted-bug.ts";

type Task<Kind extends StoreTask["kind"]> = Extract<StoreTask, { kind: Kind }>;

/** A draft as it is read by who does not look at what persons said. */
function blind(draft: Draft): Draft {
  const see = (table: Table, row: unknown): unknown => {
    if (table === "persons") return { ...(row as PersonRow), consent: true };
    return table === "pins" ? { ...(row as PinRow), left: false } : row;
  };
  return {
    get: (table: Table, key: string) => {
      const row = draft.get(table, key);
      return row === undefined ? undefined : see(table, row);
    },
    rows: (table: Table, prefix?: string) =>
      draft.rows(table, prefix).map(([key, row]) => [key, see(table, row)] as const),
    put: draft.put.bind(draft),
    drop: draft.drop.bind(draft),
    count: draft.count.bind(draft),
  } as unknown as Draft;
}

/** Bugs of a registry that does almost what an exchange asks of it. */
export const REGISTRY_BUGS: readonly PlantedBug[] = [
  {
    name: "not purged",
    what: "records that came for matching stay after the certificate says that they are gone",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: async (draft, state, held, task, at) => {
          const before = task.kind === "purge" ? draft.rows("staged") : [];
          const result = await port.perform(draft, state, held, task, at);
          for (const [key, row] of before) draft.put("staged", key, row);
          return result;
        },
      }),
    },
  },
  {
    name: "link on one side only",
    what: "of a batch of links the supplying party keeps all but the last",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: (draft, state, held, task, at) =>
          port.perform(
            draft,
            state,
            held,
            task.kind === "applyLinks"
              ? { ...(task as Task<"applyLinks">), links: task.links.slice(0, -1) }
              : task,
            at,
          ),
      }),
    },
  },
  {
    name: "salt used again",
    what: "every batch is committed to with the same salt",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: async (draft, state, held, task, at) => {
          const result = await port.perform(draft, state, held, task, at);
          return "salt" in result ? ({ ...result, salt: "A".repeat(43) } as TaskResult) : result;
        },
      }),
    },
  },
  {
    name: "withdrawal ignored",
    what: "who was pinned is disclosed, whatever they said since",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: (draft, state, held, task, at) =>
          port.perform(task.kind.startsWith("disclose") ? blind(draft) : draft, state, held, task, at),
      }),
    },
  },
  {
    name: "value changed on arrival",
    what: "the receiver keeps a place cut to its state",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: async (draft, state, held, task, at) => {
          const result = await port.perform(draft, state, held, task, at);
          if (task.kind !== "applyPersons") return result;
          for (const [key, row] of draft.rows("received")) {
            const place = row.statement.states["person.location"];
            if (place?.state !== "known") continue;
            const pcode = (place.value as { pcode: string }).pcode.slice(0, 4);
            const states = {
              ...row.statement.states,
              "person.location": { state: "known" as const, value: { pcode } },
            };
            draft.put("received", key, { ...row, statement: { ...row.statement, states } });
          }
          return result;
        },
      }),
    },
  },
  {
    name: "received twice over",
    what: "each batch of persons is put on file once when it comes and once when its work is done",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: async (draft, state, held, task, at) => {
          const result = await port.perform(draft, state, held, task, at);
          return task.kind === "applyPersons" ? port.perform(draft, state, held, task, at) : result;
        },
      }),
    },
  },
  {
    name: "cosigned without proof",
    what: "whatever checkpoint the partner shows is cosigned, also one that does not extend the one before",
    wrapping: {
      work: (port) => ({
        ...port,
        perform: async (draft, state, held, task, at) => {
          const result = await port.perform(draft, state, held, task, at);
          if (task.kind !== "cosign" || result.kind !== "cosign" || result.cosignature !== undefined)
            return result;
          const { note } = parseWitnessRequest((task as Task<"cosign">).checkpoint);
          const [log = "", size = "", root = ""] = verified(state.partner, note)?.split(" ") ?? [];
          draft.put("witnessed", state.partner, { log, size: Number(size), root });
          return { kind: "cosign", cosignature: signed(state.self, note) };
        },
      }),
    },
  },
];
