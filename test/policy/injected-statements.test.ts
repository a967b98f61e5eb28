import { DatabaseError } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { asSuperuser, Attacker, type Outcome } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';
import { newId } from '../../src/shared/ids.js';

/* Statements of the attacker's own, sent by the API's login role as 海曙's 案管; 象山 is what he is after. */

const FORBIDDEN = '42501';
const { as, clue } = NINGBO;
const own = [clue.haishu, clue['closed-before-link'], clue['closed-since-link'], clue.gaoqiao].sort();

let db: TestDatabase;
let api: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  await db.owner.query('analyze');
  api = await Attacker.open(db.connectionAs('liandong_api'));
});
afterAll(async () => {
  await api.end();
  await db.drop();
});
beforeEach(() => api.enter(as['haishu-anguan']));

async function expectForbidden(statements: string[]) {
  for (const statement of statements) {
    expect([statement, await api.send(statement)]).toEqual([statement, FORBIDDEN]);
  }
}

describe('one transaction of the API', () => {
  it('takes no two statements in one text, and goes on being usable for nothing', async () => {
    const scoped = db.scoped({ max: 1 });
    for (const text of [
      'select 1; select 2',
      'select id from clue; commit',
      "select 1; set liandong.principal = 'x'",
    ]) {
      await scoped.as(as['haishu-anguan'], async ({ transaction }) => {
        await expect(transaction.query(text)).rejects.toMatchObject({ code: '42601' });
        await expect(transaction.query('select id from clue')).rejects.toMatchObject({ code: '25P02' });
      });
    }
    const rows = await scoped.as(as['haishu-anguan'], ({ transaction }) => transaction.query('select id from clue'));
    expect(rows).toHaveLength(own.length);
  });

  it('reads only: the server refuses what would write, whatever the role may do', async () => {
    const scoped = db.scoped({ max: 1 });
    for (const text of [
      'with x as (delete from clue returning 1) select * from x',
      'with x as (update clue set stage = 1 returning 1) select * from x',
      'select id from clue for update',
      'select id into taken from clue',
    ]) {
      const attempt = scoped.as(as['haishu-anguan'], ({ transaction }) => transaction.query(text));
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^(25006|42501)$/) as string });
    }
  });

  // Only a statement that begins with select or with has business here; the others are how an attacker gets further.
  it.each([
    'explain analyze select id from clue',
    'set local statement_timeout = 0',
    'commit',
    'prepare later as select 1',
    'listen later',
    'do $$ begin null; end $$',
    '/* select */ show all',
  ])('refuses %s', async (text) => {
    const scoped = db.scoped({ max: 1 });
    await expect(scoped.as(as['haishu-anguan'], ({ transaction }) => transaction.query(text))).rejects.toThrow(
      'begins with',
    );
  });
});

