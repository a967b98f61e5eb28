import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { ownerDataSource } from '../../src/database/migrations.js';
import { ADMINISTRATORS, Duty } from '../../src/jurisdiction/duties.js';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/* 三员分立: system, security and audit administrator are three persons, and none of them has cases. */

const DUTIES = Object.keys(Duty) as Duty[];
const CASES = DUTIES.filter((duty) => !ADMINISTRATORS.includes(duty));
const pairs = DUTIES.flatMap((a) => DUTIES.map((b) => [a, b] as const));
const apart = ([a, b]: readonly [Duty, Duty]) => a !== b && !(CASES.includes(a) && CASES.includes(b));
const REFUSED = { code: '23P01', constraint: 'administrators_apart' };

let db: TestDatabase;
let person: string;
let other: string;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
});
afterAll(() => db.drop());
beforeEach(async () => {
  [person, other] = [newId(), newId()];
  const people = [person, other].map((id) => ({ id, name: '某员', issuer: 'test', subject: id }));
  await insertRows(db.owner, 'person', people);
});
afterEach(() => db.owner.query('delete from post where person_id = any ($1)', [[person, other]]));

type Term = readonly [from: string, to: string | null];
const row = (duty: Duty, [valid_from, valid_to]: Term = ['2024-01-01', null], of = person) => {
  const place = { unit_pos: NINGBO.unit['ningbo-xinfang'], main: false };
  return { id: newId(), person_id: of, ...place, duty: Duty[duty], valid_from, valid_to };
};
const hold = async (duty: Duty, term?: Term, of?: string) => {
  const post = row(duty, term, of);
  await insertRows(db.owner, 'post', [post]);
  return post.id;
};
const held = async () =>
  (await db.owner.query('select from post where person_id = any ($1)', [[person, other]])).rowCount;

describe('at one time', () => {
  it.each(pairs.filter(apart))('%s is not %s', async (a, b) => {
    await hold(a);
    await expect(hold(b)).rejects.toMatchObject(REFUSED);
    expect(await held()).toBe(1);
  });

  it.each(pairs.filter((pair) => !apart(pair)))('%s may be %s', async (a, b) => {
    await hold(a);
    await hold(b);
    expect(await held()).toBe(2);
  });

  it('two posts that come together are no more together than one after the other', async () => {
    const both = [row('SYSTEM_ADMINISTRATOR'), row('AUDIT_ADMINISTRATOR')];
    await expect(insertRows(db.owner, 'post', both)).rejects.toMatchObject(REFUSED);
    expect(await held()).toBe(0);
  });

  it('is for each person, not for all', async () => {
    await hold('SYSTEM_ADMINISTRATOR');
    await hold('AUDIT_ADMINISTRATOR', undefined, other);
    expect(await held()).toBe(2);
  });
});

describe('periods', () => {
  const TERM: Term = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'];
  it.each<[string, Term]>([
    ['from where it ends', ['2025-01-01T00:00:00Z', null]],
    ['until where it begins', ['2020-01-01T00:00:00Z', '2024-01-01T00:00:00Z']],
  ])('that touch are apart: %s', async (_how, term) => {
    await hold('SYSTEM_ADMINISTRATOR', TERM);
    await hold('OFFICER', term);
    expect(await held()).toBe(2);
  });

  it.each<[string, Term]>([
    ['the last instant', ['2024-12-31T23:59:59.999999Z', null]],
    ['the first instant', ['2020-01-01T00:00:00Z', '2024-01-01T00:00:00.000001Z']],
    ['within it', ['2024-03-01', '2024-04-01']],
    ['around it', ['2020-01-01', null]],
    ['itself', TERM],
  ])('that share an instant are not: %s', async (_how, term) => {
    await hold('SYSTEM_ADMINISTRATOR', TERM);
    await expect(hold('OFFICER', term)).rejects.toMatchObject(REFUSED);
  });

  it('are held to it when they change, and nothing of a refused change stays', async () => {
    const past = await hold('OFFICER', TERM);
    const now = await hold('AUDIT_ADMINISTRATOR', ['2025-01-01T00:00:00Z', null]);
    const change = (set: string, id: string) => db.owner.query(`update post set ${set} where id = $1`, [id]);
    await expect(change('valid_to = null', past)).rejects.toMatchObject(REFUSED);
    await expect(change("valid_from = '2024-06-01'", now)).rejects.toMatchObject(REFUSED);
    await change("valid_to = '2024-07-01'", past);
    await change("valid_from = '2024-08-01'", now);
    const { rows } = await db.owner.query('select valid_to is null as open from post where id = $1', [past]);
    expect(rows).toEqual([{ open: false }]);
  });
});

