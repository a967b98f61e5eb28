import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* What requests that come together leave goes to the disk together, and yet each is told of its own. */

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());

it('writes what waits in one statement, and fails whose entry cannot be, alone', async () => {
  const audit = db.audit();
  const asked = Array.from({ length: 40 }, (_, n) => {
    const circumstances = { asker: { subject: `somebody ${n}` }, source: '127.0.0.1', correlationId: n === 20 ? 'none' : newId() };
    return audit.append(circumstances, [{ kind: 'REFUSAL', operation: 'clues', code: 'TOO_SLOW' }, { kind: 'REFUSAL', operation: 'clue', code: 'TOO_SLOW' }]);
  });
  const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
  await audit.end();
  expect(outcomes.map((status, n) => [n, status])).toEqual(
    asked.map((_, n) => [n, n === 20 ? 'rejected' : 'fulfilled']),
  );
  const { rows } = await db.owner.query<{ n: number; who: number; statements: number }>(
    'select count(*)::int as n, count(distinct subject)::int as who, count(distinct xmin::text)::int as statements from audit_entry',
  );
  expect(rows[0]).toMatchObject({ n: 78, who: 39 });
  // Two, and then those that waited: one by one, since one of them could not be.
  expect(rows[0]!.statements).toBeLessThanOrEqual(39);
  const rest = db.audit();
  await Promise.all(
    Array.from({ length: 30 }, () =>
      rest.append({ asker: { subject: 'again' }, source: '127.0.0.1', correlationId: newId() }, [{ kind: 'REFUSAL', operation: 'clues', code: 'TOO_SLOW' }]),
    ),
  );
  await rest.end();
  const again = await db.owner.query<{ statements: number }>(
    "select count(distinct xmin::text)::int as statements from audit_entry where subject = 'again'",
  );
  expect(again.rows).toEqual([{ statements: 3 }]);
}); // prettier-ignore
