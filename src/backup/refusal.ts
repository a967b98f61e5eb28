/** Why nothing was backed up or restored. `part` is a file of ours; `found` and `name` are for the operator's eyes. */
const REASONS = {
  TARGET_EXISTS: (name: string) => [`${name} 已存在，备份不覆盖任何内容。`, `${name} exists, and a backup overwrites nothing.`],
  NOTHING_THERE: () => ['数据库中没有可备份的内容。', 'There is nothing to back up in this database.'],
  NO_BACKUP: (name: string) => [`${name} 不是完整的备份。`, `${name} is no whole backup.`],
  NEWER_FORM: (name: string) => [`此备份的格式（${name}）比本版本新。`, `The form of this backup (${name}) is newer than this version knows.`],
  NEWER_VERSION: (name: string) => [`此备份由更新的版本制作：本版本没有迁移 ${name}。`, `This backup was made by a newer version: this one has no migration ${name}.`],
  NO_KEYS: (name: string) => [`需要备份时的密钥：设置 LIANDONG_KEYS，或将 keys.json 复制到 ${name}。`, `The keys it was made under are needed: set LIANDONG_KEYS, or copy keys.json into ${name}.`],
  KEY_MISSING: (name: string) => [`备份用密钥 ${name} 加密；LIANDONG_KEYS（或 keys.json）中没有该名称的密钥。`, `The backup is under the key ${name}; LIANDONG_KEYS (or keys.json) has no key of that name.`],
  KEY_NOT_FIRST: (name: string) => [`密钥 ${name} 须列在 LIANDONG_KEYS 首位，如备份时一样。`, `The key ${name} must be listed first in LIANDONG_KEYS, as it was then.`],
  KEY_OTHER: (name: string) => [`名为 ${name} 的密钥不是备份时的那一把。`, `The key named ${name} is not the one the backup was made under.`],
  PART_MISSING: (part: string) => [`备份缺少文件 ${part}。`, `The file ${part} of the backup is missing.`],
  PART_CHANGED: (part: string) => [`备份文件 ${part} 已损坏或被改动。`, `The file ${part} of the backup is damaged or was changed.`],
  TRAIL_FAULT: (found: string) => [`备份时审计记录已有问题；仍要恢复，请加 --with-fault。${found}`, `The audit trail had a fault when the backup was made; --with-fault restores it all the same. ${found}`],
  NOT_EMPTY: (found: string) => [`目标数据库不为空：有${found}张表。`, `The database to restore into is not empty: it has ${found} tables of ours.`],
  SEALS_THERE: (name: string) => [`${name} 中已有封签；请将 LIANDONG_CHECKPOINTS 设为空文件夹。`, `There are seals in ${name}; set LIANDONG_CHECKPOINTS to an empty folder.`],
  OTHER_TABLES: (found: string) => [`备份中的表与其版本不符：${found}。`, `The tables of the backup are not those of its version: ${found}.`],
  COUNT_DIFFERS: (found: string) => [`恢复的行数不符：${found}。`, `What was restored has another number of rows: ${found}.`],
  VERDICT_DIFFERS: (found: string) => [`恢复后的审计核验与备份时不符。${found}`, `The audit trail does not verify as it did when the backup was made. ${found}`],
} satisfies Record<string, (of: string) => [zh: string, en: string]>; // prettier-ignore

export type RefusalCode = keyof typeof REASONS;

export class BackupRefused extends Error {
  readonly zh: string;

  constructor(
    readonly code: RefusalCode,
    of = '',
    options?: ErrorOptions,
  ) {
    const [zh, en] = REASONS[code](of);
    super(en, options);
    this.zh = zh;
    this.name = 'BackupRefused';
  }
}

/** In both languages, for whoever ran the command. */
export function inWords(error: unknown): { zh: string; en: string } {
  if (error instanceof BackupRefused)
    return { zh: `${error.zh}（${error.code}）`, en: `${error.message} (${error.code})` };
  return { zh: '', en: error instanceof Error ? error.message : String(error) };
}
