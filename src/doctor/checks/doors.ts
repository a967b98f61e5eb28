import { check } from '../check.js';
import type { Configured } from '../ground.js';
import { isLoopback } from '../../identity/loopback.js';

export const doors = check({
  id: 'doors',
  name: { zh: '对外的口子', en: 'Doors' },
  faults: {
    METRICS_CLOSED: {
      zh: [
        '监听 {host} 而未设 METRICS_TOKEN。',
        '/metrics 不作答，无从据以报警。',
        '设置 METRICS_TOKEN，交给采集指标的一方。',
      ],
      en: [
        'It listens on {host}, and METRICS_TOKEN is not set.',
        '/metrics does not answer, so nothing can raise an alarm by it.',
        'Set METRICS_TOKEN and give it to what collects metrics.',
      ],
      notice: true,
    },
    CORS_PLAIN: {
      zh: [
        'CORS_ORIGINS 中的 {origin} 不是 https。',
        '途中可改其页面者，可借登录者的身份查询。',
        '改为 https 的来源，或去掉。',
      ],
      en: [
        '{origin} in CORS_ORIGINS is not https.',
        'Whoever can change its pages on the way can ask as whoever is signed in there.',
        'Give the site https, or take it out.',
      ],
    },
  },
  async *look({ config }: Configured) {
    if (!isLoopback(config.host) && !config.metricsToken) yield ['METRICS_CLOSED', { host: config.host }];
    for (const origin of config.corsOrigins) {
      const { protocol, hostname } = new URL(origin);
      if (protocol !== 'https:' && !isLoopback(hostname)) yield ['CORS_PLAIN', { origin }];
    }
  },
});
