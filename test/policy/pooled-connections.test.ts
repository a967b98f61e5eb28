import type { PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StatementNames } from '../../src/database/prepared.js';
import type { Entered, ScopedDatabase } from '../../src/database/scoped.js';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { asSuperuser } from '../support/attacker.js';
import '../support/figures.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* Connections serve one principal after another: nothing of the one before may be left, however it ended. */

const { as } = NINGBO;
let db: TestDatabase;
let scoped: ScopedDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
});
afterAll(() => db.drop());

/** As if a statement had got past every check: straight to the transaction's connection. */
const injected = ({ transaction }: Entered, text: string) =>
  (transaction as unknown as { client: PoolClient }).client.query(text);
const backend = async ({ transaction }: Entered) =>
  (await transaction.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]!.pid;
const CLUES = 'select id from clue order by id';
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

describe('what a transaction leaves in its session', () => {
  beforeEach(() => {
    scoped = db.scoped({ max: 1 });
  });

  const left: Record<string, [leave: string, found: string]> = {
    // Held twice, since to find it out is to let it go once.
    'an advisory lock': [
      'select pg_advisory_lock(77), pg_advisory_lock(77)',
      'select from (select pg_advisory_unlock(77)) l (held) where held',
    ],
    'a shared advisory lock': [
      'select pg_advisory_lock_shared(77), pg_advisory_lock_shared(77)',
      'select from (select pg_advisory_unlock_shared(77)) l (held) where held',
    ],
    'a setting of ours': [
      "set liandong.principal = 'x'",
      "select from (select current_setting('liandong.principal', true)) s (v) where v = 'x'",
    ],
    'a time limit': [
      'set statement_timeout = 0',
      "select from pg_settings where name = 'statement_timeout' and setting <> '5000'",
    ],
    'a search path': [
      'set search_path = pg_temp',
      "select from pg_settings where name = 'search_path' and setting !~ 'liandong'",
    ],
    'row_security off': [
      'set row_security = off',
      "select from pg_settings where name = 'row_security' and setting = 'off'",
    ],
    'a listener': ['listen gossip', 'select pg_listening_channels()'],
    'a cursor that holds rows': [
      `declare kept cursor with hold for ${CLUES}`,
      "select from pg_cursors where name = 'kept'",
    ],
  };

  it.each(Object.entries(left))('%s is gone for the next', async (_, [leave, found]) => {
    const pid = await scoped.as(as['haishu-anguan'], async (entered) => {
      await injected(entered, leave);
      await injected(entered, 'commit');
      // Control: it did outlive the transaction.
      expect((await injected(entered, found)).rowCount).toBeGreaterThan(0);
      return (await injected(entered, 'select pg_backend_pid() as pid')).rows[0] as { pid: number };
    });
    await scoped.as(as['jiangbei-anguan'], async (entered) => {
      expect({ pid: await backend(entered) }).toEqual(pid);
      expect(await entered.transaction.query(found)).toEqual([]);
      expect(await entered.transaction.query(CLUES)).toEqual([{ id: NINGBO.clue.jiangbei }]);
    });
  });

  it('a prepared statement is gone for the next, with its connection', async () => {
    const pid = await scoped.as(as['haishu-anguan'], async (entered) => {
      await injected(entered, 'prepare trap as select 1');
      return backend(entered);
    });
    await scoped.as(as['jiangbei-anguan'], async (entered) => {
      expect(await backend(entered)).not.toBe(pid);
      await expect(injected(entered, 'execute trap')).rejects.toMatchObject({ code: '26000' });
    });
  });

  it.each([
    ['put in the place of one of ours', (name: string) => `deallocate ${name}; prepare ${name} as select 1 as id`],
    ['of ours taken away', (name: string) => `deallocate ${name}`],
  ])('one %s costs the connection', async (_, meddle) => {
    const ask = (entered: Entered) => entered.transaction.query<{ id: string }>(CLUES);
    for (let n = 0; n < 3; n += 1) await scoped.as(as['haishu-anguan'], ask);
    const pid = await scoped.as(as['haishu-anguan'], async (entered) => {
      const name = (scoped as unknown as { names: StatementNames }).names.nameOf(CLUES)!;
      // Control: it is prepared on this connection.
      expect(ids((await injected(entered, `execute ${name}`)).rows)).toEqual(ids(await ask(entered)));
      for (const statement of meddle(name).split('; ')) await injected(entered, statement);
      return backend(entered);
    });
    await scoped.as(as['jiangbei-anguan'], async (entered) => {
      expect(await backend(entered)).not.toBe(pid);
      expect(await ask(entered)).toEqual([{ id: NINGBO.clue.jiangbei }]);
    });
  });

  it('a transaction of its own is ended with it', async () => {
    await scoped.as(as['haishu-anguan'], (entered) => injected(entered, 'commit; begin isolation level serializable'));
    await scoped.as(as['jiangbei-anguan'], async ({ transaction }) => {
      expect(await transaction.query("select current_setting('transaction_isolation') as level")).toEqual([
        { level: 'repeatable read' },
      ]);
    });
  });
});

