import { check } from '../check.js';
import type { Connected } from '../ground.js';

export const hourly = check({
  id: 'hourly',
  name: { zh: '每小时的工作', en: 'What is done each hour' },
  faults: {
    HOURLY_LATE: {
      zh: [
        '每小时的工作最近一次完成在 {day}。',
        '期限颜色的统计停在那天；离任经办人的线索没有转交他人。',
        '有服务器在运行则看其日志“each hour was not done”；没有则启动一台。',
      ],
      en: [
        'What is done each hour was last done on {day}.',
        'Counts by colour stand still, and what a keeper has left is laid before nobody.',
        'If a server runs its log says why (“each hour was not done”); if none does, start one.',
      ],
    },
  },
  async *look({ db }: Connected) {
    // Of these jobs one leaves a date: the colours of each day, taken soon after midnight in China.
    const { rows } = await db.query<{ day: string }>(
      `select max(day)::text as day from colour_day having max(day) < (now() at time zone 'Asia/Shanghai')::date - 1`,
    );
    for (const { day } of rows) yield ['HOURLY_LATE', { day }];
  },
});
