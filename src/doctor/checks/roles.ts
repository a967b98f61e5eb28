import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { CONNECTIONS, LOGIN_ROLES, OWNER_ROLE, type LoginRole } from '../../database/roles.js';

export const roles = check({
  id: 'roles',
  name: { zh: '登录角色', en: 'Login roles' },
  faults: {
    ROLE_MISSING: {
      zh: ['没有登录角色 {role}。', '服务器无法用它工作。', '重启一台服务器：启动时会补建。'],
      en: [
        'The login role {role} is missing.',
        'Servers cannot work with it.',
        'Restart a server: its start makes the role.',
      ],
    },
    ROLE_LOGIN: {
      zh: [
        '{role} 不能用由密钥派生的密码登录（{reason}）。',
        '服务器相应的部分停摆。',
        '重启一台服务器：启动时会重设。再不行，查 pg_hba.conf。',
      ],
      en: [
        '{role} cannot log in with the password that comes from the keys ({reason}).',
        'What servers do by it stands still.',
        'Restart a server: its start sets it anew. If that does not help, see to pg_hba.conf.',
      ],
    },
    ROLE_OTHER: {
      zh: [
        '以 {role} 登录，得到的却是 {user}。',
        '权限不再按角色划分，可能全部泄露。',
        '查 DATABASE_URL 与连接池：它们不得替换用户名。',
      ],
      en: [
        'Whoever logs in as {role} is {user}.',
        'Rights no longer go by role: everything may leak.',
        'See to DATABASE_URL and to poolers between: none may put in another user.',
      ],
    },
    ROLE_POWER: {
      zh: ['{role} 具有 {powers}。', '行级安全或职权分离管不住它。', '以管理员执行 alter role {role} {remedy}。'],
      en: [
        '{role} has {powers}.',
        'Row-level security, or what keeps roles apart, does not hold it.',
        'As an administrator: alter role {role} {remedy}.',
      ],
    },
    ROLE_OWNS: {
      zh: [
        '{role} 拥有 {count} 个对象。',
        '所有者可改动它们，策略形同虚设。',
        '以管理员把它们转给数据库所有者（reassign owned by {role} to …）。',
      ],
      en: [
        '{role} owns {count} objects.',
        'An owner can change them, policies and all.',
        'As an administrator: reassign owned by {role} to the owner of the database.',
      ],
    },
    ROLE_MEMBER: {
      zh: ['{role} 是 {group} 的成员。', '{group} 能做的，它都能做。', '以管理员执行 revoke {group} from {role}。'],
      en: [
        '{role} is a member of {group}.',
        'What {group} may, it may.',
        'As an administrator: revoke {group} from {role}.',
      ],
    },
    ROLE_EXPIRES: {
      zh: [
        '{role} 的密码定有期限：{until}。',
        '到期后服务器无法登录。',
        "以管理员执行 alter role {role} valid until 'infinity'。",
      ],
      en: [
        'The password of {role} has an end: {until}.',
        'From then on servers cannot log in.',
        "As an administrator: alter role {role} valid until 'infinity'.",
      ],
    },
    ROLE_CONNECTIONS: {
      zh: [
        '{role} 最多 {limit} 个连接，而每台服务器要用 {needed} 个。',
        '忙时请求会失败。',
        '以管理员执行 alter role {role} connection limit -1。',
      ],
      en: [
        '{role} may have {limit} connections, and each server needs {needed}.',
        'Requests fail when there are many.',
        'As an administrator: alter role {role} connection limit -1.',
      ],
    },
    ROLE_SETTING: {
      zh: [
        '{role} 登录后 {setting} 是 {value}，应为 {wanted}。',
        '{why}',
        '重启一台服务器；若仍如此，以管理员执行 alter role {role} reset {setting}，数据库一级的同名设置也要去掉。',
      ],
      en: [
        '{role} finds {setting} = {value} and should find {wanted}.',
        '{why}',
        'Restart a server. If it stays so: alter role {role} reset {setting}, and the same of the database.',
      ],
    },
  },
  async *look({ db, config, waysIn }: Connected) {
    const names = config.databaseUrl ? LOGIN_ROLES : [OWNER_ROLE, ...LOGIN_ROLES];
    const { rows } = await db.query<Role>(LOOK, [names]);
    for (const name of names) if (!rows.some(({ role }) => role === name)) yield ['ROLE_MISSING', { role: name }];
    for (const { role, powers, owns, groups, until, limit } of rows) {
      const remedy = powers.map((power) => `no${power}`).join(' ');
      if (powers.length > 0) yield ['ROLE_POWER', { role, powers: powers.join(', '), remedy }];
      if (role !== OWNER_ROLE && owns > 0) yield ['ROLE_OWNS', { role, count: owns }];
      for (const group of groups) yield ['ROLE_MEMBER', { role, group }];
      if (until) yield ['ROLE_EXPIRES', { role, until }];
      const needed = CONNECTIONS[role as LoginRole] ?? 1;
      if (limit >= 0 && limit < needed) yield ['ROLE_CONNECTIONS', { role, limit, needed }];
    }
    const ways = await waysIn();
    // If it is all of them the key is another one, and the check of keys says so.
    if ([...ways.values()].every(({ refused }) => refused === '28P01')) return;
    for (const [role, { refused, user, settings = {} }] of ways) {
      if (refused) yield ['ROLE_LOGIN', { role, reason: refused }];
      else if (user !== role) yield ['ROLE_OTHER', { role, user: user ?? '' }];
      else
        for (const { setting, wanted, why, of } of WANTED) {
          const value = settings[setting] ?? '';
          if (of && !of.includes(role)) continue;
          if (!wanted.includes(value)) yield ['ROLE_SETTING', { role, setting, value, wanted: wanted[0]!, why }];
        }
    }
  },
});

interface Role {
  role: string;
  powers: string[];
  owns: number;
  groups: string[];
  until: string | null;
  limit: number;
}

const LOOK = `select rolname as role, rolconnlimit as limit, nullif(rolvaliduntil, 'infinity')::text as until,
  array_remove(array[case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
    case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
    case when rolreplication then 'replication' end], null) as powers,
  (select count(*)::int from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o') as owns,
  array(select pg_get_userbyid(roleid)::text from pg_auth_members where member = r.oid) as groups
  from pg_roles r where rolname = any ($1) order by rolname`;

interface Wanted {
  setting: string;
  /** The first is the usual one. */
  wanted: readonly string[];
  why: { zh: string; en: string };
  of?: readonly LoginRole[];
}

const WANTED: readonly Wanted[] = [
  {
    setting: 'cpu_operator_cost',
    wanted: ['0'],
    why: {
      zh: '查询条件会先于策略判断，出错信息可透露被隐藏的行。',
      en: 'Conditions go before policies, and their errors tell of hidden rows.',
    },
    of: ['liandong_api', 'liandong_act'],
  },
  {
    setting: 'synchronous_commit',
    wanted: ['on', 'remote_apply', 'remote_write', 'local'],
    why: { zh: '断电会丢失已答复“办妥”的事项。', en: 'A power cut loses what was answered as done.' },
  },
  {
    setting: 'row_security',
    wanted: ['on'],
    why: { zh: '凡有策略的查询都会报错。', en: 'Whatever has a policy fails.' },
  },
  {
    setting: 'session_replication_role',
    wanted: ['origin'],
    why: { zh: '触发器不再执行。', en: 'Triggers do not run.' },
  },
];