it('a post that is given to somebody else, or for another duty, is held to it too', async () => {
  await hold('SECURITY_ADMINISTRATOR');
  const post = await hold('OFFICER', undefined, other);
  await expect(db.owner.query('update post set person_id = $1 where id = $2', [person, post])).rejects.toMatchObject(REFUSED);
  const second = await hold('OFFICE_HEAD', undefined, other);
  await expect(db.owner.query('update post set duty = 7 where id = $1', [second])).rejects.toMatchObject(REFUSED);
}); // prettier-ignore

describe('at once', () => {
  const client = async () => {
    const one = new pg.Client({ ...db.connectionAs('liandong_owner'), options: '-c search_path=liandong,pg_temp' });
    await one.connect();
    return one;
  };
  const levels = ['read committed', 'repeatable read', 'serializable'];
  it.each(levels.flatMap((level) => [[level, 'his first'], [level, 'after others']]))('two of them: one fails (%s, %s)', async (level, posts) => {
    if (posts === 'after others') await hold('OFFICER', ['2020-01-01', '2020-02-01']);
    const before = await held();
    const [first, second] = [await client(), await client()];
    try {
      for (const one of [first, second]) {
        await one.query(`begin isolation level ${level}`);
        await one.query('select from post limit 1'); // its snapshot, where it has one
      }
      await insertOpen(first, row('SYSTEM_ADMINISTRATOR'));
      const waiting = insertOpen(second, row('OFFICER')).then(() => second.query('commit'));
      const outcome = waiting.then(() => 'held', ({ code }: { code: string }) => code);
      await new Promise((resolve) => setTimeout(resolve, 150));
      await first.query('commit');
      expect(await outcome).toBe(level === 'read committed' ? '23P01' : '40001');
    } finally {
      await first.end();
      await second.end();
    }
    expect(await held()).toBe(before! + 1);
  }); // prettier-ignore

  const insertOpen = (one: pg.Client, post: object) =>
    one.query('insert into post select * from jsonb_populate_record(null::post, $1)', [JSON.stringify(post)]);

  it('many of them: one side wins', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, client));
    const duties: Duty[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDIT_ADMINISTRATOR', 'OFFICER', 'OFFICE_HEAD', 'PRINCIPAL'];
    await Promise.allSettled(clients.map((one, n) => insertOpen(one, row(duties[n]!))));
    await Promise.all(clients.map((one) => one.end()));
    const { rows } = await db.owner.query<{ sides: number }>('select count(distinct duty_side(duty))::int as sides from post where person_id = $1', [person]);
    expect(rows).toEqual([{ sides: 1 }]);
  }); // prettier-ignore
});

it('a duty without a name is none', async () => {
  const eighth = { ...row('OFFICER'), duty: 8 };
  await expect(insertRows(db.owner, 'post', [eighth])).rejects.toMatchObject({ constraint: 'post_duty_check' });
});

it('a database in which somebody is both is not brought up to this before that is mended', async () => {
  const clone = await cloneDatabase();
  await insertNingbo(clone.owner);
  const source = await ownerDataSource(clone.connectionAs('liandong_owner')).initialize();
  try {
    const last = MIGRATIONS.findIndex(({ name }) => name.startsWith('Administrators'));
    for (let n = MIGRATIONS.length; n > last; n -= 1) await source.undoLastMigration();
    const mixed = { ...row('AUDIT_ADMINISTRATOR'), person_id: NINGBO.person['ningbo-anguan'] };
    await insertRows(clone.owner, 'post', [mixed]);
    await expect(source.runMigrations()).rejects.toMatchObject({ message: expect.stringContaining(mixed.id) as string });
    await clone.owner.query('delete from post where id = $1', [mixed.id]);
    await source.runMigrations();
  } finally {
    await source.destroy();
    await clone.drop();
  }
}); // prettier-ignore
