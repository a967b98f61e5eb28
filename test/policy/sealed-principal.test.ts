import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { asSuperuser, Attacker, shown, type Outcome } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';

/*
 * Attacks on the sealed principal (DESIGN 3): each by somebody who can send whole statements of his own as the API's
 * login role. The world is real: what must stay hidden is there for its owner, and for whoever is entitled to it.
 */

const { as, clue } = NINGBO;
const REFUSED = '28000';
const FORBIDDEN = '42501';
const MINE = clue.haishu;
const HIDDEN = clue.xiangshan;
const CLUES = 'select id from clue';

/** Where set_config is closed, as on our own server; and where it is open to everybody, as on somebody else's. */
const places: { name: string; db: TestDatabase; api: Attacker; other: Attacker }[] = [];
let db: TestDatabase;
let api: Attacker;
let other: Attacker;

beforeAll(async () => {
  for (const name of ['set_config closed', 'set_config open']) {
    const clone = await cloneDatabase();
    await insertNingbo(clone.owner);
    const open = () => Attacker.open(clone.connectionAs('liandong_api'));
    places.push({ name, db: clone, api: await open(), other: await open() });
  }
  [{ db, api, other }] = places as [(typeof places)[0]];
  await asSuperuser(places[1]!.db, (superuser) =>
    superuser.query('grant execute on function pg_catalog.set_config(text, text, boolean) to public'),
  );
});
afterAll(() =>
  Promise.all(places.map(async (place) => [await place.api.end(), await place.other.end(), await place.db.drop()])),
);

const ids = (outcome: Outcome) =>
  typeof outcome === 'string' ? outcome : outcome.map(({ id }) => id as string).sort();
const own = [clue.haishu, clue['closed-before-link'], clue['closed-since-link'], clue.gaoqiao].sort();

async function sealOf(who: Attacker): Promise<string> {
  const [row] = (await who.send("select current_setting('liandong.principal') as seal")) as { seal: string }[];
  return row!.seal;
}

describe('the world', () => {
  it('has the row that the attacks are after, for its owner and for whoever is entitled', async () => {
    expect(ids((await db.owner.query<{ id: string }>(CLUES)).rows)).toEqual(expect.arrayContaining([MINE, HIDDEN]));
    await api.enter(as['xiangshan-anguan']);
    expect(ids(await api.send(CLUES))).toEqual([HIDDEN]);
    await api.enter(as['haishu-anguan']);
    expect(ids(await api.send(CLUES))).toEqual(own);
  });
});

/** One of each that a person writes about a clue. */
async function insertRecords(owner: TestDatabase['owner']): Promise<void> {
  const [clue_id, by, at] = [clue.haishu, NINGBO.post['haishu-handler'], '2026-01-05T00:00:00Z'];
  const [organ_pos, place, person] = [NINGBO.unit.haishu, NINGBO.unit['haishu-discipline'], NINGBO.person['haishu-handler']];
  const asks = { requested_by: by, requester_id: person, requester_name: '励勤', requester_pos: place, organ_pos };
  await insertRows(owner, 'unmasking', [{ id: newId(), clue_id, reason: '核实', days: 3, ...asks }]);
  const opens = { opened_by: by, opener_id: person, opener_name: '励勤', opener_pos: place, organ_pos };
  const { rows } = await owner.query<{ grant_id: string }>('select id as grant_id from access_grant limit 1');
  const times = { opened_at: at, until: '2026-01-05T04:00:00Z', yellow_at: at, review_due_at: at };
  await insertRows(owner, 'emergency_access', [{ id: newId(), clue_id, facets: ['content'], reason: '急', ...opens, ...rows[0], ...times }]);
  const record = { id: newId(), clue_id, recorded_by: by, recorder_name: '励勤', recorder_pos: place, recorder_handles: true };
  const told = { organ_pos, told: [organ_pos], denied_units: '{}', person_name: '某人', manner: 1, matter: '询问', at };
  await insertRows(owner, 'interference_record', [{ ...record, ...told }]);
  const handled = { interference_record_id: record.id, outcome: 3, reason: '无', handled_by: by, handler_pos: place };
  await insertRows(owner, 'interference_handling', [{ id: newId(), ...handled }]);
} // prettier-ignore

