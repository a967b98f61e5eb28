import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPE_COLUMN_NAMES } from '../../migrations/data/facet-policies.js';
import { LOGIN_ROLES, type LoginRole } from '../../src/database/roles.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { insertRows } from '../support/world.js';
import { newId } from '../../src/shared/ids.js';

/* What a login role may not touch however well it knows the schema: definers' helpers, secret tables, scope columns. */

const REFUSED = '28000';
const FORBIDDEN = '42501';
const { as } = NINGBO;
/** These tell who may see what, or hold the keys. */
const SECRET = [
  'seal_key',
  'statistics_key',
  'ticket_key',
  'person',
  'post',
  'branch',
  'denial',
  'access_grant',
  'clue_subject',
  'colour_day',
  'colour_day_clue',
  'person_turn',
  'duty_facet',
  'duty_statistics',
  'grant_ceiling',
  'grant_rule',
  'migration',
  'alias_key',
  'session',
];
const CLUE_FACETS = ['clue', 'clue_petition', 'clue_content', 'clue_reporter'];
const FACETS = [...CLUE_FACETS, 'supervision_item', 'supervision_item_content', 'joint_case', 'joint_case_content'];

let db: TestDatabase;
const by = {} as Record<LoginRole, Attacker>;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  const found = { clue_id: NINGBO.clue.ningbo, state: 1, reason: '非本系统人员' };
  await insertRows(db.owner, 'clue_subject', [{ id: newId(), ...found }]);
  await db.owner.query('select take_colours()');
  const seen = { begun_at: new Date(), seen_at: new Date(), source: '127.0.0.1' };
  await insertRows(db.owner, 'session', [{ id: newId(), person_id: NINGBO.person['haishu-anguan'], ...seen }]);
  for (const role of LOGIN_ROLES) by[role] = await Attacker.open(db.connectionAs(role));
});
afterAll(async () => {
  await Promise.all(Object.values(by).map((attacker) => attacker.end()));
  await db.drop();
});

/** Whoever can, acts as somebody with much to see; the others have nobody to act as. */
async function enter(role: LoginRole): Promise<Attacker> {
  if (role === 'liandong_api' || role === 'liandong_act') await by[role].enter(as['ningbo-principal']);
  else await by[role].begin();
  return by[role];
}

describe.each(LOGIN_ROLES)('%s', (role) => {
  it('reads no secret table', async () => {
    for (const table of SECRET) {
      const control = await db.owner.query(`select from ${table}`);
      expect([table, control.rowCount]).not.toEqual([table, 0]);
      const attacker = await enter(role);
      for (const statement of [`select from ${table}`, `select * from ${table}`, `select count(*) from ${table}`]) {
        expect([table, await attacker.send(statement)]).toEqual([table, FORBIDDEN]);
      }
    }
  });

  it('calls no function but those that verify', async () => {
    const { rows } = await db.owner.query<{ name: string; call: string }>(
      `select proname as name, format('select liandong.%I(%s)', proname, array_to_string(array(
         select 'null::' || format_type(t, null) from unnest(proargtypes) t), ', ')) as call
       from pg_proc where pronamespace = 'liandong'::regnamespace`,
    );
    const reading = [
      'acting_duty',
      'acting_office',
      'alias_opening_mine',
      'alias_opening_mine_to_decide',
      'app_now',
      'emergency_access_kept_from_me',
      'enter',
      'entrusted',
      'exempted',
      'granted',
      'interference_kept_from_me',
      'interference_mine',
      'grants_shown',
      'inspection_catalogue',
      'me',
      'my_reach',
      'oversees_organ',
      'recusals_to_decide',
      'recusals_told_me',
      'recusals_without_words',
      'subject_candidates',
      'subject_found',
      'unmasked',
      'unmasking_kept_from_me',
      'unmaskings_to_decide',
      'emergency_accesses_to_review',
      'those_who_lead_me',
    ];
    const open: Partial<Record<LoginRole, string[]>> = {
      liandong_api: [...reading, ...FIGURES, ...OF_EXPLANATIONS, ...OF_CALENDARS],
      liandong_act: [...reading, ...OF_ACTS],
      liandong_jobs: [
        'forget_act_keys',
        'forget_sessions',
        'import_work',
        'relay_keepers',
        'reorganisation_step',
        'staff_follow_posts',
        'sum_matter_counts',
        'take_colours',
      ],
      liandong_door: ['session_see'],
      liandong_sealer: ['former_transactions', 'numbered'],
    };
    const opened: string[] = [];
    const attacker = await enter(role);
    for (const { name, call } of rows) if ((await attacker.send(call)) !== FORBIDDEN) opened.push(name);
    expect(opened.toSorted()).toEqual((open[role] ?? []).toSorted());
    expect(rows.length).toBeGreaterThan(20);
  });

  it('writes no table', async () => {
    const { rows } = await db.owner.query<{ table: string; column: string }>(
      `select distinct on (relname) relname as table, attname as column from pg_class join pg_attribute on attrelid = pg_class.oid
       where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
         and attgenerated = '' order by relname, attnum`,
    );
    const attacker = await enter(role);
    for (const { table, column } of rows) {
      // Sums of what is spent are all that is changed without an act; seals are added to.
      if (role === 'liandong_door' && table === 'allowance') continue;
      const adds = role === 'liandong_sealer' && table === 'audit_seal';
      for (const statement of [
        `update ${table} set ${column} = null`,
        `delete from ${table}`,
        `truncate ${table}`,
        ...(adds ? [] : [`insert into ${table} (${column}) values (null)`]),
      ])
        expect.soft([statement, await attacker.send(statement)]).toEqual([statement, FORBIDDEN]);
    }
  });

  it('gets nothing from those without enter', async () => {
    const stranger = await Attacker.open(db.connectionAs(role));
    const verifies = role === 'liandong_api' || role === 'liandong_act';
    for (const call of [
      'me()',
      '(me()).person',
      "my_reach('clue_ledger')",
      "granted('clue', 'ledger')",
      "exempted('clue', 'ledger')",
      'entrusted()',
      'unmasked()',
    ]) {
      expect(await stranger.send(`select ${call}`)).toBe(verifies ? REFUSED : FORBIDDEN);
    }
    expect(await stranger.send('select enter($1, $2)', ['{}', ''])).toBe(verifies ? REFUSED : FORBIDDEN);
    await stranger.end();
  });
});

