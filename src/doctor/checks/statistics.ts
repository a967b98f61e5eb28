import { check } from '../check.js';
import type { Connected } from '../ground.js';

export const statistics = check({
  id: 'statistics',
  name: { zh: '表的统计', en: 'Statistics of tables' },
  faults: {
    NEVER_ANALYSED: {
      zh: [
        '表 {table} 有 {megabytes} MB，却从未统计。',
        '查询计划凭空猜测，会慢得超时。',
        '以所有者执行 analyze liandong.{table}；查 autovacuum。',
      ],
      en: [
        'The table {table} has {megabytes} MB and was never analysed.',
        'Plans are guessed, and queries run out of time.',
        'As the owner: analyze liandong.{table}. See to autovacuum.',
      ],
    },
  },
  async *look({ db, limits }: Connected) {
    const { rows } = await db.query<{ table: string; bytes: string }>(
      `select relname as table, pg_relation_size(oid) as bytes from pg_class
        where relnamespace = 'liandong'::regnamespace and relkind = 'r' and reltuples < 0 and pg_relation_size(oid) > $1
        order by relname`,
      [limits.tableBytes],
    );
    for (const { table, bytes } of rows)
      yield ['NEVER_ANALYSED', { table, megabytes: Math.round(Number(bytes) / 1e6) }];
  },
});
