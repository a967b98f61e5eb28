import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../check.js';
import type { Configured } from '../ground.js';
import { keyFileOf } from '../../database/keyFile.js';
import { parseKeys } from '../../shared/keys.js';

/** Files of secrets in the data folder: whoever reads one of them can ask as anybody. */
export const files = check({
  id: 'files',
  name: { zh: '密钥文件', en: 'Files of keys' },
  faults: {
    FILE_OPEN: {
      zh: [
        '{file} 的权限是 {mode}，他人可读写。',
        '读到者可冒充任何人。',
        'chmod 600 {file}；若可能已被读走，视为密钥泄露。',
      ],
      en: [
        '{file} has mode {mode}: others can read or write it.',
        'Whoever reads it can ask as anybody.',
        'chmod 600 {file}; if somebody may have read it, treat its keys as known.',
      ],
    },
    KEYS_OPEN: {
      zh: [
        '{file} 的权限是 {mode}，他人可读写。',
        '服务器不读取它，不能启动，也不采用其中的变化。',
        'chmod 600 {file}；若可能已被读走，更换密钥。',
      ],
      en: [
        '{file} has mode {mode}: others can read or write it.',
        'No server reads it: none starts, and none takes over what changes in it.',
        'chmod 600 {file}; if somebody may have read it, change the keys.',
      ],
    },
    FILE_OWNER: {
      zh: ['{file} 属于 uid {uid}，不是数据目录的所有者。', '那个用户可换掉密钥。', 'chown 给运行本服务的用户。'],
      en: [
        '{file} belongs to uid {uid}, not to whom the data folder belongs.',
        'That user can replace the keys.',
        'Give it to the user who runs the service (chown).',
      ],
    },
    FILE_GONE: {
      zh: [
        '{file} 不见了，而数据库还在。',
        '封签、证件号摘要与登录密码都对不上。',
        '从备份恢复它；不要让服务器另造一个。',
      ],
      en: [
        '{file} is gone, and the database is there.',
        'Seals, digests of id numbers and passwords no longer fit.',
        'Restore it from a backup; do not let a server make another.',
      ],
    },
    FILE_BROKEN: {
      zh: ['{file} 不是一组密钥：{problem}。', '服务器不能启动。', '从备份恢复它。'],
      en: ['{file} holds no keys: {problem}.', 'The server cannot start.', 'Restore it from a backup.'],
    },
  },
  async *look({ config }: Configured) {
    const at = (name: string) => join(config.dataFolder, name);
    // Whoever looks may be another, root say.
    const owner = (await found(config.dataFolder))?.uid;
    const known = !config.databaseUrl && (await found(at('cluster'))) !== null;
    const keyFile = config.keysFile || known ? (keyFileOf(config)?.path ?? null) : null;
    const kept = keyFile ? [keyFile] : [];
    for (const file of [...kept, ...[...(known ? ['secret.json'] : []), 'development-key.json'].map(at)]) {
      const status = await found(file);
      if (!status) {
        if (!file.endsWith('development-key.json')) yield ['FILE_GONE', { file }];
        continue;
      }
      // A mounted secret is its group's.
      const mode = (status.mode & 0o777).toString(8);
      if (file === keyFile && status.mode & 0o027) yield ['KEYS_OPEN', { file, mode }];
      else if (file !== config.keysFile && status.mode & 0o077) yield ['FILE_OPEN', { file, mode }];
      if (file !== config.keysFile && ![0, owner].includes(status.uid)) yield ['FILE_OWNER', { file, uid: status.uid }];
    }
    for (const file of kept) {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) continue;
      try {
        parseKeys(text);
      } catch (error) {
        yield ['FILE_BROKEN', { file, problem: (error as Error).message }];
      }
    }
  },
});

export async function found(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
