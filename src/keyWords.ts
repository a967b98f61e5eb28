import { LOOK_EVERY_MS } from './database/keyWatch.js';
import { firstOf } from './shared/keyChanges.js';
import type { Keys } from './shared/keys.js';

export interface Words {
  zh: string;
  en: string;
}

/** What `npm run keys` says, Chinese first: what was done, and which step is next. */
export function addedWords(id: string): Words {
  return {
    zh: `已添加密钥 ${id}。待每台服务器都已读取（见 /metrics 的 liandong_key_current），运行：npm run keys -- use ${id}`,
    en: `Added ${id}. Once every server knows it (liandong_key_current of /metrics): npm run keys -- use ${id}`,
  };
}

export function usedWords(id: string, before: Keys): Words {
  const done = { zh: `当前密钥为 ${id}。`, en: `${id} is current.` };
  if (before.current === id || before.current === firstOf(before)) return done;
  const next = `npm run keys -- retire ${before.current}`;
  return {
    zh: `${done.zh}由 ${before.current} 封装的游标最多还有 24 小时有效；此后可运行：${next}`,
    en: `${done.en} Cursors of ${before.current} are good for 24 hours at most; after that: ${next}`,
  };
}

export function retiredWords(id: string): Words {
  return {
    zh: `已停用密钥 ${id}。由其封装的游标返回 CURSOR_INVALID。`,
    en: `Retired ${id}. Cursors of it are answered with CURSOR_INVALID.`,
  };
}

export function fileWords(path: string): Words {
  const seconds = LOOK_EVERY_MS / 1000;
  return {
    zh: `运行中的服务器在 ${seconds} 秒内读取 ${path}；若各服务器各有一份，请逐一复制。`,
    en: `Servers that run read ${path} within ${seconds} seconds; if each has its own, copy it to all.`,
  };
}

export const SETTING_WORDS: Words = {
  zh: '以上为 LIANDONG_KEYS 的新值：请写入每台服务器的配置，并逐台重启。',
  en: 'Above is what LIANDONG_KEYS becomes: set it for every server, and restart them one after another.',
};

/** A line for each key, listed or counting still, and no key. */
export function listWords(keys: Keys, stored: ReadonlyMap<string, Date | null> | null): string[] {
  const listed = [...keys.keys.keys()];
  const gone = [...(stored?.keys() ?? [])].filter((id) => !keys.keys.has(id));
  return [...listed, ...gone].map((id) => {
    const marks = [
      ...(id === firstOf(keys) ? ['首位 first'] : []),
      ...(id === keys.current ? ['当前 current'] : []),
      ...(gone.includes(id) ? ['已不在列 no longer listed'] : []),
      ...(stored ? [inDatabase(stored.get(id))] : []),
    ];
    return `${id.padEnd(20)} ${marks.join(' · ')}`;
  });
}

function inDatabase(until: Date | null | undefined): string {
  if (until === undefined) return '数据库未知 not known to the database yet';
  return until === null ? '数据库已知 known to the database' : `有效至 counts until ${until.toISOString()}`;
}