it('the roles that are neither readers nor acts read nothing of what is known', async () => {
  const { rows } = await db.owner.query<{ table: string }>(
    `select relname as table from pg_class where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')`,
  );
  const open: Partial<Record<LoginRole, string[]>> = {
    liandong_audit: [],
    liandong_jobs: [],
    liandong_door: ['allowance'],
    liandong_sealer: ['audit_entry', 'audit_seal'],
  };
  for (const role of Object.keys(open) as LoginRole[]) {
    await by[role].begin();
    for (const { table } of rows.filter((row) => !open[role]!.includes(row.table)))
      expect(await by[role].send(`select from ${table}`)).toBe(FORBIDDEN);
  }
});

it.each(['liandong_api', 'liandong_act'] as const)('%s reads the columns that are listed', async (role) => {
  const { rows } = await db.owner.query<{ table: string; column: string }>(
    `select relname::text as table, attname::text as column from pg_class join pg_attribute on attrelid = pg_class.oid
     where relnamespace = 'liandong'::regnamespace and relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
     order by relname, attname`,
  );
  const attacker = await enter(role);
  const read: string[] = [];
  for (const { table, column } of rows)
    if ((await attacker.send(`select ${column} from ${table} limit 0`)) !== FORBIDDEN) read.push(`${table} ${column}`);
  await expect(`${read.join('\n')}\n`).toMatchFileSnapshot(`golden/columns-of-${role}.txt`);
});

/** What the role that answers may call besides: figures that are protected where they are made, and a person's sessions. */
const FIGURES = [
  'clues_found',
  'colour_counts',
  'matter_total',
  'sessions_of',
  'statements_left',
  'statistics_closed',
  'statistics_figures',
];

/** What the role for acts may call besides; each verifies for itself, and changes nothing without an act. */
const OF_ACTS = [
  'administer_now',
  'administrative_change_decide',
  'administrative_change_withdraw',
  'audit_alias_open_decide',
  'audit_alias_open_request',
  'begin_act',
  'clue_subject_link',
  'emergency_access_open',
  'emergency_access_review',
  'end_act',
  'interference_add',
  'interference_handle',
  'contact_link_redivide',
  'grant_end',
  'grant_issue',
  'person_sessions_end',
  'session_end',
  'sessions_end',
  'inspection_catalogue_add',
  'inspection_round_begin',
  'inspection_round_end',
  'invitation_accept',
  'lock_actor',
  'organisation_import_add',
  'organisation_import_check',
  'organisation_import_decide',
  'organisation_import_file',
  'organisation_import_open',
  'organisation_import_withdraw',
  'recusal_decide',
  'recusal_end',
  'recusal_request',
  'unmasking_decide',
  'unmasking_end',
  'unmasking_request',
];

