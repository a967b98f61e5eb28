import { check } from '../check.js';
import type { Connected } from '../ground.js';

export const replication = check({
  id: 'replication',
  name: { zh: '复制', en: 'Replication' },
  faults: {
    SLOT_HOLDS: {
      zh: [
        '复制槽 {slot} 拖住了 {megabytes} MB 日志（{state}）。',
        '磁盘会写满，数据库会停。',
        '让那台备库跟上；已不用的，以管理员 pg_drop_replication_slot。',
      ],
      en: [
        'The replication slot {slot} holds back {megabytes} MB of log ({state}).',
        'The disk fills up and the database stops.',
        'Let that standby catch up; if nobody uses the slot, pg_drop_replication_slot as an administrator.',
      ],
    },
    SLOT_LOST: {
      zh: ['复制槽 {slot} 已失效。', '那台备库再也跟不上。', '重做那台备库，删掉此槽。'],
      en: [
        'The replication slot {slot} is lost.',
        'Its standby can never catch up.',
        'Make the standby anew and drop the slot.',
      ],
    },
  },
  async *look({ db, limits }: Connected) {
    const { rows } = await db.query<{ slot: string; active: boolean; bytes: string; lost: boolean }>(
      `select slot_name as slot, active, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0) as bytes,
        wal_status is not distinct from 'lost' as lost from pg_replication_slots order by slot_name`,
    );
    for (const { slot, active, bytes, lost } of rows) {
      const state = active ? { zh: '使用中', en: 'in use' } : { zh: '无人使用', en: 'not in use' };
      if (lost) yield ['SLOT_LOST', { slot }];
      else if (Number(bytes) > limits.slotBytes)
        yield ['SLOT_HOLDS', { slot, megabytes: Math.round(Number(bytes) / 1e6), state }];
    }
  },
});
