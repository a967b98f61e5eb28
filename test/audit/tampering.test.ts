import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, makeCheckpoint, parseLine, hashOfCheckpoint, type Leaf } from '../../src/audit/checkpoint.js';
import { publicKeyOf, publicKeys, Signer } from '../../src/audit/signing.js';
import { wordsOf } from '../../src/audit/verdictWords.js';
import { newKeysText, parseKeys } from '../../src/shared/keys.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, KEYS, type TestDatabase } from '../support/database.js';
import { reads, sealing, type Sealing } from './sealedTrail.js';

/* What a superuser does to the trail, each time found – and the first row of it named. */

let db: TestDatabase;
let seals: Sealing;
interface Row {
  txid: string;
  id: string;
}
let rows: Row[];
/** Rows of the first seal, and places in the second. */
const FIRST = 6;

beforeAll(async () => {
  db = await cloneDatabase();
  seals = await sealing(db);
  const audit = db.audit();
  await audit.append({ asker: { subject: 'test nobody' }, source: '::1', correlationId: crypto.randomUUID() }, [
    { kind: 'REFUSAL', operation: 'request', code: 'PERSON_UNKNOWN' },
  ]);
  await reads(audit, 1, 2);
  await reads(audit, FIRST - 3);
  await seals.sealAll();
  await reads(audit, 5);
  await seals.sealAll();
  await reads(audit, 1);
  await seals.sealAll();
  rows = (await db.owner.query<Row>('select txid::text, id from audit_entry order by audit_entry.txid, id')).rows;
});
afterAll(async () => {
  await seals.end();
  await db.drop();
});

/** As superuser, with the triggers out of the way; undone afterwards, whatever it was. */
async function tampered<T>(sql: string, then: () => Promise<T>): Promise<T> {
  return asSuperuser(db, async (superuser) => {
    await superuser.query(`create table kept_entry as table audit_entry; create table kept_seal as table audit_seal;
      alter table audit_entry disable trigger all; alter table audit_seal disable trigger all`);
    try {
      const before = await superuser.query('table audit_entry');
      await superuser.query(sql);
      if (/audit_entry/.test(sql)) expect((await superuser.query('table audit_entry')).rows).not.toEqual(before.rows);
      return await then();
    } finally {
      await superuser.query(`truncate audit_entry, audit_seal; insert into audit_entry table kept_entry;
        insert into audit_seal table kept_seal; drop table kept_entry, kept_seal;
        alter table audit_entry enable always trigger append_only; alter table audit_entry enable always trigger given;
        alter table audit_seal enable always trigger append_only`);
    }
  });
}
const fault = async (sql: string) => (await tampered(sql, () => seals.verify())).fault;
/** The row at a place, counted from 0 through all seals. */
const at = (n: number) => `(txid, id) = ('${rows[n]!.txid}', '${rows[n]!.id}')`;
const place = (n: number) =>
  n < FIRST ? { seal: 1, place: n + 1 } : n < FIRST + 5 ? { seal: 2, place: n - FIRST + 1 } : { seal: 3, place: 1 };
const named = (what: string, n: number) => ({ what, ...place(n), ...rows[n] });

it('untouched, the trail verifies', async () => {
  expect(rows).toHaveLength(12);
  expect(await seals.verify()).toEqual({ seals: 3, sealed: 12, tail: 0, notOutside: 0, fault: null });
  expect(await fault('select 1')).toBeNull();
});

