import { AccordError, PCode } from "@accord/vocabulary";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";

/** Of which places a member of staff sees persons, and what for. Without places or purpose nobody is seen. */
export interface StaffScope {
  /** P-codes, each with all that lies within; `*` for every place, and for persons of no known place. */
  readonly sites: readonly string[];
  readonly purpose: string;
}

/** The store's role for staff: it owns nothing, and row security holds for it (migration 003). */
const STAFF_ROLE = "accord_staff";

const PURPOSE = /^[A-Za-z][A-Za-z.-]{0,63}$/;

/**
 * @throws AccordError `access.bad_scope` for a site that is no P-code or a purpose that is no word
 */
export function checkScope(scope: StaffScope): void {
  const sitesAreRight = scope.sites.every((site) => site === "*" || PCode.safeParse(site).success);
  if (sitesAreRight && (scope.purpose === "" || PURPOSE.test(scope.purpose))) return;
  throw new AccordError("access.bad_scope", "what a member of staff may see is not well said", {
    where: sitesAreRight ? "purpose" : "sites",
    remedy: "Sites are P-codes or *, a purpose is one word.",
  });
}

/**
 * The same store in the staff's role: each statement outside a transaction gets one of its own, and every transaction
 * begins by giving up the owner's rights and saying what may be seen. Both end with the transaction, so that a pooled
 * connection carries nothing to the next.
 */
export class StaffDriver implements Driver {
  readonly #inner: Driver;
  readonly #enter: CompiledQuery;

  constructor(inner: Driver, scope: StaffScope) {
    this.#inner = inner;
    this.#enter = CompiledQuery.raw(
      `select set_config('role', '${STAFF_ROLE}', true), set_config('accord.sites', $1, true),
              set_config('accord.purpose', $2, true)`,
      [scope.sites.join(","), scope.purpose],
    );
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.#inner.acquireConnection();
    return new StaffConnection(connection, async (query) => {
      await this.#inner.beginTransaction(connection, {});
      try {
        await connection.executeQuery(this.#enter);
        const result = await connection.executeQuery(query);
        await this.#inner.commitTransaction(connection);
        return result as QueryResult<never>;
      } catch (error) {
        await this.#inner.rollbackTransaction(connection);
        throw error;
      }
    });
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const staff = connection as StaffConnection;
    await this.#inner.beginTransaction(staff.inner, settings);
    staff.inTransaction = true;
    await staff.inner.executeQuery(this.#enter);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const staff = connection as StaffConnection;
    await this.#inner.commitTransaction(staff.inner);
    staff.inTransaction = false;
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const staff = connection as StaffConnection;
    await this.#inner.rollbackTransaction(staff.inner);
    staff.inTransaction = false;
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection((connection as StaffConnection).inner);
  }

  /** The store closes its connections itself. */
  async destroy(): Promise<void> {}
}

class StaffConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  inTransaction = false;
  readonly #alone: (query: CompiledQuery) => Promise<QueryResult<never>>;

  constructor(inner: DatabaseConnection, alone: (query: CompiledQuery) => Promise<QueryResult<never>>) {
    this.inner = inner;
    this.#alone = alone;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.inTransaction ? this.inner.executeQuery<R>(query) : this.#alone(query);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new AccordError("store.no_cursor", "This store does not stream; read by pages.");
  }
}