describe('writing, in a transaction that may', () => {
  it('rows is refused', async () => {
    const before = await db.owner.query('select md5(string_agg(c::text, $1 order by id)) from clue c', ['']);
    const tables = (
      await db.owner.query<{ t: string }>("select tablename as t from pg_tables where schemaname = 'liandong'")
    ).rows;
    for (const { t } of tables) {
      await expectForbidden([
        `insert into ${t} default values`,
        `delete from ${t}`,
        `truncate ${t}`,
        `lock table ${t} in access share mode`,
        `lock table ${t}`,
        `select from ${t} for share`,
        `copy ${t} from stdin`,
        `create trigger t before update on ${t} for each row execute function takes_scope()`,
        `create policy open on ${t} using (true)`,
        `alter table ${t} disable row level security`,
        `alter table ${t} no force row level security`,
        `comment on table ${t} is 'x'`,
        `create index on ${t} ((1))`,
        `drop table ${t}`,
        `grant select on ${t} to public`,
      ]);
    }
    await expectForbidden([
      'update clue set stage = 1',
      "with x as (update clue_content set subject_name = '' returning 1) select * from x",
      "merge into clue c using (select 1) s on false when not matched then insert (number) values ('x')",
      'drop policy deny on clue',
      'alter policy deny on clue using (true)',
      'drop owned by liandong_api',
      'reassign owned by liandong_api to liandong_act',
    ]);
    const after = await db.owner.query('select md5(string_agg(c::text, $1 order by id)) from clue c', ['']);
    expect(after.rows).toEqual(before.rows);
  });

  it('objects of one’s own is refused: no leaky function or operator can be planted', async () => {
    for (const schema of ['liandong', 'public', 'pg_temp', 'pg_catalog']) {
      await expectForbidden([
        `create function ${schema}.leak(text) returns boolean language plpgsql cost 0.0001 as 'begin raise notice ''%'', $1; end'`,
        `create function ${schema}.leak(text) returns boolean language sql leakproof return true`,
        `create procedure ${schema}.leak() language sql as ''`,
        `create aggregate ${schema}.leak(text) (sfunc = textcat, stype = text)`,
        `create operator ${schema}.=== (function = texteq, leftarg = text, rightarg = text)`,
        `create table ${schema}.t (i int)`,
        `create view ${schema}.v as select id from clue`,
        `create materialized view ${schema}.v as select id from clue`,
        `create sequence ${schema}.s`,
        `create type ${schema}.e as enum ('x')`,
        `create domain ${schema}.d as text check (value <> '')`,
        `select id into ${schema}.t from clue`,
        `create table ${schema}.t as select id from clue`,
      ]);
    }
    await expectForbidden([
      'create schema own',
      'create temp table t (i int)',
      'create temp view v as select id from clue',
      'create cast (text as int) with inout as implicit',
      'create extension pg_trgm',
      'create event trigger e on ddl_command_start execute function liandong.enter()',
      'create publication p for all tables',
      'create foreign data wrapper w',
      'create role own',
      'alter function pg_catalog.textlike(text, text) leakproof',
    ]);
    // These are not for transactions.
    await api.sendTogether('rollback');
    await expectForbidden([
      'create database own',
      "alter system set log_statement = 'all'",
      'create tablespace t location $$/tmp$$',
    ]);
  });

  it('outside the database is refused', async () => {
    await expectForbidden([
      "copy (select id from clue) to '/tmp/clues'",
      "copy (select id from clue) to program 'true'",
      "select pg_read_file('PG_VERSION')",
      "select pg_ls_dir('.')",
      "select lo_import('/etc/passwd')",
      "load 'auto_explain'",
    ]);
  });

  it('large objects is refused', async () => {
    await expectForbidden([
      'select lo_create(0)',
      'select lo_creat(-1)',
      "select lo_from_bytea(0, 'x')",
      "select lo_put(1, 0, 'x')",
    ]);
  });

  it('code of one’s own is refused: do', async () => {
    expect(await api.send('do $$ begin null; end $$')).toBe(FORBIDDEN);
  });
});

describe('what others do and have', () => {
  it('is not in their sessions or the statistics of values', async () => {
    await expectForbidden([
      'select * from pg_stat_activity',
      'select pg_stat_get_activity(null)',
      'select * from pg_stat_replication',
      'select * from pg_stat_ssl',
      'select * from pg_statistic',
      'select * from pg_authid',
      'select * from pg_hba_file_rules',
      'select pg_cancel_backend(1)',
      'select pg_terminate_backend(1)',
      'select * from pg_get_backend_memory_contexts()',
      'select * from pg_prepared_statements',
      'select * from pg_prepared_statement()',
    ]);
    const tables = "schemaname = 'liandong'";
    const control = await asSuperuser(db, (superuser) => superuser.query(`select from pg_stats where ${tables}`));
    expect(control.rowCount).toBeGreaterThan(100);
    expect(await api.send(`select * from pg_stats where ${tables}`)).toEqual([]);
    expect(await api.send(`select * from pg_stats_ext where ${tables}`)).toEqual([]);
  });

  it('is not in the statements of the same role', async () => {
    const other = await Attacker.open(db.connectionAs('liandong_api'));
    await other.send("select 'asked by another'");
    const seen = await api.send(
      'select pg_stat_get_backend_activity(b) as statement from pg_stat_get_backend_idset() b',
    );
    await other.end();
    expect(JSON.stringify(seen)).not.toContain('asked by another');
  });

  it.each([
    "select n_live_tup from pg_stat_user_tables where relname = 'clue'",
    "select pg_stat_get_live_tuples('clue'::regclass)",
    "select pg_relation_size('clue')",
    'select * from pg_locks',
  ])('is not in %s', async (statement) => {
    expect(await api.send(statement)).toBe(FORBIDDEN);
  });

  it('does not come with row_security off', async () => {
    await api.send('set local row_security = off');
    expect(await api.send('select id from clue')).toBe(FORBIDDEN);
  });
});