describe('a row that is changed', () => {
  it('in any of its columns', async () => {
    const columns = await db.owner.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = 'audit_entry'::regclass and attnum > 0 and not attisdropped and attname not in ('txid', 'id')`,
    );
    const other: Record<string, (column: string) => string> = {
      uuid: () => "'00000000-0000-7000-8000-000000000001'",
      'timestamp with time zone': (c) => `${c} + interval '1 microsecond'`,
      smallint: (c) => `${c} + 1`,
      bigint: (c) => `coalesce(${c}, 0) + 1`,
      text: (c) => `concat(${c}, 'X')`,
      'uuid[]': () => "'{00000000-0000-7000-8000-000000000001}'",
      'text[]': () => "'{LEDGER}'",
      jsonb: () => `'{"a": 1}'`,
      bytea: (c) => `${c} || 'x'`,
    };
    expect(columns.rows.length).toBeGreaterThan(18);
    for (const { name, type } of columns.rows) {
      const checks = `select string_agg(format('alter table audit_entry drop constraint %I', conname), ';') from pg_constraint
        where conrelid = 'liandong.audit_entry'::regclass and contype = 'c'`;
      const sql = `set liandong.x = ''; do $$ begin execute (${checks}); end $$;
        update audit_entry set ${name} = ${other[type]!(name)} where ${at(7)}`;
      const found = await withChecks(() => fault(sql));
      expect([name, found]).toEqual([name, named('ROW_CHANGED', 7)]);
    }
  });

  it('and given the hash that it should have', async () => {
    const found = await fault(
      `update audit_entry set operation = 'units', hash = sha256(salt || 'whatever') where ${at(3)}`,
    );
    expect(found).toEqual(named('ROW_CHANGED', 3));
  });

  it('is named if it is the first of several', async () => {
    const change = (n: number) => `update audit_entry set operation = 'units' where ${at(n)}`;
    expect(await fault([9, 4, 11].map(change).join(';'))).toEqual(named('ROW_CHANGED', 4));
  });
});

/** The table's checks refuse much of what a test wants to change; they come back afterwards. */
async function withChecks<T>(work: () => Promise<T>): Promise<T> {
  const { rows: checks } = await db.owner.query<{ sql: string }>(
    `select format('alter table audit_entry add constraint %I %s', conname, pg_get_constraintdef(oid)) as sql
     from pg_constraint where conrelid = 'audit_entry'::regclass and contype = 'c'`,
  );
  try {
    return await work();
  } finally {
    for (const { sql } of checks) await db.owner.query(sql);
  }
}

describe('rows that are gone, added or moved', () => {
  it.each([0, 1, 5, 6, 11])('deleted: the %i.', async (n) => {
    expect(await fault(`delete from audit_entry where ${at(n)}`)).toEqual(named('ROW_MISSING', n));
  });
  it('several deleted: the first', async () => {
    expect(await fault(`delete from audit_entry where ${at(8)} or ${at(2)}`)).toEqual(named('ROW_MISSING', 2));
  });
  it('all of them: the first', async () => {
    expect(await fault('truncate audit_entry')).toEqual(named('ROW_MISSING', 0));
  });

  const copy = (txid: string, id: string) => `create temp table x as select * from audit_entry where ${at(1)};
    update x set txid = '${txid}', id = '${id}'; insert into audit_entry table x; drop table x`;
  it('one inserted between others', async () => {
    const [id, last] = ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff'];
    const { txid } = rows[8]!;
    expect(await fault(copy(txid, id))).toEqual({ what: 'ROW_INSERTED', ...place(8), txid, id });
    expect(await fault(copy(rows[5]!.txid, last))).toEqual({ what: 'ROW_INSERTED', ...place(6), txid: rows[5]!.txid, id: last }); // prettier-ignore
    expect(await fault(copy('3', id))).toEqual({ what: 'ROW_INSERTED', ...place(0), txid: '3', id });
  });
  it('one inserted behind the last seal is in the tail, and no row that was hashed as the others', async () => {
    const [txid, id] = ['999999999', '00000000-0000-4000-8000-000000000000'];
    expect(await fault(copy(txid, id))).toEqual({ what: 'TAIL_CHANGED', txid, id });
  });
  it('two that have changed places', async () => {
    const [a, b] = [rows[6]!, rows[7]!];
    const swap = `update audit_entry set id = gen_random_uuid() where ${at(6)};
      update audit_entry set txid = '${a.txid}', id = '${a.id}' where ${at(7)};
      update audit_entry set txid = '${b.txid}', id = '${b.id}' where txid = '${a.txid}' and id <> '${a.id}'`;
    expect(await fault(swap)).toEqual(named('ROW_CHANGED', 6));
  });
  it('one that has moved to another time', async () => {
    expect(await fault(`update audit_entry set txid = '${rows[10]!.txid}' where ${at(4)}`)).toEqual(named('ROW_MISSING', 4)); // prettier-ignore
  });
});

describe('the seals in the database', () => {
  const lines = async () =>
    (await db.owner.query<{ line: string }>('select line from audit_seal order by number')).rows.map(({ line }) => parseLine(line)!); // prettier-ignore
  const setLine = (seal: number, line: string) => `update audit_seal set line = '${line}' where number = ${seal}`;

  it('leaves changed, with a row that fits them', async () => {
    const [, second] = await lines();
    const leaves = second!.leaves.with(2, [second!.leaves[2]![0], second!.leaves[2]![1], '0'.repeat(64)]);
    expect(await fault(setLine(2, lineOf({ ...second!, leaves })))).toEqual({ what: 'SEAL_CHANGED', seal: 2 });
  });
  it('the last one dropped, one in the middle, all', async () => {
    expect(await fault('delete from audit_seal where number = 3')).toEqual({ what: 'SEAL_MISSING', seal: 3 });
    expect(await fault('delete from audit_seal where number = 2')).toEqual({ what: 'SEAL_MISSING', seal: 2 });
    expect(await fault('truncate audit_seal')).toEqual({ what: 'SEAL_MISSING', seal: 1 });
  });
  it('the trail made anew from a changed row on, and signed by somebody else', async () => {
    const stranger = new Signer(parseKeys(newKeysText()));
    const all = await lines();
    const leaf: Leaf = ['999999999', rows[0]!.id, '0'.repeat(64)];
    const next = { number: 4, at: new Date().toISOString(), previous: hashOfCheckpoint(all[2]!) };
    const forged = lineOf(makeCheckpoint(stranger, next, [leaf]));
    const sql = `insert into audit_seal values (4, '999999999', '${rows[0]!.id}', '${forged}')`;
    expect(await fault(sql)).toEqual({ what: 'SEAL_WRONG', seal: 4 });
    // Nor does a server copy it outside, or go on from it.
    const errors: string[] = [];
    await tampered(sql, () => seals.sealer.run().catch((error: Error) => errors.push(error.message)));
    expect(errors).toEqual([expect.stringContaining('seal 4 of the database does not follow')]);
    expect((await seals.folder.last())!.number).toBe(3);
  });
  it('no server goes on from a seal that is not the one outside', async () => {
    for (const sql of ['delete from audit_seal where number = 3', setLine(3, lineOf((await lines())[0]!))]) {
      const error = await tampered(sql, () => seals.sealer.run().catch((e: Error) => e.message));
      expect(error).toMatch(/last seal is|does not follow/);
    }
  });
});

describe('the seals outside', () => {
  let file: string;
  let text: string;
  beforeAll(async () => {
    file = join(seals.path, (await readdir(seals.path))[0]!);
    text = await readFile(file, 'utf8');
  });
  const outsideBeing = async (changed: string) => {
    await writeFile(file, changed);
    try {
      return await seals.verify();
    } finally {
      await writeFile(file, text);
    }
  };
  it('a line gone', async () => {
    const [a, , c] = text.split('\n');
    expect((await outsideBeing(`${a}\n${c}\n`)).fault).toEqual({ what: 'OUTSIDE_MISSING', seal: 2 });
  });
  it('a line changed: its time, its leaves, its signature', async () => {
    const [a, b, c] = text.trimEnd().split('\n').map((line) => parseLine(line)!); // prettier-ignore
    const wrong = { what: 'OUTSIDE_WRONG', seal: 2 };
    for (const changed of [
      { ...b!, at: '2020-01-01T00:00:00.000Z' },
      { ...b!, leaves: b!.leaves.toReversed() },
      { ...b!, signature: a!.signature },
      { ...b!, previous: c!.previous },
      { ...b!, key: 'other' },
    ])
      expect((await outsideBeing([a!, changed, c!].map(lineOf).join('\n'))).fault).toEqual(wrong);
  });
  it('twice, out of order, or cut short by a crash: as if nothing had been', async () => {
    const [a, b, c] = text.split('\n');
    expect(await outsideBeing(`${b}\n${a}\n${b!.slice(0, 99)}\n${c}\n${a}\n`)).toMatchObject({ seals: 3, fault: null });
  });
  it('gone altogether: what was signed in the database still holds, and is said to be inside only', async () => {
    expect(await outsideBeing('')).toMatchObject({ seals: 3, notOutside: 3, fault: null });
  });
  it('a server that starts writes what is missing there, after a line that was cut short', async () => {
    const other = await sealing(db);
    try {
      await writeFile(join(other.path, 'checkpoints-2020-01-01.jsonl'), text.slice(0, 120));
      await other.sealer.run();
      expect(await other.verify()).toMatchObject({ seals: 3, notOutside: 0, fault: null });
      const today = (await readdir(other.path)).at(-1)!;
      await rm(join(other.path, 'checkpoints-2020-01-01.jsonl'));
      await appendFile(join(other.path, today), text.slice(0, 50));
      await reads(db.audit(), 1);
      await other.sealAll();
      expect(await other.verify()).toMatchObject({ seals: 4, notOutside: 0, fault: null });
    } finally {
      await other.end();
      await seals.sealer.run();
    }
  });
});

describe('who checks', () => {
  it('needs only the public part', async () => {
    const signer = new Signer(KEYS);
    const only = new Map([[signer.id, publicKeyOf(signer.publicPart)]]);
    expect(await seals.verify(only)).toMatchObject({ fault: null });
    const strangers = publicKeys(parseKeys(newKeysText()));
    expect((await seals.verify(strangers)).fault).toEqual({ what: 'OUTSIDE_WRONG', seal: 1 });
  });
  it('is told in words, in both languages', async () => {
    const { fault: found, ...counted } = await tampered(`delete from audit_entry where ${at(7)}`, () => seals.verify());
    const words = wordsOf({ ...counted, fault: found });
    expect(words.at(-1)).toEqual({
      zh: `记录 ${rows[7]!.id}（事务 ${rows[7]!.txid}，封签 2 第 2 条）缺失。`,
      en: `Entry ${rows[7]!.id} (transaction ${rows[7]!.txid}, place 2 of seal 2) is missing.`,
    });
    expect(words[0]!.en).toBe(`Verified 1 seals over ${FIRST} entries.`);
  });
});