describe('a connection that breaks', () => {
  /** What would have ended the process. */
  async function uncaughtDuring(work: () => Promise<unknown>): Promise<unknown[]> {
    const handlers = process.listeners('uncaughtException');
    const uncaught: unknown[] = [];
    process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => uncaught.push(error));
    try {
      await work();
      await delay(50);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const handler of handlers) process.on('uncaughtException', handler);
    }
    return uncaught;
  }
  const kill = (pid: number) =>
    asSuperuser(db, (superuser) => superuser.query('select pg_terminate_backend($1)', [pid]));

  it('between two statements fails its request, and not the process', async () => {
    scoped = db.scoped({ max: 1 });
    const uncaught = await uncaughtDuring(() =>
      scoped.as(as['haishu-anguan'], async (entered) => {
        await kill(await backend(entered));
        await delay(50);
        await expect(entered.transaction.query(CLUES)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      }),
    );
    const next = await scoped.as(as['jiangbei-anguan'], ({ transaction }) => transaction.query(CLUES));
    expect(next).toHaveLength(1);
    expect(uncaught).toEqual([]);
  });

  it('under a statement fails its request, and not the process', async () => {
    scoped = db.scoped({ max: 1 });
    const uncaught = await uncaughtDuring(() =>
      scoped.as(as['haishu-anguan'], async (entered) => {
        const pid = await backend(entered);
        const slow = entered.transaction.query('select pg_sleep(5)');
        await Promise.all([expect(slow).rejects.toMatchObject({ code: 'UNAVAILABLE' }), kill(pid)]);
      }),
    );
    const next = await scoped.as(as['jiangbei-anguan'], ({ transaction }) => transaction.query(CLUES));
    expect(next).toHaveLength(1);
    expect(uncaught).toEqual([]);
  });

  it('just as it is taken fails its request, and not the process', async () => {
    scoped = db.scoped({ max: 1 });
    const pid = await scoped.as(as['haishu-anguan'], backend);
    const uncaught = await uncaughtDuring(() =>
      asSuperuser(db, async (superuser) => {
        const killed = superuser.query(`select pg_terminate_backend(${pid})`);
        // Nothing is read meanwhile: the pool gives away a connection whose end it has not heard of.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        await expect(scoped.enter(as['haishu-anguan'])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        await killed;
      }),
    );
    expect(uncaught).toEqual([]);
  });
});

describe('two statements with time limits at once', () => {
  it('each have their own, and one that passes it does not fail the other', async () => {
    scoped = db.scoped({ max: 1 });
    const answers = await scoped.as(as['haishu-anguan'], ({ transaction }) =>
      Promise.all([
        transaction.within(50, 'select pg_sleep(2)'),
        transaction.within(5000, 'select count(*)::int as n from clue'),
        transaction.query('select count(*)::int as n from clue'),
      ]),
    );
    expect(answers).toEqual([null, [{ n: 4 }], [{ n: 4 }]]);
  });
});

describe('three principals through two connections', () => {
  const PEOPLE = ['haishu-anguan', 'jiangbei-anguan', 'xiangshan-anguan'] as const satisfies PersonSlug[];
  const TRANSACTIONS = Number(process.env['SOAK_TRANSACTIONS'] ?? 300);
  const AT_ONCE = 12;
  const seen = async ({ transaction }: Entered) => (await transaction.query<{ id: string }>(CLUES)).map(({ id }) => id);

  /** What a transaction may go through, by turns. */
  const fates: ((entered: Entered) => Promise<unknown>)[] = [
    () => Promise.resolve(),
    ({ transaction }) =>
      Promise.all([transaction.query(CLUES), transaction.query('select pg_backend_pid()'), transaction.query(CLUES)]),
    ({ transaction }) => expect(transaction.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' }),
    async (entered) => {
      await injected(entered, 'set local statement_timeout = 15');
      await expect(entered.transaction.query('select pg_sleep(2)')).rejects.toMatchObject({ code: 'TOO_SLOW' });
    },
    async (entered) => {
      await injected(entered, `set liandong.principal = '${'0'.repeat(64)}()'`);
      expect(await entered.transaction.query(CLUES).catch(() => [])).toEqual([]);
    },
    (entered) => injected(entered, 'commit'),
    () => Promise.reject(new Error('the work failed')),
  ];

  it(
    'see their own rows and never another’s, whatever becomes of the transactions',
    { timeout: 60_000 + 100 * TRANSACTIONS },
    async ({ task }) => {
      scoped = db.scoped({ max: 2 });
      const own = new Map<PersonSlug, string[]>();
      for (const who of PEOPLE) own.set(who, await scoped.as(as[who], seen));
      expect(own.get('xiangshan-anguan')).toEqual([NINGBO.clue.xiangshan]);
      const sets = [...own.values()].flat();
      expect(new Set(sets).size).toBe(sets.length);

      let next = 0;
      let read = 0;
      const work = async () => {
        while (next < TRANSACTIONS) {
          const turn = (next += 1);
          const who = PEOPLE[(turn * 7) % PEOPLE.length]!;
          await scoped
            .as(as[who], async (entered) => {
              expect(await seen(entered)).toEqual(own.get(who));
              expect(entered.principal.person.id).toBe(NINGBO.person[who]);
              read += 1;
              await fates[turn % fates.length]!(entered);
            })
            .catch((error: unknown) => expect(error).toMatchObject({ message: 'the work failed' }));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(read).toBe(TRANSACTIONS);
      task.meta.figures = { 'transactions of three principals through two connections': read };
    },
  );
});