describe('what policies ask of one row', () => {
  const AT = '2026-01-05T00:00:00Z';
  const [by, person] = [NINGBO.post['xiangshan-anguan'], NINGBO.person['xiangshan-anguan']];
  const [organ_pos, place] = [NINGBO.unit.xiangshan, NINGBO.unit['xiangshan-anguan']];
  const ids = { unmasking: newId(), emergency_access: newId(), interference_record: newId(), alias_opening: newId() };
  const missing = () => ({ ...ids, unmasking: newId(), emergency_access: newId(), interference_record: newId(), alias_opening: newId() });

  /** About 象山's clue, by its own people, unless told otherwise. */
  const record = (id: string, more: object = {}) => {
    const wrote = { clue_id: clue.xiangshan, recorded_by: by, recorder_name: '某', recorder_pos: place, recorder_handles: false };
    const said = { organ_pos, told: [organ_pos], denied_units: '{}', person_name: '某人', manner: 1, matter: '询问', at: AT };
    return insertRows(db.owner, 'interference_record', [{ id, ...wrote, ...said, ...more }]);
  };
  const insert = async () => {
    const common = { clue_id: clue.xiangshan, organ_pos };
    const asks = { requested_by: by, requester_id: person, requester_name: '某', requester_pos: place };
    await insertRows(db.owner, 'unmasking', [{ id: ids.unmasking, reason: '核实', days: 3, ...common, ...asks }]);
    const { rows } = await db.owner.query<{ grant_id: string }>('select id as grant_id from access_grant limit 1');
    const opens = { opened_by: by, opener_id: person, opener_name: '某', opener_pos: place, ...rows[0] };
    const times = { opened_at: AT, until: '2026-01-05T04:00:00Z', yellow_at: AT, review_due_at: AT };
    await insertRows(db.owner, 'emergency_access', [{ id: ids.emergency_access, facets: ['content'], reason: '急', ...common, ...opens, ...times }]);
    await record(ids.interference_record);
    const behind = { alias: 'clue-0', object: 'clue', object_id: clue.xiangshan, reason: '核查' };
    await insertRows(db.owner, 'alias_opening', [{ id: ids.alias_opening, ...behind, requested_by: by, requester: person, requester_name: '某', unit_pos: organ_pos, organ_pos }]);
  };
  const FUNCTIONS = {
    unmasking_kept_from_me: 'unmasking',
    emergency_access_kept_from_me: 'emergency_access',
    interference_kept_from_me: 'interference_record',
    interference_mine: 'interference_record',
    alias_opening_mine: 'alias_opening',
    alias_opening_mine_to_decide: 'alias_opening',
  } as const;
  async function answers(of: typeof ids) {
    const told: Record<string, Outcome> = {};
    for (const [name, noun] of Object.entries(FUNCTIONS)) told[name] = await api.send(`select ${name}('${of[noun]}') as x`);
    return told;
  }

  it('is answered of another’s as of one that is not there', async () => {
    await insert();
    for (const whose of ['haishu-anguan', 'jiangbei-anguan', 'ningbo-anguan', 'ningbo-anguan-head', 'ningbo-cadre-head', 'ningbo-principal', 'zhejiang-anguan'] as const) {
      await api.enter(as[whose]);
      expect([whose, await answers(ids)]).toEqual([whose, await answers(missing())]);
    }
    // They are there, for whoever's they are.
    await api.enter(as['xiangshan-anguan']);
    const [no, yes] = [[{ x: false }], [{ x: true }]];
    const his = { unmasking_kept_from_me: no, emergency_access_kept_from_me: no, interference_mine: yes, alias_opening_mine: yes };
    expect(await answers(ids)).toMatchObject(his);
    expect(await answers(missing())).not.toMatchObject(his);
  });

  it('is answered of what is about oneself as of what is not there', async () => {
    const [about, plain] = [missing(), missing()];
    const told = { organ_pos: NINGBO.unit.ningbo, superior_pos: NINGBO.unit.ningbo };
    const head = { person_id: NINGBO.person['ningbo-cadre-head'], person_pos: NINGBO.unit['ningbo-cadre'] };
    await record(about.interference_record, { ...told, ...head });
    await record(plain.interference_record, told);
    await api.enter(as['ningbo-cadre-head']);
    expect(await answers(about)).toEqual(await answers(missing()));
    expect(await answers(plain)).toMatchObject({ interference_kept_from_me: [{ x: false }] });
    await record(newId(), { ...told, ...head, corrects: plain.interference_record });
    await api.enter(as['ningbo-cadre-head']);
    expect(await answers(plain)).toEqual(await answers(missing()));
  });
}); // prettier-ignore

