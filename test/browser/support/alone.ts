import { inject } from 'vitest';
import type pg from 'pg';
import { withClient } from '../../../src/database/install.js';

/** Test files run side by side; what they share is made by one of them while the others wait. */
export function alone<T>(lock: number, work: (superuser: pg.Client) => Promise<T>): Promise<T> {
  return withClient({ ...inject('superuser'), database: 'postgres' }, async (superuser) => {
    await superuser.query('select pg_advisory_lock($1)', [lock]);
    return work(superuser);
  });
}
