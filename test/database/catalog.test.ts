import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACET_TABLES } from '../../migrations/data/sight.js';
import { SCOPE_COLUMN_NAMES } from '../../migrations/data/facet-policies.js';
import { LOGIN_ROLES, OWNER_ROLE } from '../../src/database/roles.js';
import { asSuperuser } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* What the catalog must say for row-level security to hold, whichever migration comes next. */

const READERS = ['liandong_api', 'liandong_act'] as const;

/** Facet tables: key of the object, object, facet. */
const FACETS: Record<string, string> = {
  clue: 'clue_ledger',
  clue_petition: 'clue_petition',
  clue_content: 'clue_content',
  clue_reporter: 'clue_reporter',
  supervision_item: 'supervision_item_ledger',
  supervision_item_content: 'supervision_item_content',
  joint_case: 'joint_case_ledger',
  joint_case_content: 'joint_case_content',
};

/** Readable tables whose policies do not ask me(), and the guarded tables that ask it for them. */
const THROUGH_ANOTHER: Record<string, string[]> = {
  // The copied offices stand on the notice.
  supervision_item_cc: ['supervision_item'],
  // A link tells of both its ends.
  joint_case_clue: ['joint_case', 'clue'],
  // Members and tasks are content of the case.
  joint_case_assignment: ['joint_case_content'],
  // Which units, is for whom the reorganisation is.
  reorganisation_pair: ['reorganisation'],
  // What was made of a record is for whom the record is.
  interference_handling: ['interference_record'],
  // What was decided is for whom the recusal is.
  recusal_decision: ['recusal'],
  // Rows and faults are for whom their import is.
  organisation_import_row: ['organisation_import'],
  organisation_import_fault: ['organisation_import'],
};

/** What a caller may see of a matter is decided by these; whoever knew them could tell what is kept from whom. */
const NEVER_READ = [
  'classification',
  'compartment',
  'custodian_post',
  'denied_persons',
  'denied_units',
  'registered_by',
  'subject_state',
];

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());

const column = async (sql: string, values: unknown[] = []) =>
  (await db.owner.query<{ x: string }>(`select x from (${sql}) q order by x collate "C"`, values)).rows.map(
    ({ x }) => x,
  );
const inSchema = (of: string) => `${of}namespace = 'liandong'::regnamespace`;
const tables = `pg_class where ${inSchema('rel')} and relkind in ('r', 'p')`;
const policies = `(select relname::text as t, p.*, pg_get_expr(polqual, polrelid) as condition,
  array(select rolname::text from pg_roles r where r.oid = any (polroles)) as roles
  from pg_policy p join pg_class on pg_class.oid = polrelid) p`;

describe('tables', () => {
  it('are under row-level security, enabled and forced', async () => {
    expect(
      await column(`select relname::text as x from ${tables} and not (relrowsecurity and relforcerowsecurity)`),
    ).toEqual([]);
    expect((await column(`select relname::text as x from ${tables}`)).length).toBeGreaterThan(25);
  });

  it('are the only relations: no views, materialised views, partitions or foreign tables', async () => {
    const others = `select relname::text as x from pg_class where ${inSchema('rel')}
      and (relkind not in ('r', 'i', 'S', 'c') or relispartition)`;
    expect(await column(others)).toEqual([]);
  });

  it('belong, like all else, to the owner', async () => {
    expect(
      await column(
        `select relname::text as x from pg_class where ${inSchema('rel')} and relowner <> $1::regrole
         union all select proname from pg_proc where ${inSchema('pro')} and proowner <> $1::regrole
         union all select typname from pg_type where ${inSchema('typ')} and typowner <> $1::regrole
         union all select nspname from pg_namespace where nspname = 'liandong' and nspowner <> $1::regrole`,
        [OWNER_ROLE],
      ),
    ).toEqual([]);
  });

  it('and nothing else are in a schema that a login role may use', async () => {
    for (const role of LOGIN_ROLES) {
      expect(
        await column(`select nspname::text as x from pg_namespace where has_schema_privilege($1, oid, 'usage')`, [
          role,
        ]),
      ).toEqual(['information_schema', 'liandong', 'pg_catalog']);
    }
  });
});