describe('conditions on hidden rows', () => {
  /** Fails if it is ever asked about a row of 象山. */
  const telling = [
    "1 / (case when number like '%xiangshan%' then 0 else 1 end) = 1",
    "(case when number like '%xiangshan%' then number else '1' end)::int = 1",
    "case when number ~ 'xiangshan' then ('x' || number)::uuid is null else true end",
    "repeat(number, case when number like '%xiangshan%' then 1 << 30 else 1 end) <> ''",
    "(select 1 / (case when clue.number like '%xiangshan%' then 0 else 1 end)) = 1",
    "exists (select 1 / (case when clue.number like '%xiangshan%' then 0 else 1 end) offset 0)",
  ];

  it.each(telling)('%s is asked of visible rows only', async (condition) => {
    const statement = `select id from clue where ${condition}`;
    await expect(db.owner.query(statement)).rejects.toBeInstanceOf(DatabaseError);
    expect(await api.send(statement)).toBeInstanceOf(Array);
    expect(await api.send(`${statement} and id = '${clue.xiangshan}'`)).toEqual([]);
    await api.enter(as['xiangshan-anguan']);
    expect(await api.send(statement)).toEqual(expect.any(String));
  });

  it('are asked of visible rows only in joins, groups and orders', async () => {
    const fails = "1 / (case when f.subject_name like '%xiangshan%' then 0 else 1 end)";
    for (const statement of [
      `select from clue c join clue_content f on f.clue_id = c.id and ${fails} = 1`,
      `select f.clue_id from clue c left join clue_content f on f.clue_id = c.id and ${fails} = 1`,
      `select sum(${fails}) from clue_content f`,
      `select from clue_content f group by f.clue_id having min(${fails}) = 1`,
      `select from clue_content f order by ${fails}`,
      `select from clue_content f, lateral (select ${fails} as n) l where l.n = 1`,
    ]) {
      await expect(db.owner.query(statement)).rejects.toBeInstanceOf(DatabaseError);
      expect([statement, await api.send(statement)]).toEqual([statement, expect.any(Array)]);
    }
  });

  /**
   * PostgreSQL lets a condition of leakproof operators go before a policy's, by its estimated cost. What follows it and
   * fails then tells whether some hidden row passed: a value could be found by halving, one statement a bit. Where an
   * operator costs nothing (src/database/prepare.ts), no condition goes before.
   */
  const oracles: Record<string, (condition: string) => string> = {
    'a volatile failure': (condition) => `${condition} and 1 / (random() * 0)::int = 1`,
    'a volatile cast': (condition) => `${condition} and (random()::text)::boolean`,
    'a failure computed once': (condition) =>
      `${condition} and (version <> (select 1 / (pg_backend_pid() * 0)) or version < (select 1 / (pg_backend_pid() * 0)))`,
    'a failing branch': (condition) => `case when ${condition} then (select 1 / (pg_backend_pid() * 0) = 1) end`,
    'a failing alternative': (condition) => `(not (${condition}) or (select 1 / (pg_backend_pid() * 0) = 1) is null)`,
  };

  async function answers(table: string, there: string, notThere: string, oracle: (condition: string) => string) {
    expect((await db.owner.query(`select from ${table} where ${there}`)).rowCount).toBe(1);
    expect((await db.owner.query(`select from ${table} where ${notThere}`)).rowCount).toBe(0);
    const asked: Outcome[] = [];
    for (const condition of [there, notThere]) {
      await api.enter(as['haishu-anguan']);
      asked.push(await api.send(`select 1 from ${table} where ${oracle(condition)}`));
    }
    return asked;
  }

  it.each(Object.keys(oracles))('do not tell by %s what a hidden row says', async (name) => {
    const its = `clue_id = '${clue.xiangshan}' and name`;
    const asked = [
      await answers('clue_reporter', `${its} >= '反映人-x'`, `${its} >= '反映人-y'`, oracles[name]!),
      await answers('clue_content', "subject_name = '某甲-xiangshan'", "subject_name = '某甲-nobody'", oracles[name]!),
    ];
    for (const [there, notThere] of asked) expect(there).toEqual(notThere);
  });

  /** 信访's head sees no content at all: whatever fails has failed on a hidden row. */
  const SEES_NONE = as['ningbo-intake-head'];

  // What costs nothing to ask, of a row that an index finds or of all.
  it.each([
    ['that it is there', 'clue_id is not null'],
    ['that something is not said', 'handler_name is null'],
    ['a yes or no', 'not key_minority'],
    ['how it compares', "subject_name >= '某甲'"],
  ])('do not tell by a failure of a hidden row %s', async (_, condition) => {
    const control = await db.owner.query(`select from clue_content where clue_id = $1 and ${condition}`, [
      clue.xiangshan,
    ]);
    expect(control.rowCount).toBe(1);
    for (const setting of ['enable_seqscan', 'enable_indexscan', 'enable_bitmapscan']) {
      await api.enter(SEES_NONE);
      await api.send(`set local ${setting} = off`);
      expect(await api.send('select from clue_content')).toEqual([]);
      for (const whose of [`clue_id = '${clue.xiangshan}' and`, ''])
        for (const oracle of Object.values(oracles)) {
          const statement = `select 1 from clue_content where ${whose} ${oracle(`(${condition})`)}`;
          expect([statement, await api.send(statement)]).toEqual([statement, []]);
        }
    }
  });

  it('do not tell where the server is somebody else’s either: no function of PostgreSQL need be dear', async () => {
    await asSuperuser(db, (superuser) =>
      superuser.query(`do $$ declare f regprocedure; begin
        for f in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proleakproof loop
          execute format('alter function %s cost 1', f);
        end loop; end $$`),
    );
    await api.enter(SEES_NONE);
    for (const [name, oracle] of Object.entries(oracles)) {
      const answer = await api.send(`select 1 from clue_content where ${oracle("subject_name >= '某甲'")}`);
      expect([name, answer]).toEqual([name, []]);
    }
    // Control: it is the cost of an operator that keeps it.
    await api.send('set local cpu_operator_cost = 0.0025');
    const told = await api.send(
      `select 1 from clue_content where ${oracles['a volatile failure']!("subject_name >= '某甲'")}`,
    );
    expect(told).toBe('22012');
  });
});
