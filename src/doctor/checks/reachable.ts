import { check } from '../check.js';
import { EmbeddedServerError } from '../../database/embedded/errors.js';
import type { Config } from '../../shared/config.js';

/** Why the owner could not get in. */
export const reachable = check({
  id: 'reachable',
  name: { zh: '数据库连接', en: 'Way to the database' },
  faults: {
    NO_DATABASE: {
      zh: [
        '{folder} 中还没有数据库。',
        '没有可查的内容。',
        '第一次启动服务器即会建立；若应当已有，改正 DATABASE_URL 或 LIANDONG_DATA。',
      ],
      en: [
        'There is no database in {folder}.',
        'There is nothing to look at.',
        'The first start makes one; if there should be one, correct DATABASE_URL or LIANDONG_DATA.',
      ],
    },
    EMBEDDED: {
      zh: ['自带的 PostgreSQL 不能启动：{problem}', '服务器也不能启动。', '照上述说明处理。'],
      en: ['The PostgreSQL of our own does not start: {problem}', 'Nor does the server.', 'Do as it says.'],
    },
    OWNER_PASSWORD: {
      zh: ['数据库拒绝 DATABASE_URL 的用户：{problem}。', '服务器不能启动。', '改正 DATABASE_URL 的用户与密码。'],
      en: [
        'The database refuses the user of DATABASE_URL: {problem}.',
        'The server cannot start.',
        'Correct user and password in DATABASE_URL.',
      ],
    },
    OTHER_FIRST_KEY: {
      zh: [
        '第一把密钥不是数据库建立时的那一把。',
        '密码、封签与证件号摘要都由它派生，从此对不上。',
        '在 LIANDONG_KEYS（或 keys.json）中恢复原来的第一把密钥；新密钥加在其后。',
      ],
      en: [
        'The first key is not the one that the database was made with.',
        'Passwords, seals and digests of id numbers come from it and no longer fit.',
        'Put the old first key back in its place in LIANDONG_KEYS (or keys.json); new ones come after it.',
      ],
    },
    UNREACHABLE: {
      zh: [
        '连不上数据库：{problem}。',
        '服务器不能启动；在运行的一律答复“暂不可用”。',
        '查 DATABASE_URL、网络、数据库本身。',
      ],
      en: [
        'The database cannot be reached: {problem}.',
        'No server starts; those that run answer that it is unavailable.',
        'See to DATABASE_URL, the network, and the database itself.',
      ],
    },
  },
  async *look({ config, error }: { config: Config; error: (Error & { code?: unknown }) | null }) {
    if (!error) return;
    const problem = error.message || String(error.code);
    if (error.message.startsWith('There is no database')) yield ['NO_DATABASE', { folder: config.dataFolder }];
    else if (error instanceof EmbeddedServerError) yield ['EMBEDDED', { problem }];
    else if (error.code !== '28P01' && error.code !== '28000') yield ['UNREACHABLE', { problem }];
    else yield config.databaseUrl ? ['OWNER_PASSWORD', { problem }] : ['OTHER_FIRST_KEY'];
  },
});