describe('without enter', () => {
  it('no table gives a row', async () => {
    const { haishu: ended_pos, jiangbei: successor_pos } = NINGBO.unit;
    await insertRows(db.owner, 'unit_succession', [{ ended_pos, successor_pos, at: '2020-01-01T00:00:00Z' }]);
    const recusal = { clue_id: clue.haishu, person_id: NINGBO.person['haishu-handler'], person_name: '励勤' };
    const asked = { ground: 3, reason: '同学', requested_by: NINGBO.post['haishu-anguan'], organ_pos: ended_pos };
    const decided = { id: newId(), state: 3, decided_at: '2026-01-05T00:00:00Z' };
    await insertRows(db.owner, 'recusal', [{ ...decided, ...recusal, ...asked }]);
    await insertRows(db.owner, 'recusal_decision', [{ recusal_id: decided.id, reason: '不符合' }]);
    await insertRecords(db.owner);
    const round = { body_pos: NINGBO.unit['ningbo-group'], organ_pos: NINGBO.unit.ningbo, inspected_pos: ended_pos };
    const begun = {
      name: '第一轮',
      reason: '巡察',
      begun_by: NINGBO.post['ningbo-principal'],
      valid_from: '2026-01-01',
    };
    await insertRows(db.owner, 'inspection_round', [{ id: newId(), ...round, ...begun, valid_to: '2026-06-30' }]);
    const by = { requested_by: NINGBO.post['ningbo-administrator'], requester: NINGBO.person['ningbo-administrator'] };
    const opening = { alias: 'person-0', object: 'person', object_id: NINGBO.person['haishu-handler'], reason: '核查' };
    const place = { requester_name: '管维新', unit_pos: ended_pos, organ_pos: ended_pos };
    await insertRows(db.owner, 'alias_opening', [{ id: newId(), ...opening, ...by, ...place }]);
    const proposed = {
      proposed_by: by.requested_by,
      proposer: by.requester,
      proposer_name: '管维新',
      proposed_at: '2026-01-05',
    };
    const change = {
      act: 'unitRename',
      organ_pos: ended_pos,
      object: 'unit',
      object_id: newId(),
      reason: '更名',
      state: 1,
    };
    await insertRows(db.owner, 'administrative_change', [
      { id: newId(), ...change, ...proposed, about: '海曙区', body: {}, lines: [] },
    ]);
    const imported = { id: newId(), organ_pos: ended_pos, reason: '导入', ...proposed };
    await insertRows(db.owner, 'organisation_import', [imported]);
    const line = { import_id: imported.id, n: 1, file: 'a.csv', line: 2 };
    await insertRows(db.owner, 'organisation_import_row', [{ ...line, tbl: 1, key: '330203', cells: {} }]);
    await insertRows(db.owner, 'organisation_import_fault', [{ ...line, code: 'X', zh: '错', en: 'x' }]);
    await insertRows(db.owner, 'unit_former_name', [
      { id: newId(), unit_pos: ended_pos, name: '旧名', valid_to: '2020-01-01' },
    ]);
    const reorganisation = { id: newId(), organ_pos: ended_pos, moves_posts: false, begun_at: '2026-01-05' };
    const confirmed = { confirmed_by: by.requested_by, confirmer: by.requester, confirmer_pos: ended_pos };
    await insertRows(db.owner, 'reorganisation', [{ ...reorganisation, ...confirmed, state: 1, progress: 0 }]);
    const pair = { from_pos: NINGBO.unit.shipu, to_pos: NINGBO.unit.xikou, finished: false };
    await insertRows(db.owner, 'reorganisation_pair', [{ ...pair, reorganisation_id: reorganisation.id }]);
    const ruled = {
      organ_pos: ended_pos,
      rule: 1,
      turn: 1,
      value: 1,
      binding: false,
      valid_from: '2026-01-05',
      ruled_at: '2026-01-05',
    };
    await insertRows(db.owner, 'organ_rule', [{ id: newId(), ...ruled }]);
    const { rows } = await db.owner.query<{ table: string; readable: boolean }>(
      `select relname as table, has_any_column_privilege('liandong_api', oid, 'select') as readable
       from pg_class where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
    );
    expect(rows.length).toBeGreaterThan(25);
    const stranger = await Attacker.open(db.connectionAs('liandong_api'));
    for (const { table, readable } of rows) {
      const control = await db.owner.query(`select from ${table}`);
      expect([table, control.rowCount]).not.toEqual([table, readable ? 0 : null]);
      expect([table, await stranger.send(`select from liandong.${table}`)]).toEqual([
        table,
        readable ? REFUSED : FORBIDDEN,
      ]);
    }
    await stranger.end();
  });
});

/** Each for the victim's sake made from what the attacker has: his own seal, and knowledge of how a principal is written. */
function forgeries(seal: string, victims: string): Record<string, string> {
  const [mac, record] = [seal.slice(0, 64), seal.slice(64)];
  const asVictim = record.replaceAll('330203', '330225');
  return {
    'his record under another’s jurisdiction': mac + asVictim,
    'that record under no seal': '0'.repeat(64) + asVictim,
    'that record alone': asVictim,
    'a record with clearance and compartment': mac + record.replace(',0,', ',3,'),
    'a truncated record': seal.slice(0, -1),
    'a seal without a record': mac,
    'half a seal': mac.slice(0, 32),
    'the victim’s own principal, sealed in his transaction': victims,
    nothing: '',
    'not a principal at all': 'xiangshan',
  };
}

describe('set_config inside a statement', () => {
  const statements = [
    "with s as materialized (select set_config('liandong.principal', $1, true) s) select id from s, clue",
    "select id, set_config('liandong.principal', $1, true) from clue",
    "select id from clue where set_config('liandong.principal', $1, true) is not null",
    "select id from clue where id = any (array(select id from clue where set_config('liandong.principal', $1, true) <> ''))",
    "select c.id from (select set_config('liandong.principal', $1, true)) s cross join lateral (select id from clue) c",
    "select id from set_config('liandong.principal', $1, true), clue",
    "select id from clue order by set_config('liandong.principal', $1, true)",
    "select id from clue limit length(set_config('liandong.principal', $1, true)) + 100",
    "select id from clue where set_config('liandong.principal', $1, true) is not null union all select id from clue",
  ];

  it('is refused where it is closed', async () => {
    await api.enter(as['haishu-anguan']);
    const seal = await sealOf(api);
    for (const statement of statements) expect(await api.send(statement, [seal])).toBe(FORBIDDEN);
    expect(ids(await api.send(CLUES))).toEqual(own);
  });

  it('shows nothing of others where it is open', async () => {
    const { api: attacker, other: victim } = places[1]!;
    await victim.enter(as['xiangshan-anguan']);
    await attacker.enter(as['haishu-anguan']);
    for (const [name, forged] of Object.entries(forgeries(await sealOf(attacker), await sealOf(victim)))) {
      for (const statement of statements) {
        await attacker.enter(as['haishu-anguan']);
        const outcome = ids(await attacker.send(statement, [forged]));
        // Some read before they write, under the true seal; what follows has lost it.
        if (outcome === REFUSED) continue;
        expect(outcome, `${name}: ${statement}`).toBeInstanceOf(Array);
        expect(own, `${name}: ${statement}`).toEqual(expect.arrayContaining(outcome as string[]));
        expect([name, statement, shown(await attacker.send(CLUES))]).toEqual([name, statement, 'nothing']);
      }
    }
  });

  it('may repeat the true seal, which opens what it opened before', async () => {
    const { api: attacker } = places[1]!;
    await attacker.enter(as['haishu-anguan']);
    expect(ids(await attacker.send(statements[0]!, [await sealOf(attacker)]))).toEqual(own);
  });

  /** A refusal that comes only when some hidden row passes the other conditions would tell that there is such a row. */
  const asks =
    "select clue_id from clue_content where subject_name = $1 and set_config('liandong.principal', '', true) = ''";
  it('does not tell by its refusal whether a hidden row is there', async () => {
    const { api: attacker, db: open } = places[1]!;
    const control = await open.owner.query("select from clue_content where subject_name = '某甲-xiangshan'");
    expect(control.rowCount).toBe(1);
    await attacker.enter(as['haishu-anguan']);
    const missing = await attacker.send(asks, ['某甲-nobody']);
    await attacker.enter(as['haishu-anguan']);
    expect(await attacker.send(asks, ['某甲-xiangshan'])).toEqual(missing);
  });
});

describe('set as a statement', () => {
  it.each(['set liandong.principal =', 'set local liandong.principal =', 'set session liandong.principal to'])(
    '%s … opens nothing',
    async (set) => {
      for (const { api: attacker, other: victim } of places) {
        await victim.enter(as['xiangshan-anguan']);
        await attacker.enter(as['haishu-anguan']);
        for (const forged of Object.values(forgeries(await sealOf(attacker), await sealOf(victim)))) {
          await attacker.enter(as['haishu-anguan']);
          expect(await attacker.send(`${set} '${forged}'`)).toEqual([]);
          expect(shown(await attacker.send(CLUES))).toBe('nothing');
        }
        await attacker.sendTogether('rollback; reset liandong.principal');
      }
    },
  );

  it('outlives a commit, and opens nothing even then', async () => {
    await api.enter(as['haishu-anguan']);
    await api.send(`set liandong.principal = '${await sealOf(api)}'`);
    await api.sendTogether('commit');
    await api.begin();
    expect(await sealOf(api)).not.toBe('');
    expect(shown(await api.send(CLUES))).toBe('nothing');
    await api.sendTogether('rollback; reset all');
  });

  it('cannot be left for later sessions', async () => {
    await api.sendTogether('rollback');
    for (const whose of [
      'role liandong_api',
      `role liandong_api in database ${db.name}`,
      'role all',
      `database ${db.name}`,
      'system',
    ]) {
      expect(await api.send(`alter ${whose} set liandong.principal = 'x'`)).toBe(FORBIDDEN);
    }
  });

  /** A plan made before the principal is gone finds no row of that id, or finds one and nobody who may see it. */
  it('does not tell by a refusal whether a hidden row is there', async () => {
    const answers: Outcome[] = [];
    for (const id of [newId(), HIDDEN]) {
      await api.enter(as['haishu-anguan']);
      await api.send('set local plan_cache_mode = force_generic_plan');
      await api.send('set local enable_seqscan = off');
      await api.send('prepare ask as select id from clue where id = $1');
      expect(await api.send(`execute ask ('${MINE}')`)).toHaveLength(1);
      await api.send(`set local liandong.principal = ''`);
      answers.push(await api.send(`execute ask ('${id}')`));
      await api.sendTogether('rollback; deallocate all');
    }
    expect(answers[1]).toEqual(answers[0]);
  });
});

describe('another role', () => {
  it.each(['liandong_owner', 'liandong_act', 'liandong_audit', 'postgres', 'pg_read_all_data'])(
    '%s is refused',
    async (role) => {
      for (const { api: attacker } of places) {
        await attacker.enter(as['haishu-anguan']);
        expect(await attacker.send(`set role ${role}`)).toBe(FORBIDDEN);
        expect(await attacker.send(`set local role ${role}`)).toBe(FORBIDDEN);
        expect(await attacker.send(`set session authorization ${role}`)).toBe(FORBIDDEN);
        expect(await attacker.send("select set_config('role', $1, true)", [role])).toBe(FORBIDDEN);
        expect(await attacker.send('grant liandong_owner to liandong_api')).toBe(FORBIDDEN);
        expect(await attacker.send('select current_user as id')).toEqual([{ id: 'liandong_api' }]);
      }
    },
  );
});

describe('a seal carried away', () => {
  const take = async (from: Attacker) => `set local liandong.principal = '${await sealOf(from)}'`;

  it('is good in its own transaction only', async () => {
    await api.enter(as['xiangshan-anguan']);
    const set = await take(api);
    expect(await api.send(set)).toEqual([]);
    expect(ids(await api.send(CLUES))).toEqual([HIDDEN]);
  });

  it('is worth nothing in a later transaction of the same connection', async () => {
    await api.enter(as['xiangshan-anguan']);
    const set = await take(api);
    for (const end of ['commit', 'rollback', 'commit and chain', 'rollback and chain']) {
      await api.sendTogether(end);
      await api.begin();
      expect(await api.send(set)).toEqual([]);
      expect(shown(await api.send(CLUES))).toBe('nothing');
    }
    await api.sendTogether('commit and chain');
    await api.send(set);
    expect(shown(await api.send(CLUES))).toBe('nothing');
  });

  it('is worth nothing on another connection, even while its transaction lasts', async () => {
    await api.enter(as['xiangshan-anguan']);
    const set = await take(api);
    await other.enter(as['haishu-anguan']);
    await other.send(set);
    expect(shown(await other.send(CLUES))).toBe('nothing');
    expect(ids(await api.send(CLUES))).toEqual([HIDDEN]);
  });
});