/** Calendars and rules, which everybody reads that has a post; the policies of their tables ask who asks. */
const OF_CALENDARS = [
  'calendar_days',
  'calendar_years',
  'deadline_end',
  'is_worked',
  'organ_rule_at',
  'organ_rules_at',
  'places_over',
];

/** What the API alone may call: each asks who asks, and answers by that. */
const OF_EXPLANATIONS = [
  'access_review',
  'alias_opened',
  'audit_trail',
  'explain_access',
  'organisation_import_done',
  'staff_registered',
  'view_as',
  'viewer_of',
];

describe.each(['liandong_api', 'liandong_act'] as const)('columns that decide who sees a row, for %s', (role) => {
  /** Places and moments that a ledger shows; its other scope columns, and all of the other facets', only decide. */
  const shown: Record<string, string[]> = {
    clue: ['owner_pos', 'handling_pos', 'received_pos', 'handler_post', 'closed_at'],
    supervision_item: ['owner_pos', 'handling_pos', 'received_pos', 'closed_at'],
    joint_case: ['owner_pos', 'handling_pos', 'closed_at'],
  };
  const hiddenIn = (table: string) => SCOPE_COLUMN_NAMES.filter((column) => !shown[table]?.includes(column));

  it.each(FACETS)('of %s cannot be read, nor used, nor had with the whole row', async (table) => {
    const { rows } = await db.owner.query<{ column: string; open: boolean }>(
      `select attname as column, has_column_privilege($2, attrelid, attnum, 'select') as open
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table, role],
    );
    const closed = rows.filter(({ open }) => !open).map(({ column }) => column);
    expect(closed.toSorted()).toEqual(hiddenIn(table).toSorted());
    const readable = rows.find(({ open }) => open)!.column;
    expect((await db.owner.query(`select ${closed.join(', ')} from ${table}`)).rowCount).toBeGreaterThan(0);
    const attacker = await enter(role);
    expect(await attacker.send(`select ${readable} from ${table}`)).not.toBe(FORBIDDEN);
    for (const column of closed) {
      for (const statement of [
        `select ${column} from ${table}`,
        `select ${readable} from ${table} where ${column} is null`,
        `select ${readable} from ${table} order by ${column}`,
        `select count(*) from ${table} group by ${column}`,
        `select max(${readable}::text) over (partition by ${column}) from ${table}`,
        `select a.${readable} from ${table} a join ${table} b using (${column})`,
        `select (${table}).${column} from ${table}`,
        `select ${column}(${table}) from ${table}`,
      ]) {
        expect([statement, await attacker.send(statement)]).toEqual([statement, FORBIDDEN]);
      }
    }
    for (const whole of [
      `select * from ${table}`,
      `table ${table}`,
      `select ${table} from ${table}`,
      `select ${table}::text from ${table}`,
      `select row_to_json(${table}) from ${table}`,
      `select to_jsonb(t) from ${table} t`,
      `select t.* from ${table} t`,
      `select count(t) from ${table} t`,
      `select t is null from ${table} t`,
      `select t = t from ${table} t`,
      `select ${readable} from ${table} a natural join ${table} b`,
      `select ctid from ${table}`,
      `select xmin, xmax from ${table}`,
      `select tableoid from ${table}`,
      `copy ${table} to stdout`,
      `select query_to_xml('select * from ${table}', true, true, '')`,
      `select table_to_xml('${table}', true, true, '')`,
    ]) {
      expect([whole, await attacker.send(whole)]).toEqual([whole, FORBIDDEN]);
    }
  });
});

it.each(['liandong_api', 'liandong_act'] as const)(
  '%s reads of a recusal neither ids of people nor of grants',
  async (role) => {
    const attacker = await enter(role);
    for (const column of ['person_id', 'requested_by', 'decided_by', 'organ_pos', 'grant_id', 'denial_id'])
      expect([column, await attacker.send(`select ${column} from recusal`)]).toEqual([column, FORBIDDEN]);
    expect(await attacker.send('select one from unit_tree_version')).toBe(FORBIDDEN);
    expect(await attacker.send('select id from recusal')).toEqual([]);
  },
);
