import type { TestDatabase } from './database.js';

/** Moments in answers are those of the asking: from here on there is only one. */
export async function stopClock(db: TestDatabase): Promise<void> {
  await db.owner.query(`create or replace function liandong.app_now() returns timestamptz language sql stable
    set search_path = liandong, pg_temp as $$ select '${new Date().toISOString()}'::timestamptz $$`);
}
