import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { SCHEMA } from './roles.js';

export interface Connection {
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  connectionString?: string;
}

/** TypeORM as the owner: migrations forward and back. Nothing else of the product logs in as the owner for long. */
export function ownerDataSource(connection: Connection): DataSource {
  return new DataSource({
    type: 'postgres',
    ...(connection.connectionString
      ? { url: connection.connectionString }
      : {
          host: connection.host,
          port: connection.port,
          username: connection.user,
          password: connection.password,
          database: connection.database,
        }),
    schema: SCHEMA,
    extra: { options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC`, max: 2 },
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
  });
}

/** One migrates at a time. */
export const MIGRATING = 0x11a2d1;

export async function migrate(connection: Connection): Promise<string[]> {
  const source = await ownerDataSource(connection).initialize();
  try {
    // Several servers may start at once; one migrates, the others wait and find nothing to do.
    const runner = source.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [MIGRATING]);
    try {
      const done = await source.runMigrations();
      return done.map((migration) => migration.name);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATING]);
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}

/** Of what is pending all, or those named, as part of the runner's transaction: all of them stand, or none. */
export async function migrateWithin(source: DataSource, runner: QueryRunner, named?: readonly string[]): Promise<void> {
  const executor = new MigrationExecutor(source, runner);
  for (const migration of await executor.getPendingMigrations()) {
    if (named && !named.includes(migration.name)) continue;
    await executor.executeMigration(migration);
    // What a commit of its own would have checked by now.
    await runner.query('set constraints all immediate; set constraints all deferred');
  }
}
