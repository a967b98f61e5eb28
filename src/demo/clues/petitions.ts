import type { PetitionChannel } from '../../workflow/clueStages.js';
import type { Random } from '../random.js';
import type { Clue, Petition } from './clue.js';
import type { Subject } from './subjects.js';

/** The sources where a person reported; the others are passed on by an organ. */
const FROM_PEOPLE: ReadonlySet<Clue['source']> = new Set(['PETITION', 'NATIONAL_PLATFORM', 'SUPPLEMENT']);

const OPENINGS: Readonly<Record<keyof typeof PetitionChannel, string>> = {
  LETTER: '来信反映',
  VISIT: '群众来访反映',
  CALL: '来电反映',
  ONLINE: '网络举报反映',
  OTHER: '群众反映',
};
const CLOSINGS = ['请予核查。', '希望尽快调查处理。', '附有关材料照片三张。', '知情人可以作证。', '望保护反映人。', ''];

const PASSED_ON: Partial<Record<Clue['source'], string>> = {
  SUPERIOR_ASSIGNED: '上级交办，要求三个月内办结并报告结果：',
  INSPECTION_TRANSFER: '巡察机构移交：',
  SUPERVISION_FINDING: '日常监督检查中发现：',
  DISPATCHED_GROUP: '派驻纪检监察组移送：',
};

export function isFromPeople(source: Clue['source']): boolean {
  return FROM_PEOPLE.has(source);
}

/** What was received, as it was received; `text` where a story has its own words. */
export function inventedPetition(
  random: Random,
  { source, subject, allegation }: { source: Clue['source']; subject: Subject; allegation: string },
  text?: string,
): Petition {
  const who = `${subject.position}${subject.name}`;
  if (!isFromPeople(source)) {
    return { class: 'ACCUSATION', channel: 'OTHER', text: text ?? `${PASSED_ON[source]}${who}涉嫌${allegation}` };
  }
  const channel = random.weighted({ LETTER: 30, VISIT: 12, CALL: 22, ONLINE: 33, OTHER: 3 });
  const opening = source === 'SUPPLEMENT' ? '此前已反映，现补充材料' : OPENINGS[channel];
  // 一句话线索 (A 42): now and then a sentence is all there is.
  const told = random.chance(0.12)
    ? `${who}有问题，${allegation}`
    : `${opening}：${who}${allegation}${random.pick(CLOSINGS)}`;
  return {
    class: random.weighted({ ACCUSATION: 88, APPEAL: 4, SUGGESTION: 4, OTHER: 4 }),
    channel,
    text: text ?? told,
  };
}
