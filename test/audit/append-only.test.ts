import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGIN_ROLES, OWNER_ROLE } from '../../src/database/roles.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { reads, READER, sealing, type Sealing } from './sealedTrail.js';
import { trailOf } from './trailOf.js';

const REFUSED = '42501';

let db: TestDatabase;
let seals: Sealing;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await reads(db.audit(), 3);
  seals = await sealing(db);
  await seals.sealAll();
});
afterAll(async () => {
  await seals.end();
  await db.drop();
});

type Role = (typeof LOGIN_ROLES)[number] | typeof OWNER_ROLE;
async function as<T>(role: Role, work: (one: Attacker) => Promise<T>) {
  const one = await Attacker.open(db.connectionAs(role));
  try {
    await one.begin();
    return await work(one);
  } finally {
    await one.end();
  }
}
const all = async () =>
  (await db.owner.query(`select e::text from audit_entry e union all select s::text from audit_seal s order by 1`))
    .rows;

describe.each<Role>([...LOGIN_ROLES, OWNER_ROLE])('%s', (role) => {
  it('changes, deletes and empties nothing of the trail and its seals', async () => {
    const before = await all();
    expect(before).toHaveLength(4);
    await as(role, async (one) => {
      for (const statement of [
        "update audit_entry set code = 'FORBIDDEN'",
        'update audit_entry set at = at where false',
        'delete from audit_entry',
        'truncate audit_entry',
        "update audit_seal set line = ''",
        'delete from audit_seal',
        'truncate audit_seal, audit_entry',
        "insert into audit_entry (id, kind, operation, correlation_id) values (gen_random_uuid(), 2, 'x', gen_random_uuid()) on conflict (txid, id) do update set code = null",
      ])
        expect([statement, await one.send(statement)]).toEqual([statement, REFUSED]);
      await one.sendTogether('commit');
    });
    expect(await all()).toEqual(before);
  });
});

describe('who may add what', () => {
  const entry = (kind: number, more: Record<string, string | undefined> = {}) => {
    const columns = {
      kind: String(kind),
      person_id: `'${READER.person}'`,
      post_id: `'${READER.post}'`,
      unit_pos: '1',
      operation: "'clues'",
      correlation_id: `'${randomUUID()}'`,
      ...more,
    };
    return `insert into audit_entry (${Object.keys(columns).join()}) values (${Object.values(columns).join()})`;
  };

  it('the host: reads, searches, explanations and refusals; never an act, and nothing back', async () => {
    await as('liandong_audit', async (host) => {
      for (const kind of [2, 3, 4, 5]) expect([kind, await host.send(entry(kind))]).toEqual([kind, []]);
      for (const kind of [1, 6]) expect([kind, await host.send(entry(kind))]).toEqual([kind, REFUSED]);
      expect(await host.send(entry(7))).toBe('23514');
      expect(await host.send(`${entry(2)} returning id`)).toBe(REFUSED);
      expect(await host.send('select count(*) from audit_entry')).toBe(REFUSED);
      for (const given of [
        { at: "'2020-01-01'" },
        { id: 'gen_random_uuid()' },
        { txid: "'1'" },
        { salt: "''" },
        { hash: "''" },
        { form: '1' },
        { reason: "'because'" },
      ])
        expect([given, await host.send(entry(2, given))]).toEqual([given, REFUSED]);
      expect(await host.send('select line from audit_seal')).toBe(REFUSED);
    });
  });

  it('nothing but names and codes', async () => {
    await as('liandong_audit', async (host) => {
      for (const told of [
        { operation: "'某甲'" },
        { operation: "'{ clues }'" },
        { code: "'Somebody said no'" },
        { object: "'a clue'" },
        { facets: "array['某甲']" },
        { paths: "array['某甲']" },
        { paths: "array['a', 'B']" },
        { source: `'${'x'.repeat(65)}'` },
        { subject: "'not alone'" },
      ])
        expect([told, await host.send(entry(2, told))]).toEqual([told, '23514']);
      expect(await host.send(entry(2, { paths: "array['OWN', 'GRANT']", code: "'FORBIDDEN'" }))).toEqual([]);
    });
  });

  it('whoever has not entered is known by his subject, and only as refused', async () => {
    await as('liandong_audit', async (host) => {
      const nobody = { person_id: 'null', post_id: 'null', unit_pos: 'null' };
      expect(await host.send(entry(5, nobody))).toBe('23514');
      expect(await host.send(entry(2, { ...nobody, subject: "'x'" }))).toBe('23514');
      expect(await host.send(entry(5, { ...nobody, subject: "'x'" }))).toEqual([]);
      expect(await host.send(entry(2, { unit_pos: 'null' }))).toBe('23514');
    });
  });

  it('the sealer: seals; it reads places and hashes, and not who saw what', async () => {
    await as('liandong_sealer', async (sealer) => {
      expect(await sealer.send(entry(2))).toBe(REFUSED);
      expect(await sealer.send('select txid, id, hash from audit_entry')).toHaveLength(3);
      for (const column of ['person_id', 'post_id', 'object_ids', 'operation', 'salt', 'subject'])
        expect([column, await sealer.send(`select ${column} from audit_entry`)]).toEqual([column, REFUSED]);
    });
  });

  it.each(['liandong_api', 'liandong_act', 'liandong_jobs', 'liandong_door'] as const)('%s: nothing', async (role) => {
    await as(role, async (one) => {
      expect(await one.send(entry(2))).toBe(REFUSED);
      expect(await one.send("insert into audit_seal values (9, '1', gen_random_uuid(), '')")).toBe(REFUSED);
    });
  });
});

