import { type Kysely, Migrator } from "kysely";
import { migrations } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

/** The same migrations on every store, in order of name, each once. */
export async function migrateToLatest(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
