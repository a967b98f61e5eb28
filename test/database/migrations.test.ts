import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { ownerDataSource } from '../../src/database/migrations.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

describe('migrations', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await cloneDatabase();
  });
  afterAll(() => db.drop());

  const catalog = async () =>
    (
      await db.owner.query<{ line: string }>(`
        select 'relation ' || relname as line from pg_class where relnamespace = 'liandong'::regnamespace and relname !~ '^(migration|PK_)'
        union all select 'function ' || oid::regprocedure from pg_proc where pronamespace = 'liandong'::regnamespace
        union all select 'policy ' || polname || ' on ' || polrelid::regclass from pg_policy
        union all select 'trigger ' || tgname || ' on ' || tgrelid::regclass from pg_trigger where not tgisinternal
        order by 1`)
    ).rows.map(({ line }) => line);

  it('go all the way back, leaving nothing, and forward again to the same catalog', async () => {
    const before = await catalog();
    expect(before.length).toBeGreaterThan(100);
    const source = await ownerDataSource(db.connectionAs('liandong_owner')).initialize();
    try {
      for (const _ of MIGRATIONS) await source.undoLastMigration();
      expect(await catalog()).toEqual([]);
      await source.runMigrations();
      expect(await catalog()).toEqual(before);
    } finally {
      await source.destroy();
    }
  });
});
