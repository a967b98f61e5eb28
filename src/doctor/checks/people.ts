import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { isDemo } from '../../database/demoMarker.js';
import { isLoopback } from '../../identity/loopback.js';

/** Who signs in, and whether they are invented. */
export const people = check({
  id: 'people',
  name: { zh: '登录与演示数据', en: 'Who signs in' },
  faults: {
    NO_ISSUER: {
      zh: [
        '没有设置 OIDC_ISSUER，数据库也不是演示库。',
        '无人能登录；服务器拒绝启动。',
        '设置 OIDC_ISSUER 与 OIDC_AUDIENCE。',
      ],
      en: [
        'OIDC_ISSUER is not set, and the database is no demo.',
        'Nobody could sign in, and the server refuses to start.',
        'Set OIDC_ISSUER and OIDC_AUDIENCE.',
      ],
    },
    DEMO_NOT_LOOPBACK: {
      zh: [
        '演示库没有签发方，而 HOST 是 {host}。',
        '服务器拒绝启动：演示身份人人可取。',
        '设 HOST=127.0.0.1，或设置 OIDC_ISSUER 与 OIDC_AUDIENCE。',
      ],
      en: [
        'The demo world has no issuer, and HOST is {host}.',
        'The server refuses to start: anybody could be anybody.',
        'Set HOST=127.0.0.1, or OIDC_ISSUER and OIDC_AUDIENCE.',
      ],
    },
    DEMO_DATA: {
      zh: [
        '设置了真实的签发方，数据库里却是演示数据。',
        '虚构的人和线索会与真实的混在一起。',
        '用一个新的空库；演示数据无法分离。',
      ],
      en: [
        'A real issuer is set, and the database holds the demo world.',
        'Invented people and clues would be among the real ones.',
        'Use a new, empty database; the two cannot be told apart afterwards.',
      ],
    },
  },
  async *look({ db, config }: Connected) {
    const demo = await isDemo(db);
    if (config.oidc) {
      if (demo) yield ['DEMO_DATA'];
      return;
    }
    const { rows } = await db.query<{ empty: boolean }>('select not exists (select from person) as empty');
    // An embedded server that nobody has put anything into is given the demo world.
    if (!demo && (config.databaseUrl || !rows[0]!.empty)) yield ['NO_ISSUER'];
    else if (!isLoopback(config.host)) yield ['DEMO_NOT_LOOPBACK', { host: config.host }];
  },
});
