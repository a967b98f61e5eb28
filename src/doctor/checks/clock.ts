import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { requireRealClock } from '../../database/clock.js';

export const clock = check({
  id: 'clock',
  name: { zh: '时钟', en: 'Clocks' },
  faults: {
    TEST_CLOCK: {
      zh: [
        '数据库的 app_now() 不是产品的时钟。',
        '期限、授权起止都按假时间计算；服务器拒绝启动。',
        '对照 schema/schema.sql 恢复 app_now()，并查明是谁改的。',
      ],
      en: [
        'app_now() of the database is not the product’s clock.',
        'Deadlines and periods go by a false time, and no server starts.',
        'Put app_now() back as schema/schema.sql has it, and find out who changed it.',
      ],
    },
    CLOCK_DRIFT: {
      zh: [
        '本机时钟比数据库{ahead} {seconds} 秒。',
        '令牌会被误判过期或未到期，封签时间不可信。',
        '两边都用同一时间源（NTP）校时。',
      ],
      en: [
        'This machine’s clock is {seconds} seconds {ahead} the database’s.',
        'Tokens are judged by one and periods by the other; the times of seals are not to be trusted.',
        'Set both by the same source of time (NTP).',
      ],
    },
    TIME_ZONE: {
      zh: [
        '{where} 的 Asia/Shanghai 不是东八区。',
        '工作日、月度统计与期限会差一天。',
        '更新那一侧的时区数据（tzdata）。',
      ],
      en: [
        'Asia/Shanghai is not eight hours ahead of UTC in {where}.',
        'Days, months and deadlines are off.',
        'Renew the time zone data (tzdata) there.',
      ],
    },
  },
  async *look({ db, limits }: Connected) {
    if (await requireRealClock(db).then(() => false, () => true)) yield ['TEST_CLOCK']; // prettier-ignore
    const before = Date.now();
    const { rows } = await db.query<{ at: string; day: string }>(
      "select extract(epoch from clock_timestamp()) as at, '2026-01-01T16:00Z'::timestamptz at time zone 'Asia/Shanghai' as day",
    );
    // Whatever the question took is no drift.
    const [early, late] = [before - Number(rows[0]!.at) * 1000, Date.now() - Number(rows[0]!.at) * 1000];
    const drift = early > 0 ? early : Math.min(late, 0);
    if (Math.abs(drift) > limits.clockSeconds * 1000) {
      const ahead = drift > 0 ? { zh: '快', en: 'ahead of' } : { zh: '慢', en: 'behind' };
      yield ['CLOCK_DRIFT', { seconds: Math.round(Math.abs(drift) / 100) / 10, ahead }];
    }
    if (new Date(rows[0]!.day).getHours() !== 0) yield ['TIME_ZONE', { where: { zh: '数据库', en: 'the database' } }];
    const here = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'short' });
    if (here.format(new Date('2026-01-01T16:00Z')) !== '00:00') yield ['TIME_ZONE', { where: { zh: '本机', en: 'this machine' } }]; // prettier-ignore
  },
});
