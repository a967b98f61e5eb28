import { check } from '../check.js';
import type { Connected } from '../ground.js';

export const server = check({
  id: 'server',
  name: { zh: 'PostgreSQL 服务器', en: 'PostgreSQL server' },
  faults: {
    TOO_OLD: {
      zh: ['PostgreSQL {version} 太旧。', '服务器拒绝启动。', '升级到 15 或更新。'],
      en: ['PostgreSQL {version} is too old.', 'The server refuses to start.', 'Upgrade it to 15 or newer.'],
    },
    ENCODING: {
      zh: ['数据库编码是 {encoding}。', '汉字存不进去或查不出来。', '新建 UTF8 编码的数据库，用 pg_dump 迁入。'],
      en: [
        'The database is encoded in {encoding}.',
        'Chinese cannot be stored, or is not found.',
        'Make a database in UTF8 and move over with pg_dump.',
      ],
    },
    STANDBY: {
      zh: ['DATABASE_URL 指向只读的备库。', '不能办理，也不能启动。', '指向主库。'],
      en: ['DATABASE_URL leads to a standby.', 'It takes no act, and no server starts.', 'Let it lead to the primary.'],
    },
    UNSAFE_WRITES: {
      zh: [
        '{setting} 是 off。',
        '断电会丢失已答复“办妥”的事项，甚至损坏数据库。',
        '在 PostgreSQL 中把 {setting} 设为 on。',
      ],
      en: [
        '{setting} is off.',
        'A power cut loses what was answered as done, or the whole database.',
        'Set {setting} to on in PostgreSQL.',
      ],
    },
    AUTOVACUUM_OFF: {
      zh: ['{setting} 是 off。', '表会膨胀，查询计划会失准，终至停机。', '在 PostgreSQL 中把 {setting} 设为 on。'],
      en: [
        '{setting} is off.',
        'Tables grow, plans go wrong, and in the end the server stops.',
        'Set {setting} to on in PostgreSQL.',
      ],
    },
    TRANSACTIONS_OLD: {
      zh: [
        '最老的事务编号已有 {age}。',
        '接近二十一亿时 PostgreSQL 会停止写入。',
        '以数据库管理员执行 vacuum (freeze)；查有无拖住清理的旧事务或复制槽。',
      ],
      en: [
        'The oldest transaction id is {age} transactions old.',
        'Near 2,100 million PostgreSQL stops writing.',
        'Run vacuum (freeze) as its administrator; look for what holds it back: old transactions, replication slots.',
      ],
    },
    OWNER_CREATEROLE: {
      zh: [
        'DATABASE_URL 的用户 {owner} 不能建立角色。',
        '服务器不能启动。',
        '以管理员执行 alter role {owner} createrole。',
      ],
      en: [
        'The user of DATABASE_URL, {owner}, may not create roles.',
        'The server cannot start.',
        'As an administrator: alter role {owner} createrole.',
      ],
    },
    OWNER_SUPERUSER: {
      zh: [
        'DATABASE_URL 的用户 {owner} 是超级用户。',
        '行级安全管不住它；它的密码泄露即是全部泄露。',
        '另建一个只能建角色的用户来拥有数据库。',
      ],
      en: [
        'The user of DATABASE_URL, {owner}, is a superuser.',
        'Row-level security does not hold him, and whoever has his password has everything.',
        'Let a user own the database who may create roles and no more.',
      ],
      notice: true,
    },
    NO_SCHEMA: {
      zh: [
        '数据库中没有 liandong 模式。',
        '还没有服务器在这里启动过，或连错了库。',
        '查 DATABASE_URL 的库名；若是新库，启动服务器即可。',
      ],
      en: [
        'The database has no schema liandong.',
        'No server was ever started on it, or it is another database.',
        'See to the name in DATABASE_URL; if the database is new, start a server.',
      ],
    },
    SCHEMA_OWNER: {
      zh: [
        'liandong 模式属于 {owner}，不是我们登录的用户。',
        '迁移与策略不起作用。',
        '以 {owner} 的身份设置 DATABASE_URL。',
      ],
      en: [
        'The schema liandong belongs to {owner}, not to whom we log in as.',
        'Migrations fail, and policies for the owner are not for him.',
        'Let DATABASE_URL log in as {owner}.',
      ],
    },
  },
  async *look({ db, config, limits }: Connected) {
    const { rows } = await db.query<Server>(LOOK);
    const it = rows[0]!;
    if (it.version < 150_000) yield ['TOO_OLD', { version: it.name }];
    if (it.encoding !== 'UTF8') yield ['ENCODING', { encoding: it.encoding }];
    if (it.standby) yield ['STANDBY'];
    for (const setting of it.unsafe) yield ['UNSAFE_WRITES', { setting }];
    for (const setting of it.unswept) yield ['AUTOVACUUM_OFF', { setting }];
    if (it.age > limits.transactionAge) yield ['TRANSACTIONS_OLD', { age: it.age }];
    if (config.databaseUrl && it.superuser) yield ['OWNER_SUPERUSER', { owner: it.owner }];
    else if (config.databaseUrl && !it.createrole) yield ['OWNER_CREATEROLE', { owner: it.owner }];
    if (!it.of) yield ['NO_SCHEMA'];
    else if (it.of !== it.owner) yield ['SCHEMA_OWNER', { owner: it.of }];
  },
});

interface Server {
  version: number;
  name: string;
  encoding: string;
  standby: boolean;
  unsafe: string[];
  unswept: string[];
  age: number;
  owner: string;
  superuser: boolean;
  createrole: boolean;
  of: string | null;
}

const off = (...settings: string[]) =>
  `array(select s from unnest('{${settings.join()}}'::text[]) s where current_setting(s) = 'off')`;

const LOOK = `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
  pg_encoding_to_char(encoding) as encoding, pg_is_in_recovery() as standby, age(datfrozenxid) as age,
  ${off('fsync', 'full_page_writes')} as unsafe, ${off('autovacuum', 'track_counts')} as unswept,
  current_user as owner, rolsuper as superuser, rolcreaterole as createrole,
  (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'liandong') as of
  from pg_database, pg_roles where datname = current_database() and rolname = current_user`;
