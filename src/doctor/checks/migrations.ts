import { MIGRATIONS } from '../../../migrations/index.js';
import { check } from '../check.js';
import type { Connected } from '../ground.js';

export const migrations = check({
  id: 'migrations',
  name: { zh: '迁移', en: 'Migrations' },
  faults: {
    MIGRATIONS_MISSING: {
      zh: [
        '数据库还差 {count} 个迁移，第一个是 {name}。',
        '它是给较早版本的；本版本启动时会补上。',
        '停下所有服务器，先备份，再启动本版本。',
      ],
      en: [
        'The database lacks {count} migrations, the first of them {name}.',
        'It is that of an earlier version; this one adds them when it starts.',
        'Stop all servers, make a backup, then start this version.',
      ],
    },
    DATABASE_NEWER: {
      zh: ['数据库已到 {name}，比本程序新。', '旧程序不认得它，可能写错。', '安装不早于数据库的版本。'],
      en: [
        'The database has come to {name}, which is newer than this build.',
        'An old build does not know it and may write what is wrong.',
        'Install a version that is not older than the database.',
      ],
    },
    MIGRATION_UNKNOWN: {
      zh: ['数据库有本程序不认得的迁移 {name}。', '有人做过别的改动，或程序不是那一支。', '查明来历后再启动。'],
      en: [
        'The database has a migration that this build does not know: {name}.',
        'Somebody changed it otherwise, or this build is of another branch.',
        'Find out where it comes from before anything is started.',
      ],
    },
  },
  async *look({ db }: Connected) {
    const { rows } = await db.query<{ name: string; at: string }>(
      `select name, "timestamp"::text as at from migration order by "timestamp", name`,
    );
    const known: string[] = MIGRATIONS.map(({ name }) => name);
    const newest = Math.max(...known.map(timeOf));
    const missing = known.filter((name) => !rows.some((row) => row.name === name));
    if (missing[0]) yield ['MIGRATIONS_MISSING', { count: missing.length, name: missing[0] }];
    for (const { name, at } of rows) {
      if (known.includes(name)) continue;
      yield [Number(at) > newest ? 'DATABASE_NEWER' : 'MIGRATION_UNKNOWN', { name }];
    }
  },
});

const timeOf = (name: string) => Number(/\d{13}$/.exec(name)![0]);
