import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { CLOSED_FUNCTIONS, CLOSED_RELATIONS } from '../../database/prepare.js';
import { LOGIN_ROLES } from '../../database/roles.js';

/** What PostgreSQL opens to everyone; of its own functions only a superuser can close any, so where the server is ours. */
export const openings = check({
  id: 'openings',
  name: { zh: '对所有人开放的部分', en: 'What is open to everyone' },
  faults: {
    OPEN_TO_ALL: {
      zh: [
        '{object} 对所有角色开放。',
        '语句注入者可由此探知被隐藏的行，或扰乱他人。',
        '重启服务器：启动时会重新收紧。',
      ],
      en: [
        '{object} is open to every role.',
        'Whoever could inject a statement could learn of hidden rows by it, or disturb others.',
        'Restart the server: its start closes it again.',
      ],
    },
    DATABASE_OPEN: {
      zh: [
        '{grantee} 对数据库或 public 模式有 {privilege} 权限。',
        '他人可连入，或放入自己的对象。',
        '重启服务器：启动时会收回；若是授予某角色的，以管理员 revoke。',
      ],
      en: [
        '{grantee} has {privilege} on the database or its schema public.',
        'Others can connect, or put in objects of their own.',
        'Restart the server: its start takes it back. What a role was given an administrator revokes.',
      ],
    },
  },
  async *look({ db, config }: Connected) {
    if (!config.databaseUrl) {
      const { rows } = await db.query<{ object: string }>(FUNCTIONS, [CLOSED_RELATIONS]);
      for (const { object } of rows) yield ['OPEN_TO_ALL', { object }];
    }
    const { rows } = await db.query<{ grantee: string; privilege: string }>(DATABASE, [LOGIN_ROLES]);
    for (const row of rows) yield ['DATABASE_OPEN', { ...row }];
  },
});

const FUNCTIONS = `
  select p.oid::regprocedure::text as object from pg_proc p
    where ${CLOSED_FUNCTIONS}
      and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)
  union all select c.oid::regclass::text from pg_class c cross join lateral aclexplode(relacl) a
    where relnamespace = 'pg_catalog'::regnamespace and relname = any ($1) and a.grantee = 0 and privilege_type = 'SELECT'
  union all select 'language ' || lanname from pg_language cross join lateral aclexplode(coalesce(lanacl, acldefault('l', lanowner))) a
    where lanname = 'plpgsql' and a.grantee = 0`;

/** Roles of ours may connect, and PUBLIC nothing. */
const DATABASE = `
  select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end as grantee, lower(privilege_type) as privilege
    from pg_database cross join lateral aclexplode(coalesce(datacl, acldefault('d', datdba)))
    where datname = current_database() and (grantee = 0 or privilege_type <> 'CONNECT' and pg_get_userbyid(grantee) = any ($1))
  union all select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end, lower(privilege_type)
    from pg_namespace cross join lateral aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
    where nspname = 'public' and (grantee = 0 or pg_get_userbyid(grantee) = any ($1))`;
