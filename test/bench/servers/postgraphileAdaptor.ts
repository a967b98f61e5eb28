import pg from 'pg';
import * as stock from 'postgraphile/adaptors/pg';
import { enter, ownerUrl, pool } from './door.js';

type WithPgClient = ReturnType<typeof stock.makePgAdaptorWithPgClient>;

/**
 * PostGraphile's own adaptor but for how a transaction begins: entered with the caller's ticket where the stock one
 * sends his pgSettings. As many round trips, and its prepared statements are kept.
 */
export const scopedAdaptor = {
  ...stock,
  createWithPgClient(): WithPgClient {
    const withPgClient = (async (settings, work) => {
      if (!settings) return introspect(work);
      const client = await pool.connect();
      try {
        await enter(client, { issuer: settings['issuer']!, subject: settings['subject']!, post: null });
        const answer = await stock.makeWithPgClientViaPgClientAlreadyInTransaction(client, true)(null, work);
        await client.query('commit');
        client.release();
        return answer;
      } catch (error) {
        client.release(true);
        throw error;
      }
    }) as WithPgClient;
    return withPgClient;
  },
};

/** Once, at the start. */
async function introspect<T>(work: Parameters<WithPgClient>[1]): Promise<T> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  try {
    return (await stock.makePgAdaptorWithPgClient(owner)(null, work as never)) as T;
  } finally {
    await owner.end();
  }
}
