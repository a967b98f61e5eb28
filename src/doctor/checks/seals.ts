import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { lineOf, type Checkpoint } from '../../audit/checkpoint.js';
import { CheckpointFolder } from '../../audit/checkpointFolder.js';
import { isLoopback } from '../../identity/loopback.js';

export const seals = check({
  id: 'seals',
  name: { zh: '审计封签', en: 'Seals of the audit trail' },
  faults: {
    UNSEALED: {
      zh: [
        '{count} 条审计记录等封签已超过 {seconds} 秒（最早 {at}）。',
        '这些记录此刻被改动，无从发现。',
        '有服务器在运行则看其日志“is not being sealed”；没有则启动一台。',
      ],
      en: [
        '{count} entries have waited for a seal for more than {seconds} seconds (since {at}).',
        'A change of these would not show.',
        'If a server runs its log says why (“is not being sealed”); if none does, start one.',
      ],
    },
    NOT_OUTSIDE: {
      zh: [
        '封签 {first} 至 {last} 还没有写到库外 {folder}。',
        '数据库管理员仍可改动它们所封的记录。',
        '查该目录能否写入、磁盘是否已满；每台服务器各写一份。',
      ],
      en: [
        'Seals {first} to {last} are not yet outside, in {folder}.',
        'Who governs the database could still change what they seal.',
        'See whether the folder can be written and has room; each server writes its own.',
      ],
    },
    OUTSIDE_AHEAD: {
      zh: [
        '库外已到封签 {outside}，库内只到 {inside}。',
        '库内的封签被删，或数据库退回了旧备份；在此期间不再封签。',
        '把库外目录作为证据保留，运行 npm run audit:verify。',
      ],
      en: [
        'Outside there is seal {outside}, and the database has come to {inside} only.',
        'Seals were removed, or the database is an old backup; nothing is sealed meanwhile.',
        'Keep the folder outside as evidence, and run npm run audit:verify.',
      ],
    },
    OUTSIDE_DIFFERS: {
      zh: [
        '封签 {number} 在库内与库外不同。',
        '其中之一被改动；在此期间不再封签。',
        '把库外目录作为证据保留，运行 npm run audit:verify。',
      ],
      en: [
        'Seal {number} of the database is not the one outside.',
        'One of them was changed; nothing is sealed meanwhile.',
        'Keep the folder outside as evidence, and run npm run audit:verify.',
      ],
    },
    WITH_DATABASE: {
      zh: [
        '封签目录 {folder} 与数据库在同一台机器上。',
        '管得了那台机器的人，两边都能改。',
        '把 LIANDONG_CHECKPOINTS 指向数据库管理员够不到的地方，或不断复制到那里。',
      ],
      en: [
        'The seals’ folder {folder} is on the machine of the database.',
        'Who governs that machine can change both.',
        'Let LIANDONG_CHECKPOINTS lie where the database’s administrators do not reach, or copy it there all the time.',
      ],
      notice: true,
    },
  },
  async *look({ db, config, limits }: Connected) {
    const folder = config.checkpointFolder;
    const outside = await new CheckpointFolder(folder).last();
    const { rows } = await db.query<Sealed>(LOOK, [outside?.number ?? 0, `${limits.sealSeconds} seconds`]);
    const { last, same, waiting, since, first } = rows[0]!;
    if (outside && outside.number > last) yield ['OUTSIDE_AHEAD', { outside: outside.number, inside: last }];
    else if (outside && same !== lineOf(outside)) yield ['OUTSIDE_DIFFERS', { number: outside.number }];
    else if (first && Date.parse((JSON.parse(first) as Checkpoint).at) < Date.now() - limits.sealSeconds * 1000)
      yield ['NOT_OUTSIDE', { first: (outside?.number ?? 0) + 1, last, folder }];
    if (waiting > 0) yield ['UNSEALED', { count: waiting, seconds: limits.sealSeconds, at: since! }];
    if (config.databaseUrl && isHere(new URL(config.databaseUrl))) yield ['WITH_DATABASE', { folder }];
  },
});

interface Sealed {
  last: number;
  /** The database's copy of the last one outside. */
  same: string | null;
  /** The first that is not outside. */
  first: string | null;
  waiting: number;
  since: string | null;
}

/** Entries come in the order of seals, so what waits stands at the end. */
const LOOK = `
  with last as (select number, through_txid, through_id from audit_seal order by number desc limit 1),
    waiting as (select count(*)::int as count, min(at) as since from audit_entry
      where (txid, id) > (coalesce((select through_txid from last), '0'),
        coalesce((select through_id from last), '00000000-0000-0000-0000-000000000000')))
  select coalesce((select number from last), 0)::int as last, (select line from audit_seal where number = $1) as same,
    (select line from audit_seal where number = $1 + 1) as first,
    case when since < clock_timestamp() - $2::interval then count else 0 end as waiting,
    to_char(since, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since from waiting`;

function isHere({ hostname, searchParams }: URL): boolean {
  const host = decodeURIComponent(searchParams.get('host') ?? hostname);
  return host.startsWith('/') || isLoopback(host);
}