describe('policies', () => {
  const readable = (role: string) =>
    column(`select relname::text as x from ${tables} and has_any_column_privilege($1, oid, 'select')`, [role]);

  it.each(READERS)('stand on every table that %s reads, and ask me()', async (role) => {
    const guarded = await column(
      `select distinct t as x from ${policies} where polpermissive and polcmd = 'r' and $1 = any (roles) and condition ~ '\\m(me|my_reach)\\('`,
      [role],
    );
    const read = await readable(role);
    expect(read.filter((table) => !guarded.includes(table))).toEqual(Object.keys(THROUGH_ANOTHER).sort());
    expect(guarded).toEqual(expect.arrayContaining(Object.values(THROUGH_ANOTHER).flat()));
  });

  it('of tables that rely on others name those others', async () => {
    for (const [table, others] of Object.entries(THROUGH_ANOTHER)) {
      const [condition] = await column(`select condition as x from ${policies} where t = $1 and polcmd = 'r'`, [table]);
      const read = [...condition!.matchAll(/FROM (\w+) /g)].map((match) => match[1]);
      expect([table, read]).toEqual([table, others]);
      expect(condition!.match(/EXISTS/g)).toHaveLength(others.length);
      expect(condition).not.toContain(' OR ');
    }
  });

  it('of facets are three: the owner’s, the reach, and the denial', async () => {
    const facets = Object.keys(FACETS);
    const having = await column(`select attrelid::regclass::text as x from pg_attribute where attname = 'denied_persons'
      and attrelid in (select oid from ${tables})`);
    expect(having).toEqual([...facets].sort());
    for (const table of facets) {
      const rows = await column(
        `select concat_ws(' ', polname, case when polpermissive then 'permissive' else 'restrictive' end, polcmd,
           array_to_string(array(select unnest(roles) order by 1), ' ')) as x from ${policies} where t = $1`,
        [table],
      );
      expect([table, rows]).toEqual([
        table,
        [
          'deny restrictive r liandong_act liandong_api',
          `owner_all permissive * ${OWNER_ROLE}`,
          'reach permissive r liandong_act liandong_api',
        ],
      ]);
    }
  });

  it('deny alike on every facet', async () => {
    const shapes = new Set<string>();
    for (const [table, reach] of Object.entries(FACETS)) {
      const [condition] = await column(`select condition as x from ${policies} where t = $1 and polname = 'deny'`, [
        table,
      ]);
      expect(condition).toContain(`my_reach('${reach}'::text)`);
      const [, object, facet = 'ledger'] = /^(.*?)(?:_(petition|content|reporter))?$/.exec(table)!;
      shapes.add(
        condition!
          .replaceAll(`my_reach('${reach}'::text)`, 'my_reach(«reach»)')
          .replaceAll(`${table === object ? 'id' : `${object}_id`} IN`, '«object» IN')
          .replaceAll(`exempted('${object}'::text, '${facet}'::text)`, 'exempted(«object», «facet»)')
          .replaceAll(/\s+/g, ' '),
      );
    }
    const mine = (field: string) => `( SELECT (me()).${field} AS ${field})`;
    const reach = (field: string) => `( SELECT (my_reach(«reach»)).${field} AS ${field})`;
    const exempt = '(«object» IN ( SELECT unnest(exempted(«object», «facet»)) AS unnest))';
    const cadre = `(owner_pos <@ ${reach('cadre')}) OR (handling_pos <@ ${reach('cadre_handled')})`;
    const sealed = ` OR ((compartment = 2) AND (owner_pos <@ ${reach('sealed')}))`;
    const shape = (inCompartment: string, isSealed: string, unresolved: string) =>
      [
        `(((denied_persons IS NULL) OR (NOT (${mine('person')} = ANY (denied_persons))))`,
        `((denied_units IS NULL) OR (NOT (denied_units && ${mine('places')})) OR ${exempt})`,
        `(classification <= ${mine('clearance')})`,
        `((compartment = 0) OR ((compartment = 1) AND ${inCompartment})${isSealed})`,
        `${unresolved})`,
      ].join(' AND ');
    // Only of a clue somebody is named who has it while its subject is not resolved.
    const keeps = `((subject_state <> 0) OR ((registered_by = ${mine('post')}) OR (custodian_post = ${mine('post')})))`;
    expect([...shapes]).toEqual([
      shape(`(${cadre} OR ${exempt})`, sealed, keeps),
      // No duty has a reporter for being of the compartment; an unmasking shows him.
      shape(`(${exempt} OR («object» IN ( SELECT unnest(unmasked()) AS unnest)))`, sealed, keeps),
      // What is made of a sealed clue is nobody's.
      shape(`(${cadre} OR ${exempt})`, '', '(subject_state <> 0)'),
    ]);
  });

  it('ask for a part of a reach where some duty has it, and only there', async () => {
    const { rows } = await db.owner.query<{ name: string; parts: string[] }>(
      `select object || case facet when 'ledger' then '' else '_' || facet end as name, array_agg(distinct part order by part) as parts
       from duty_facet, lateral (values
         (case when relation = 'LINKED' then 'linked' else case place when 'owner' then 'owned' when 'handling' then 'handled'
           when 'received' then 'received' when 'owner_cadre' then 'cadre_owned' else 'sealed' end end),
         (case when cadre and place = 'handling' then 'cadre_handled' when cadre and place <> 'received' then 'cadre' end)) as p (part)
       where part is not null group by 1`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(FACETS).toSorted());
    for (const { name, parts } of rows) {
      const conditions = await column(
        `select condition as x from ${policies} where t = $1 and polname in ('reach', 'deny')`,
        [name],
      );
      const asked = new Set(
        [...conditions.join().matchAll(/my_reach\('\w+'::text\)\)\.(\w+)/g)].map(([, part]) => part),
      );
      expect([name, [...asked].map(String).toSorted()]).toEqual([name, parts]);
    }
  });

  it('give the compartment to whoever has what is sealed there', async () => {
    const lines = (where: string) =>
      column(
        `select concat_ws(' ', unit_kind, office_kind, duty, object, facet, relation) as x from duty_facet where ${where}`,
      );
    const sealed = await lines("place = 'owner_sealed' and facet <> 'reporter'");
    expect(sealed.length).toBeGreaterThan(0);
    expect(await lines("place = 'owner' and cadre")).toEqual(expect.arrayContaining(sealed));
  });

  it('ask me() and granted() once a statement, and no setting ever', async () => {
    const conditions = await column(
      `select t || ': ' || concat_ws(' ', condition, pg_get_expr(polwithcheck, polrelid)) as x from ${policies}`,
    );
    for (const condition of conditions) {
      expect(condition).not.toMatch(/current_setting|pg_settings|current_user|session_user/);
      const bare = condition.replaceAll(/\( SELECT \((me\(\)|my_reach\('\w+'::text\))\)\.\w+ AS \w+\)/g, '…');
      expect(bare).not.toMatch(/\bme\(\)|\bmy_reach\(/);
      const sets = /\( SELECT unnest\((granted|exempted)\('\w+'::text, '\w+'::text\)\) AS unnest\)/g;
      expect(bare.replaceAll(sets, '…')).not.toMatch(/\b(granted|exempted)\(/);
    }
    expect(conditions.join()).toMatch(/me\(\)[\s\S]*granted\(/);
  });

  it('let nobody but the owner write what is known, and the owner’s bind nobody else', async () => {
    expect(
      await column(`select t || ' ' || polname as x from ${policies} where polcmd <> 'r' and roles <> array[$1]`, [
        OWNER_ROLE,
      ]),
    ).toEqual([
      'allowance counts', // whose rows are sums under digests, and nothing else
      'audit_entry host_adds',
      'audit_seal sealer_adds',
    ]);
    expect(
      await column(`select t || ' ' || polname as x from ${policies} where roles = '{}' or 0 = any (polroles)`),
    ).toEqual([]);
  });
});

/** What a role begins with; prepare.ts says why. */
const SETTINGS: Partial<Record<(typeof LOGIN_ROLES)[number], string[]>> = {
  liandong_api: ['cpu_operator_cost=0'],
  liandong_act: ['cpu_operator_cost=0'],
};

describe('login roles', () => {
  it('can log in and nothing else', async () => {
    for (const role of LOGIN_ROLES) {
      const { rows } = await db.owner.query(
        `select rolcanlogin, rolinherit, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolconfig
         from pg_roles where rolname = $1`,
        [role],
      );
      const no = { rolinherit: false, rolsuper: false, rolbypassrls: false };
      expect(rows).toEqual([
        {
          rolcanlogin: true,
          ...no,
          rolcreatedb: false,
          rolcreaterole: false,
          rolreplication: false,
          rolconfig: SETTINGS[role] ?? null,
        },
      ]);
    }
  });

  it('are members of nothing, nobody is a member of them, and they own nothing', async () => {
    const roles = [...LOGIN_ROLES];
    const membership = `select roleid::regrole || ' ' || member::regrole as x from pg_auth_members, unnest($1::regrole[]) r
      where r in (roleid, member)`;
    expect(await column(membership, [roles])).toEqual([]);
    const owned = await asSuperuser(db, (superuser) =>
      superuser.query(`select from pg_shdepend where deptype = 'o' and refobjid = any ($1::regrole[])`, [roles]),
    );
    expect(owned.rowCount).toBe(0);
  });

  it('may connect, and make nothing: no temporary tables, no objects in any schema', async () => {
    for (const role of LOGIN_ROLES) {
      const { rows } = await db.owner.query(
        `select has_database_privilege($1, current_database(), 'connect') as connect,
           has_database_privilege($1, current_database(), 'temp') as temp,
           has_database_privilege($1, current_database(), 'create') as create,
           array(select nspname::text from pg_namespace where has_schema_privilege($1, oid, 'create')) as schemas`,
        [role],
      );
      expect(rows).toEqual([{ connect: true, temp: false, create: false, schemas: [] }]);
    }
  });

  /** Everything granted inside the schema, to anybody but the owner: "grantee privilege object [columns]". */
  const granted = `
    select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee, lower(a.privilege_type) as privilege,
      a.is_grantable, kind, name, attname
    from (
      select 'table' as kind, relname::text as name, null::text as attname, relacl as acl, relowner as owner from pg_class where ${inSchema('rel')}
      union all select 'column', relname, attname, attacl, relowner from pg_attribute join pg_class c on c.oid = attrelid where ${inSchema('rel')}
      union all select 'function', proname, null, coalesce(proacl, acldefault('f', proowner)), proowner from pg_proc where ${inSchema('pro')}
      union all select 'type', typname, null, coalesce(typacl, acldefault('T', typowner)), typowner from pg_type
        where ${inSchema('typ')} and (typtype <> 'c' or (select relkind from pg_class where oid = typrelid) = 'c') and typelem = 0 and typtype <> 'm'
      union all select 'schema', nspname, null, nspacl, nspowner from pg_namespace where nspname = 'liandong') o,
      aclexplode(acl) a
    where a.grantee <> owner`;

  it('have column lists to read, a handful of functions and types, and the schema’s name', async () => {
    const summary = `select distinct concat_ws(' ', grantee, privilege, kind, case when kind in ('function', 'type', 'schema') then name end) as x
      from (${granted}) g`;
    const readers = READERS.flatMap((role) => [
      ...['app_now', 'enter', 'entrusted', 'exempted', 'granted', 'me', 'my_reach'].map(
        (name) => `${role} execute function ${name}`,
      ),
      `${role} select column`,
      ...['schema liandong', 'type principal', 'type reach'].map((what) => `${role} usage ${what}`),
    ]);
    const others = LOGIN_ROLES.filter((role) => !READERS.some((reader) => reader === role)).map(
      (role) => `${role} usage schema liandong`,
    );
    const trail = [
      ...[
        'acting_duty',
        'administer_now',
        'administrative_change_decide',
        'administrative_change_withdraw',
        'alias_opening_mine_to_decide',
        'audit_alias_open_decide',
        'audit_alias_open_request',
        'begin_act',
        'clue_subject_link',
        'emergency_access_open',
        'emergency_access_review',
        'end_act',
        'interference_add',
        'interference_handle',
        'lock_actor',
        'organisation_import_add',
        'organisation_import_check',
        'organisation_import_decide',
        'organisation_import_file',
        'organisation_import_open',
        'organisation_import_withdraw',
        'contact_link_redivide',
        'grant_end',
        'grant_issue',
        'inspection_catalogue_add',
        'inspection_round_begin',
        'inspection_round_end',
        'invitation_accept',
        'recusal_decide',
        'recusal_end',
        'recusal_request',
        'person_sessions_end',
        'session_end',
        'sessions_end',
        'unmasking_decide',
        'unmasking_end',
        'unmasking_request',
      ].map((name) => `liandong_act execute function ${name}`),
      // What policies ask of one row, of the principal alone.
      ...READERS.flatMap((role) =>
        [
          'acting_office',
          'alias_opening_mine',
          'emergency_access_kept_from_me',
          'interference_kept_from_me',
          'interference_mine',
          'unmasked',
          'unmasking_kept_from_me',
          'unmaskings_to_decide',
          'emergency_accesses_to_review',
          'those_who_lead_me',
        ].map((name) => `${role} execute function ${name}`),
      ),
      ...[
        'acting_duty',
        'clues_found',
        'colour_counts',
        'matter_total',
        'sessions_of',
        'statements_left',
        'statistics_closed',
        'statistics_figures',
      ].map((name) => `liandong_api execute function ${name}`),
      ...READERS.flatMap((role) =>
        ['subject_candidates', 'subject_found'].map((name) => `${role} execute function ${name}`),
      ),
      ...READERS.flatMap((role) => [
        ...[
          'grants_shown',
          'inspection_catalogue',
          'oversees_organ',
          'recusals_to_decide',
          'recusals_told_me',
          'recusals_without_words',
        ].map((name) => `${role} execute function ${name}`),
        `${role} usage type shown_grant`,
      ]),
      ...[
        'access_review',
        'alias_opened',
        'alias_opening_mine_to_decide',
        'audit_trail',
        'calendar_days',
        'calendar_years',
        'deadline_end',
        'explain_access',
        'is_worked',
        'organ_rule_at',
        'organ_rules_at',
        'organisation_import_done',
        'places_over',
        'staff_registered',
        'view_as',
        'viewer_of',
      ].map((name) => `liandong_api execute function ${name}`),
      ...[
        'forget_act_keys',
        'forget_sessions',
        'import_work',
        'relay_keepers',
        'reorganisation_step',
        'staff_follow_posts',
        'sum_matter_counts',
        'take_colours',
      ].map((name) => `liandong_jobs execute function ${name}`),
      'liandong_door execute function session_see',
      'liandong_audit insert column',
      'liandong_sealer execute function former_transactions',
      'liandong_sealer execute function numbered',
      'liandong_sealer insert column',
      'liandong_sealer select column',
    ];
    const counts = ['delete', 'insert', 'select', 'update'].map((act) => `liandong_door ${act} table`);
    expect(await column(summary)).toEqual([...readers, ...others, ...counts, ...trail].sort());
    expect(await column(`select distinct name as x from (${granted}) g where kind = 'table'`)).toEqual(['allowance']);
    expect(await column(`select grantee as x from (${granted}) g where is_grantable`)).toEqual([]);
  });

  it('read no column that decides who sees a row, and no other scope column of a facet', async () => {
    const columns = await column(`select distinct attname::text as x from (${granted}) g where attname is not null`);
    expect(columns.filter((name) => NEVER_READ.includes(name))).toEqual([]);
    const scope = await column(
      `select distinct name || '.' || attname as x from (${granted}) g where attname = any ($1) and name ~ '_(petition|content|reporter)$'`,
      [SCOPE_COLUMN_NAMES],
    );
    expect(scope).toEqual([]);
    expect(columns.length).toBeGreaterThan(50);
  });

  it('read the same columns, one as the other', async () => {
    const of = (role: string) =>
      column(`select name || '.' || attname as x from (${granted}) g where grantee = $1 and attname is not null`, [
        role,
      ]);
    expect(await of('liandong_act')).toEqual(await of('liandong_api'));
  });
});

describe('functions', () => {
  it('that run as their owner have a fixed search_path, ours before the temporary one', async () => {
    const definers = `pg_proc where ${inSchema('pro')} and prosecdef`;
    expect(await column(`select distinct proconfig[1] as x from ${definers}`)).toEqual([
      'search_path=liandong, pg_temp',
    ]);
    expect((await column(`select proname::text as x from ${definers}`)).length).toBeGreaterThan(10);
  });

  it('that acts run are planned as usual, and nothing else is set for any', async () => {
    // The role's own costs put policies before all else; what runs as the owner passes through none.
    expect(
      await column(
        `select distinct proconfig[2] as x from pg_proc where ${inSchema('pro')} and proconfig[2] is not null`,
      ),
    ).toEqual(['cpu_operator_cost=0.0025']);
    expect(
      await column(`select proname::text as x from pg_proc p where ${inSchema('pro')} and prosecdef and provolatile = 'v'
      and has_function_privilege('liandong_act', p.oid, 'execute') and proconfig[2] is null`),
    ).toEqual(['enter']);
    expect(
      await column(`select proname::text as x from pg_proc where ${inSchema('pro')} and cardinality(proconfig) > 2`),
    ).toEqual([]);
  });

  it('that are triggers run as their owner; none is leakproof, and none is in another language', async () => {
    const own = `pg_proc where ${inSchema('pro')}`;
    expect(
      await column(`select proname::text as x from ${own} and prorettype = 'trigger'::regtype and not prosecdef`),
    ).toEqual([]);
    expect(await column(`select proname::text as x from ${own} and proleakproof`)).toEqual([]);
    expect(
      await column(
        `select distinct lanname::text as x from ${own.replace('where', 'join pg_language l on l.oid = prolang where')}`,
      ),
    ).toEqual(['plpgsql', 'sql']);
  });

  it('that are made later are nobody’s but the owner’s', async () => {
    const defaults = `select concat(defaclobjtype, (select string_agg(grantee::regrole::text, ',') from aclexplode(defaclacl))) as x
      from pg_default_acl where defaclrole = $1::regrole and defaclobjtype in ('f', 'T')`;
    expect(await column(defaults, [OWNER_ROLE])).toEqual([`T${OWNER_ROLE}`, `f${OWNER_ROLE}`]);
  });
});

describe('what functions take for seen', () => {
  it('is made of the policies as they are now', async () => {
    for (const { table, key } of FACET_TABLES) {
      const { rows } = await db.owner.query<{ same: boolean }>(
        `select prosrc = format(' select exists (select from ${table} where ${key} = of_id and (%s) and (%s)) ',
           (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'reach'),
           (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'deny')) as same
         from pg_proc where proname = 'sees_${table}'`,
      );
      expect([table, rows]).toEqual([table, [{ same: true }]]);
    }
  });

  it('and so is what they take for reached, of the matter’s own row', async () => {
    for (const { table, key, object } of FACET_TABLES) {
      const { rows } = await db.owner.query<{ source: string; reach: string; deny: string }>(
        `select prosrc as source,
           (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'reach') as reach,
           (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'deny') as deny
         from pg_proc where proname = 'reached_${table}'`,
      );
      const { source, reach, deny } = rows[0]!;
      expect([table, source.endsWith(`as ${table} where (${reach}) and (${deny})); end `)]).toEqual([table, true]);
      expect(source).toMatch(new RegExp(`^ begin return array\\(select ${key} from \\(select [^(]* from ${object} `));
    }
  });
});
