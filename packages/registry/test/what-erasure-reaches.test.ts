import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore, type Store } from "../src/index.ts";

/** What becomes of each table's rows of a person when they are erased; `kept` says why. */
const FATE: Readonly<Record<string, "emptied" | "deleted" | { readonly kept: string }>> = {
  person: "emptied",
  household: "deleted",
  statement: "deleted",
  identifier: "deleted",
  consent: "deleted",
  objection: "deleted",
  restriction: "deleted",
  data_key: "deleted",
  encounter: "deleted",
  fingerprint: "deleted",
  staff_read: "deleted",
  assistance: "deleted",
  assistance_finding: "deleted",
  adjudication: "deleted",
  link: "emptied",
  duplicate: "emptied",
  overlap_pair: "deleted",
  pair_result: "emptied",
  rights_request: "emptied",
  staff_approval: "emptied",
  judgement: { kept: "that two ids were judged, so that nobody is asked again; no value of theirs" },
  link_word: { kept: "that a pair was decided here, under ids and a pseudonym, until the partner knows" },
  exchange_member: { kept: "the pseudonym under which partners were told to erase" },
  disclosure: { kept: "that data left, to whom and under which terms" },
  referral_person: {
    kept: "that this id was referred, under a pseudonym; what was received of it is erased",
  },
  inquiry_person: { kept: "that this id was on a list that was asked about, under a pseudonym" },
  rights_notice: { kept: "what partners were told, with their certificates; pseudonyms" },
  erased_person: { kept: "that this id was erased" },
};

/** Tables that hold nothing of one person, or hold it sealed under a key that is destroyed otherwise. */
const NOT_OF_A_PERSON = new Set([
  "agreement_document",
  "agreement_message",
  "agreement_negotiation",
  "agreement_signatory",
  "agreement_version",
  "assessment",
  "authority",
  "barred_ref",
  "in_step_base",
  "left_ref",
  "consent_text",
  "conversation",
  "demand",
  "deny_list",
  "disclosure_terms",
  "erasure",
  "exchange",
  "exchange_pin",
  "exchange_record",
  "import_run",
  "inbox",
  "incident",
  "incident_heard",
  "incident_notice",
  "ledger_checkpoint",
  "ledger_entry",
  "ledger_evidence",
  "ledger_receipt",
  "ledger_subjects",
  "nonce",
  "outbox",
  "overlap_batch",
  "partner",
  "retention_preview",
  "staff_account",
  "witnessed_log",
]);

let store: Store;
beforeAll(async () => {
  store = await openStore({ kind: "memory" });
  await store.migrate();
});
afterAll(() => store.close());

it("every table that can hold something of a person is known to erasure, and each says what becomes of it", async () => {
  const { rows } = await sql<{ table: string; columns: readonly string[] }>`
    select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' group by table_name order by 1`.execute(
    store.db,
  );
  const unknown = rows
    .filter(({ table }) => FATE[table] === undefined && !NOT_OF_A_PERSON.has(table))
    .filter(({ columns }) => columns.some((column) => /person|subject|^owner$|^kept$/.test(column)));
  expect(unknown).toEqual([]);
  for (const table of Object.keys(FATE)) expect(rows.map((row) => row.table)).toContain(table);
});
