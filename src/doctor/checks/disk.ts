import { statfs } from 'node:fs/promises';
import { check } from '../check.js';
import { standing } from './folders.js';
import type { Configured } from '../ground.js';

export const disk = check({
  id: 'disk',
  name: { zh: '磁盘', en: 'Disk' },
  faults: {
    DISK_LOW: {
      zh: [
        '{folder} 所在磁盘只剩 {free} MB。',
        '写满后一切办理与封签都会失败。',
        '扩容，或清走无关的文件；不要删其中的任何文件。',
      ],
      en: [
        'The disk of {folder} has {free} MB left.',
        'When it is full, every act and every seal fails.',
        'Give it more room, or remove what does not belong there; nothing in the folder itself.',
      ],
    },
    FILES_LOW: {
      zh: [
        '{folder} 所在磁盘的文件数（inode）将尽。',
        '不能再建文件，数据库会停。',
        '清走无关的小文件，或换一块磁盘。',
      ],
      en: [
        'The disk of {folder} can hold hardly any more files (inodes).',
        'No file can be made any more, and the database stops.',
        'Remove small files that do not belong there, or use another disk.',
      ],
    },
  },
  async *look({ config, limits }: Configured) {
    const folders = config.databaseUrl ? [config.checkpointFolder] : [config.dataFolder, config.checkpointFolder];
    for (const folder of folders) {
      const { bavail, bsize, files, ffree } = await statfs(await standing(folder));
      const free = bavail * bsize;
      if (free < limits.freeBytes) yield ['DISK_LOW', { folder, free: Math.floor(free / 1e6) }];
      // Some file systems count no files.
      if (files > 0 && ffree < files * limits.freeFiles) yield ['FILES_LOW', { folder }];
    }
  },
});