// The functions that act call it as the owner, whose they are.
describe('audit_act()', () => {
  const call = (correlation: string, kind = '') =>
    `select audit_act('recusalDecide', 'clue', array['${NINGBO.clue.ningbo}']::uuid[], '{CONTENT}', '{ORGAN}', '亲属',
      '{"b": 1, "a": [2]}', '192.0.2.1', '${correlation}'${kind})`;

  it('writes who acts as the transaction has him', async () => {
    const correlation = randomUUID();
    await as(OWNER_ROLE, async (act) => {
      await act.enter(NINGBO.as['ningbo-principal']);
      expect(await act.send(call(correlation))).toHaveLength(1);
      expect(await act.send(call(correlation, ', 6::smallint'))).toHaveLength(1);
      expect(await act.send(call(correlation, ', 2::smallint'))).toBe('22023');
      await act.sendTogether('commit');
    });
    const one = {
      person: NINGBO.person['ningbo-principal'],
      post: NINGBO.post['ningbo-principal'],
      unit: String(NINGBO.unit.ningbo),
      operation: 'recusalDecide',
      object: 'clue',
      ids: [NINGBO.clue.ningbo],
      source: '192.0.2.1',
      reason: '亲属',
      details: { a: [2], b: 1 },
    };
    expect(await trailOf(db.owner, correlation)).toMatchObject([
      { kind: 'ACT', ...one },
      { kind: 'EMERGENCY', ...one },
    ]);
  });

  it('leaves nothing of a transaction that is rolled back', async () => {
    const correlation = randomUUID();
    await as(OWNER_ROLE, async (act) => {
      await act.enter(NINGBO.as['ningbo-principal']);
      expect(await act.send(call(correlation))).toHaveLength(1);
      await act.sendTogether('rollback');
    });
    expect(await trailOf(db.owner, correlation)).toEqual([]);
  });

  it('refuses without a principal, or with the seal of another transaction', async () => {
    await as(OWNER_ROLE, async (act) => {
      expect(await act.send(call(randomUUID()))).toBe('28000');
    });
  });

  it.each(LOGIN_ROLES)('is not for %s', async (role) => {
    await as(role, async (one) => {
      if (role === 'liandong_api' || role === 'liandong_act') await one.enter(NINGBO.as['ningbo-principal']);
      expect(await one.send(call(randomUUID()))).toBe(REFUSED);
    });
  });
});
