import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { check, type FaultText, type Words } from '../check.js';
import { differences, factsOf, type Difference, type FactKind } from '../facts.js';
import type { Connected } from '../ground.js';
import { catalogText } from '../../database/catalogText.js';
import { requireRealClock } from '../../database/clock.js';

const MOST = 25;
/** Of another time than the product’s the check of clocks tells. */
const CLOCK = 'app_now()';
/** The text was made by the PostgreSQL that comes with us; others may spell an expression otherwise. */
const MADE_BY = 18;

const KINDS: Record<FactKind, Words & { follows: Words }> = {
  TABLE: kind(
    '表',
    'table',
    '所依赖的部分会出错，或有数据无人看管。',
    'What needs it fails, or there is data that nothing guards.',
  ),
  COLUMN: kind(
    '列',
    'column',
    '所依赖的部分会出错，或有数据无人看管。',
    'What needs it fails, or there is data that nothing guards.',
  ),
  CONSTRAINT: kind(
    '约束',
    'constraint',
    '不合规的数据可以写入，或合规的被拒绝。',
    'What is wrong can be stored, or what is right cannot.',
  ),
  INDEX: kind(
    '索引',
    'index',
    '查询变慢，忙时超时；唯一性可能不再保证。',
    'Queries get slow and run out of time; what must be unique may no longer be.',
  ),
  TRIGGER: kind(
    '触发器',
    'trigger',
    '它所保证的不再成立：审计只增、范围、轮次。',
    'What it guarantees no longer holds: a trail that only grows, scopes, turns.',
  ),
  POLICY: kind(
    '策略',
    'policy',
    '有人可能看到不该看的，或看不到该看的。',
    'Somebody may see what he must not, or not what he must.',
  ),
  FUNCTION: kind(
    '函数',
    'function',
    '权限判断或办理规则可能已变。',
    'Who may what, or how something is done, may have changed.',
  ),
  ROW_SECURITY: kind(
    '行级安全',
    'row-level security',
    '该表对能读它的人全部敞开。',
    'The table lies open to whoever may read it at all.',
  ),
  GRANT: kind(
    '授权',
    'grant',
    '多出的可能泄露，缺少的会使请求失败。',
    'One too many may leak; one that is gone makes requests fail.',
  ),
  OTHER: kind('对象', 'object', '数据库与本程序不符。', 'The database is not what this build is for.'),
};

function kind(zh: string, en: string, follows: string, followsEn: string) {
  return { zh, en, follows: { zh: follows, en: followsEn } };
}

const DIFFERS = ([zh, en]: readonly [string, string]): FaultText => ({
  zh: [`{kind} {name} ${zh}。`, '{follows}', '查明是谁改的；对照 schema/schema.sql 恢复，或从备份恢复。'],
  en: [
    `The {kind} {name} ${en}.`,
    '{follows}',
    'Find out who changed it; put it back as schema/schema.sql has it, or restore a backup.',
  ],
});

export const catalog = check({
  id: 'catalog',
  name: { zh: '数据库结构与权限', en: 'Catalog: policies, functions, grants' },
  faults: {
    MISSING: DIFFERS(['不见了', 'is gone']),
    EXTRA: DIFFERS(['是多出来的', 'is one too many']),
    CHANGED: DIFFERS(['被改过', 'is not what it was']),
    MORE: {
      zh: ['还有 {count} 处不同。', '这里只列前面的。', '处理后再运行一次。'],
      en: ['There are {count} more differences.', 'Only the first are told.', 'Run this again when they are mended.'],
    },
    OTHER_MAJOR: {
      zh: [
        '这是 PostgreSQL {major}，对照文本由 {made} 写成。',
        '不同之处可能只是写法。',
        '逐条对照；或在 PostgreSQL {made} 上运行。',
      ],
      en: [
        'This is PostgreSQL {major}; the text it is compared with was written by {made}.',
        'What differs may be spelling only.',
        'Look at each, or use PostgreSQL {made}.',
      ],
      notice: true,
    },
    INDEX_INVALID: {
      zh: ['索引 {name} 无效。', '查询用不上它；唯一性也不再保证。', 'reindex index concurrently liandong.{name}'],
      en: [
        'The index {name} is invalid.',
        'No query uses it, and what it keeps unique may be there twice.',
        'reindex index concurrently liandong.{name}',
      ],
    },
  },
  async *look({ db }: Connected) {
    const committed = factsOf(await readFile(committedCatalog(), 'utf8'));
    const clockTold = await requireRealClock(db).then(
      () => false,
      () => true,
    );
    const found = differences(committed, factsOf(await catalogText(db))).filter(
      ({ name }) => !(clockTold && name === CLOCK),
    );
    for (const { how, ...one } of found.slice(0, MOST)) yield [how, words(one)];
    if (found.length > MOST) yield ['MORE', { count: found.length - MOST }];
    const { rows } = await db.query<{ major: number; invalid: string[] }>(
      `select current_setting('server_version_num')::int / 10000 as major, array(select relname::text from pg_index
        join pg_class on pg_class.oid = indexrelid where relnamespace = 'liandong'::regnamespace
        and not (indisvalid and indisready and indislive)) as invalid`,
    );
    const { major, invalid } = rows[0]!;
    if (found.length > 0 && major !== MADE_BY) yield ['OTHER_MAJOR', { major, made: MADE_BY }];
    for (const name of invalid) yield ['INDEX_INVALID', { name }];
  },
});

function words({ kind: of, name }: Omit<Difference, 'how'>) {
  const { follows, ...is } = KINDS[of];
  return { kind: is, name, follows };
}

/** The text is not compiled, so it is found from the project's root, from src and from dist/src alike. */
function committedCatalog(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('..', folder);
    if (above.href === folder.href) throw new Error('no package.json above this file');
    folder = above;
  }
  return new URL('schema/schema.sql', folder);
}
