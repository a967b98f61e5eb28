import type { Fault, Verdict } from './verify.js';

/** The verdict in words, Chinese first. */
export function wordsOf(verdict: Verdict): { zh: string; en: string }[] {
  const { seals, sealed, tail, notOutside, fault } = verdict;
  const through = {
    zh: `核验了${seals}个封签、${sealed}条审计记录。`,
    en: `Verified ${seals} seals over ${sealed} entries.`,
  };
  if (fault) return [through, faultInWords(fault)];
  return [
    through,
    ...(notOutside > 0
      ? [
          {
            zh: `其中${notOutside}个封签尚未写到库外。`,
            en: `Of these, ${notOutside} seals are not yet outside the database.`,
          },
        ]
      : []),
    { zh: `尚未封签的记录：${tail}条。`, en: `Entries that no seal fixes yet: ${tail}.` },
    { zh: '未发现改动。', en: 'Nothing was changed.' },
  ];
}

function faultInWords(fault: Fault): { zh: string; en: string } {
  const { what } = fault;
  if ('place' in fault) {
    const { seal, place, txid, id } = fault;
    const row = { zh: `记录 ${id}（事务 ${txid}，封签 ${seal} 第 ${place} 条）`, en: `Entry ${id} (transaction ${txid}, place ${place} of seal ${seal})` }; // prettier-ignore
    if (what === 'ROW_CHANGED') return { zh: `${row.zh}被改动。`, en: `${row.en} was changed.` };
    if (what === 'ROW_MISSING') return { zh: `${row.zh}缺失。`, en: `${row.en} is missing.` };
    return {
      zh: `记录 ${id}（事务 ${txid}）未经封签，却插在封签 ${seal} 第 ${place} 条之前。`,
      en: `Entry ${id} (transaction ${txid}) was never sealed and stands before place ${place} of seal ${seal}.`,
    };
  }
  if ('id' in fault) {
    return {
      zh: `记录 ${fault.id}（事务 ${fault.txid}）尚未封签，已被改动。`,
      en: `Entry ${fault.id} (transaction ${fault.txid}), not yet sealed, was changed.`,
    };
  }
  const { seal } = fault;
  const words: Record<typeof fault.what, { zh: string; en: string }> = {
    OUTSIDE_MISSING: { zh: `库外缺少封签 ${seal}。`, en: `Seal ${seal} is missing outside the database.` },
    OUTSIDE_WRONG: {
      zh: `库外的封签 ${seal} 签名不符，或与前一封签不相衔接。`,
      en: `Seal ${seal} outside the database is not signed by a trusted key, or does not follow the one before.`,
    },
    SEAL_MISSING: { zh: `数据库缺少封签 ${seal}。`, en: `Seal ${seal} is gone from the database.` },
    SEAL_CHANGED: {
      zh: `数据库中的封签 ${seal} 与库外的不同。`,
      en: `Seal ${seal} of the database is not the one outside.`,
    },
    SEAL_WRONG: {
      zh: `数据库中的封签 ${seal} 签名不符，或与前一封签不相衔接。`,
      en: `Seal ${seal} of the database is not signed by a trusted key, or does not follow the one before.`,
    },
  };
  return words[fault.what];
}
