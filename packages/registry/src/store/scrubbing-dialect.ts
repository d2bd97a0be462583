import { AccordError } from "@accord/vocabulary";
import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  QueryResult,
  TransactionSettings,
} from "kysely";
import { StoreError } from "./store-error.ts";

/** The same dialect, whose every error is a `StoreError` without parameters or values. */
export function scrubErrors(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => new ScrubbingDriver(dialect.createDriver()),
  };
}

async function scrubbed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AccordError ? error : new StoreError(error);
  }
}

class ScrubbingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return scrubbed(() => this.inner.executeQuery<R>(query));
  }

  // Pages are read by key instead: a cursor would hold the embedded store's one connection.
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new AccordError("store.no_cursor", "This store does not stream; read by pages.");
  }
}

class ScrubbingDriver implements Driver {
  readonly #inner: Driver;

  constructor(inner: Driver) {
    this.#inner = inner;
  }

  init(): Promise<void> {
    return scrubbed(() => this.#inner.init());
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return scrubbed(async () => new ScrubbingConnection(await this.#inner.acquireConnection()));
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return scrubbed(() => this.#inner.beginTransaction(innerOf(connection), settings));
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return scrubbed(() => this.#inner.commitTransaction(innerOf(connection)));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return scrubbed(() => this.#inner.rollbackTransaction(innerOf(connection)));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return scrubbed(() => this.#inner.releaseConnection(innerOf(connection)));
  }

  destroy(): Promise<void> {
    return scrubbed(() => this.#inner.destroy());
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return (connection as ScrubbingConnection).inner;
}
