import { access, constants } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { check } from '../check.js';
import { found } from './files.js';
import type { Configured } from '../ground.js';

export const folders = check({
  id: 'folders',
  name: { zh: '目录', en: 'Folders' },
  faults: {
    FOLDER_OPEN: {
      zh: ['目录 {folder} 的权限是 {mode}。', '本机其他用户可看到或改动其中内容。', 'chmod {wanted} {folder}'],
      en: [
        'The folder {folder} has mode {mode}.',
        'Other users of this machine can look into it or change it.',
        'chmod {wanted} {folder}',
      ],
    },
    CHECKPOINTS_UNWRITABLE: {
      zh: [
        '封签目录 {folder} 不能写入：{problem}。',
        '封签只在库内，数据库管理员改动审计记录便无从发现。',
        '改正 LIANDONG_CHECKPOINTS，或修复该目录。',
      ],
      en: [
        'The seals’ folder {folder} cannot be written: {problem}.',
        'Seals stay inside the database: who governs that can change the trail unnoticed.',
        'Correct LIANDONG_CHECKPOINTS, or mend the folder.',
      ],
    },
  },
  async *look({ config }: Configured) {
    const wanted = [
      // Root runs PostgreSQL as another user, who has to pass through.
      ...(config.databaseUrl ? [] : [[config.dataFolder, 0o066, process.geteuid?.() === 0 ? '711' : '700'] as const]),
      ...(config.databaseUrl ? [] : [[join(config.dataFolder, 'cluster'), 0o077, '700'] as const]),
      [config.checkpointFolder, 0o077, '700'] as const,
    ];
    for (const [folder, closed, mode] of wanted) {
      const status = await found(folder);
      if (status?.isDirectory() && status.mode & closed)
        yield ['FOLDER_OPEN', { folder, mode: (status.mode & 0o777).toString(8), wanted: mode }];
    }
    const problem = await unwritable(config.checkpointFolder);
    if (problem) yield ['CHECKPOINTS_UNWRITABLE', { folder: config.checkpointFolder, problem }];
  },
});

async function unwritable(folder: string): Promise<string | null> {
  const there = await standing(folder);
  if (!(await found(there))?.isDirectory()) return `${there} is not a folder`;
  return access(there, constants.W_OK | constants.X_OK).then(
    () => null,
    (error: Error) => error.message,
  );
}

/** The folder itself, or what there is of its path if it is yet to be made. */
export async function standing(folder: string): Promise<string> {
  for (let path = resolve(folder); ; path = dirname(path)) if (await found(path)) return path;
}
