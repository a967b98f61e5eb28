import { DataSource } from 'typeorm';
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

export async function migrate(connection: Connection): Promise<string[]> {
  const source = await ownerDataSource(connection).initialize();
  try {
    // Several servers may start at once; one migrates, the others wait and find nothing to do.
    const runner = source.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [0x11a2d1]);
    try {
      const done = await source.runMigrations();
      return done.map((migration) => migration.name);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [0x11a2d1]);
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}
