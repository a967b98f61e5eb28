import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { CONNECTIONS } from '../../database/roles.js';

/** The roles' pools, and what a start or this command takes beside them. */
export const NEEDED = Object.values(CONNECTIONS).reduce((sum, one) => sum + one, 0) + 3;

export const connections = check({
  id: 'connections',
  name: { zh: '连接数', en: 'Connections' },
  faults: {
    CONNECTIONS_FEW: {
      zh: [
        '最多 {most} 个连接，而一台服务器要用 {needed} 个。',
        '忙时请求会失败。',
        '在 PostgreSQL 中提高 {setting}：每台服务器 {needed} 个，另加备份与备库所用。',
      ],
      en: [
        'There can be {most} connections, and one server needs {needed}.',
        'Requests fail when there are many.',
        'Raise {setting} in PostgreSQL: {needed} for each server, and more for backups and standbys.',
      ],
    },
    CONNECTIONS_USED: {
      zh: [
        '{most} 个连接中只剩 {left} 个。',
        '再来的请求与新启动的服务器会失败。',
        '查是谁占用（pg_stat_activity），或提高 max_connections。',
      ],
      en: [
        'Of {most} connections {left} are left.',
        'More requests, or a server that starts, fail.',
        'See who holds them (pg_stat_activity), or raise max_connections.',
      ],
    },
  },
  async *look({ db }: Connected) {
    const { rows } = await db.query<{ server: number; database: number; used: number }>(
      `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true)::int, 0) as server,
        datconnlimit as database, pg_stat_get_db_numbackends(oid) as used
        from pg_database where datname = current_database()`,
    );
    const { server, database, used } = rows[0]!;
    const limited = database >= 0 && database < server;
    const most = limited ? database : server;
    const setting = limited ? 'connection limit (alter database)' : 'max_connections';
    if (most < NEEDED) yield ['CONNECTIONS_FEW', { most, needed: NEEDED, setting }];
    else if (most - used < 5) yield ['CONNECTIONS_USED', { most, left: most - used }];
  },
});
