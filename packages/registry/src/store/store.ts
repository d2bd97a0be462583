import { randomBytes } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { type Dialect, Kysely, sql, type Transaction } from "kysely";
import { StoreKeys } from "../keys/store-keys.ts";
import { lockFolder } from "./folder-lock.ts";
import { migrateToLatest } from "./migrate.ts";
import { NO_STAFF_ROLE } from "./migrations/003-staff.ts";
import { openInFolder, openInMemory } from "./open-pglite.ts";
import { pgliteDialect, whileHolding } from "./pglite-dialect.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import { retryTransaction } from "./retry.ts";
import type { Schema } from "./schema.ts";
import { scrubErrors } from "./scrubbing-dialect.ts";
import { checkScope, StaffDriver, type StaffScope } from "./staff-scope.ts";
import { StoreError } from "./store-error.ts";

export type StoreLocation =
  | { readonly kind: "memory" }
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "postgres"; readonly url: string };

export interface StoreOptions {
  /**
   * What wraps the data keys: 32 bytes, or keys that can be rotated and dropped; without it nothing can be sealed or
   * unsealed. A store in memory makes one of its own if none is given.
   */
  readonly wrappingKey?: Uint8Array | StoreKeys;
}

/**
 * Where functions of this room read and write: the store itself or a transaction of it. `transaction` on a
 * transaction joins it, so that every function can be composed into a larger atomic step.
 */
export interface Session {
  readonly db: Kysely<Schema>;
  readonly keys: StoreKeys | undefined;
  /**
   * SERIALIZABLE; the work is run again on serialisation failure or deadlock, so it must have no other effect.
   * Inside it use only the session that is handed in: the embedded store has one connection.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

export interface Store extends Session {
  readonly kind: StoreLocation["kind"];
  /**
   * Brings the schema up to date; safe to call at every start.
   * @throws AccordError `store.no_staff_role` where the database's user can neither make nor take the staff's role
   */
  migrate(): Promise<void>;
  /**
   * The store as a member of staff sees it: every statement runs in the staff's role with their sites and the purpose
   * they stated, reads only persons of those sites and what belongs to them, and writes nothing.
   * @throws AccordError `access.bad_scope`
   */
  asStaff(scope: StaffScope): Session;
  close(): Promise<void>;
}

/**
 * Opens a store; call `migrate` before anything else.
 * @throws AccordError `store.in_use` where another process has the folder open, `store.failed` where the database does not answer, `keys.bad_wrapping_key` unless the key has 32 bytes
 */
export async function openStore(location: StoreLocation, options: StoreOptions = {}): Promise<Store> {
  const keys = storeKeys(options.wrappingKey ?? (location.kind === "memory" ? randomBytes(32) : undefined));
  switch (location.kind) {
    case "memory": {
      const pglite = await openInMemory();
      return storeOver(location.kind, pgliteDialect(pglite), keys, (work) => whileHolding(pglite, work));
    }
    case "embedded": {
      const unlock = lockFolder(location.folder);
      try {
        const pglite = await openInFolder(location.folder);
        const around = <T>(work: () => Promise<T>) => whileHolding(pglite, work);
        return storeOver(location.kind, pgliteDialect(pglite), keys, around, unlock);
      } catch (error) {
        unlock();
        throw error instanceof AccordError ? error : new StoreError(error);
      }
    }
    case "postgres":
      return storeOver(location.kind, postgresDialect(location.url), keys, (work) => work());
  }
}

function storeOver(
  kind: Store["kind"],
  dialect: Dialect,
  keys: StoreKeys | undefined,
  around: <T>(work: () => Promise<T>) => Promise<T>,
  release: () => void = () => undefined,
): Store {
  const scrubbed = scrubErrors(dialect);
  const driver = scrubbed.createDriver();
  const db = new Kysely<Schema>({ dialect: { ...scrubbed, createDriver: () => driver } });
  const sessionOn = (on: Kysely<Schema>): Session => ({
    db: on,
    keys,
    transaction: (work) =>
      retryTransaction(() =>
        on
          .transaction()
          .setIsolationLevel("serializable")
          .execute((transaction) => around(() => work(sessionIn(transaction, keys)))),
      ),
  });
  const asStaff = (scope: StaffScope): Session => {
    checkScope(scope);
    const createDriver = () => new StaffDriver(driver, scope);
    return sessionOn(new Kysely<Schema>({ dialect: { ...scrubbed, createDriver } }));
  };
  return {
    ...sessionOn(db),
    kind,
    migrate: () =>
      namingStaffRole(async () => {
        await migrateToLatest(db);
        await sql`select 1`.execute(asStaff({ sites: [], purpose: "" }).db);
      }),
    asStaff,
    async close() {
      await db.destroy();
      release();
    },
  };
}

function storeKeys(given: Uint8Array | StoreKeys | undefined): StoreKeys | undefined {
  return given instanceof Uint8Array ? new StoreKeys({ id: "only", key: given }) : given;
}

/** Says at the start, and with what to do, what would otherwise fail at the first thing that staff ask for. */
async function namingStaffRole(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const refused = error instanceof StoreError && [NO_STAFF_ROLE, "42501"].includes(error.sqlState ?? "");
    if (!refused) throw error;
    throw new AccordError(
      "store.no_staff_role",
      "The database's user can neither make nor take the staff's role.",
      {
        where: "accord_staff",
        remedy:
          "Let whoever keeps the server run: create role accord_staff nologin; grant accord_staff to THE_NODES_USER;",
      },
    );
  }
}

function sessionIn(transaction: Transaction<Schema>, keys: StoreKeys | undefined): Session {
  const session: Session = { db: transaction, keys, transaction: (work) => work(session) };
  return session;
}
