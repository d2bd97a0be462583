import { type Migration, sql } from "kysely";
import { registry } from "./001-registry.ts";
import { exchange } from "./002-exchange.ts";
import { staff } from "./003-staff.ts";
import { agreements } from "./004-agreements.ts";
import { rights } from "./005-rights.ts";
import { governance } from "./006-governance.ts";
import { ledger } from "./007-ledger.ts";
import { keys } from "./008-keys.ts";
import { policy } from "./009-policy.ts";
import { overlap } from "./010-overlap.ts";
import { inStep } from "./011-in-step.ts";
import { referral } from "./012-referral.ts";
import { rightsAndLedger } from "./015-rights-and-ledger.ts";

function inOrder(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

/** Forward only: an older version of the software never opens a newer store. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-registry": inOrder(registry),
  "002-exchange": inOrder(exchange),
  "003-staff": inOrder(staff),
  "004-agreements": inOrder(agreements),
  "005-rights": inOrder(rights),
  "006-governance": inOrder(governance),
  "007-ledger": inOrder(ledger),
  "008-keys": inOrder(keys),
  "009-policy": inOrder(policy),
  "010-overlap": inOrder(overlap),
  "011-in-step": inOrder(inStep),
  "012-referral": inOrder(referral),
  "015-rights-and-ledger": inOrder(rightsAndLedger),
};
