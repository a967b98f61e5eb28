import { check } from '../check.js';
import { configErrors } from '../../shared/config.js';

export const settings = check({
  id: 'settings',
  name: { zh: '配置', en: 'Settings' },
  faults: {
    SETTING: {
      zh: ['{setting}：{problem}。', '服务器拒绝启动。', '改正 {setting}；含义见 README“配置”。'],
      en: [
        '{setting}: {problem}.',
        'The server refuses to start.',
        'Correct {setting}; the README’s Configuration says what it means.',
      ],
    },
  },
  async *look(env: NodeJS.ProcessEnv | undefined) {
    for (const { setting, problem, zh } of configErrors(env))
      yield ['SETTING', { setting, problem: { zh, en: problem } }];
  },
});
