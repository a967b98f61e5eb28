import type { Clue } from '../clues/clue.js';
import type { Random } from '../random.js';

const REQUIREMENTS = [
  '请于收到本通知之日起三十日内核查办结，并书面报告办理结果。',
  '该线索具体、可查性较强，请加强核查力量，按期办结并报送我室。',
  '该线索长期未结，请说明原因，制定办理计划，逐项推进。',
  '请主要负责人亲自过问，组织集体研判，严格审核处置意见。',
  '请会同有关派驻纪检监察组联合核查，注意保护反映人。',
];
const RESULTS = ['已办结：', '已按要求核查：', '经集体研判、报批后：'];

const FINDINGS: Partial<Record<string, string>> = {
  CASE_FILED: '反映问题属实，已立案审查调查。',
  DISPROVED: '反映问题查无实据，予以了结并作澄清。',
  DIRECT_CLOSURE: '不具备可查性，予以了结。',
  ACCEPTED_EXPLANATION: '本人说明清楚，采信了结。',
  REMINDER_TALK: '存在轻微问题，给予谈话提醒。',
  CRITICISM: '存在轻微问题，给予批评教育。',
  ORDERED_SELF_EXAMINATION: '责令作出书面检查。',
  ADMONITION: '给予诫勉。',
  TRANSFERRED_TO_PARTY_ORG: '移交有关党组织处理。',
};

export function requirementText(random: Random): string {
  return random.pick(REQUIREMENTS);
}

export function resultText(random: Random, clue: Clue | null): string {
  const finding = FINDINGS[clue?.step.outcome ?? ''] ?? '主要事实已查清，正在履行审批程序。';
  return random.pick(RESULTS) + finding;
}
