import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuditWriter } from '../../src/audit/writer.js';
import { newId } from '../../src/shared/ids.js';
import { withClient } from '../../src/database/install.js';
import { OWNER_ROLE } from '../../src/database/roles.js';
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
  const again = await db.owner.query<{ statements: number }>(
    "select count(distinct xmin::text)::int as statements from audit_entry where subject = 'again'",
  );
  expect(again.rows).toEqual([{ statements: 3 }]);
}); // prettier-ignore

it('keeps nobody waiting for long, and writes nothing of whom it has told that it could not', async () => {
  const longestMs = 200;
  const audit = new AuditWriter(db.connectionAs('liandong_audit'), { longestMs });
  const entry = { kind: 'REFUSAL', operation: 'clues', code: 'TOO_SLOW' } as const;
  const ask = (subject: string) => audit.append({ asker: { subject }, source: '127.0.0.1', correlationId: newId() }, [entry]);
  await withClient(db.connectionAs(OWNER_ROLE), async (other) => {
    await other.query('begin; lock table liandong.audit_entry in exclusive mode');
    const first = Array.from({ length: 2 }, (_, n) => ask(`held up ${n}`));
    const then = Array.from({ length: 2100 }, (_, n) => ask(`waits ${n}`));
    const atOnce = await Promise.allSettled(then.slice(2000));
    expect(atOnce.map(({ status }) => status)).toEqual(atOnce.map(() => 'rejected'));
    await delay(longestMs + 50);
    await other.query('rollback');
    const told = (await Promise.allSettled([...first, ...then])).map(({ status }) => status);
    expect(told.slice(0, 2)).toEqual(['fulfilled', 'fulfilled']);
    const { rows } = await db.owner.query("select subject from audit_entry where subject ~ '^(held|waits) '");
    expect(rows).toHaveLength(told.filter((status) => status === 'fulfilled').length);
    expect(rows.length).toBeLessThan(100);
  });
  await ask('and again');
  await audit.end();
}); // prettier-ignore
