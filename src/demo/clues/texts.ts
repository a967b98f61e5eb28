import type { ClueSource } from '../../workflow/clueStages.js';
import type { Random } from '../random.js';
import type { Subject } from './subjects.js';

/** What is alleged, in the words of the ledger; amounts and years are filled in by lot. */
const ALLEGATIONS = [
  '违规收受管理服务对象礼品礼金约{amount}元。',
  '在{project}中违规插手招投标，为特定企业提供帮助。',
  '利用职务便利为亲属承揽{project}谋取利益。',
  '违规向管理服务对象借款{amount}元，长期未归还。',
  '截留、挪用{fund}约{amount}元。',
  '在{fund}发放中优亲厚友，{count}户不符合条件的亲属享受补助。',
  '违规操办子女婚庆事宜并收受下属单位人员礼金。',
  '公车私用、违规使用公务加油卡，{year}年以来共{count}次。',
  '接受可能影响公正执行公务的宴请和旅游安排{count}次。',
  '违规经商办企业，在{project}供应商中持有股份。',
  '履职不力，对{project}质量问题失察，造成不良影响。',
  '在{year}年干部选拔任用中收受好处费{amount}元。',
  '将集体厂房低价出租给亲属，租金低于市场价约{amount}元。',
  '虚报冒领{fund}，伪造{count}人签字。',
  '办事拖延、吃拿卡要，群众多次反映未予解决。',
  '使用虚假车辆维修票据套取公款{amount}元。',
];

const PROJECTS = [
  '安置房建设项目',
  '农田水利改造工程',
  '道路提升工程',
  '校舍维修项目',
  '医疗设备采购',
  '污水管网工程',
  '厂房出租',
  '信息化系统采购',
];
const FUNDS = ['惠农补贴', '征地补偿款', '低保资金', '村集体资金', '危房改造补助', '耕地地力保护补贴', '食堂专项经费'];

const OPENINGS = ['来信反映', '群众来访反映', '来电反映', '网络举报反映', '联名反映'];
const CLOSINGS = ['请予核查。', '希望尽快调查处理。', '附有关材料照片三张。', '知情人可以作证。', '望保护反映人。', ''];

/** How a clue that nobody petitioned about came in. */
const TRANSFERS: Partial<Record<keyof typeof ClueSource, string>> = {
  SUPERIOR_ASSIGNED: '上级交办，要求三个月内办结并报告结果：',
  INSPECTION_TRANSFER: '巡察机构移交：',
  SUPERVISION_FINDING: '日常监督检查中发现：',
  DISPATCHED_GROUP: '派驻纪检监察组移送：',
};

export function inventedAllegation(random: Random): string {
  return random.pick(ALLEGATIONS).replaceAll(/\{(\w+)\}/g, (_, name: string) => filling(random, name));
}

function filling(random: Random, name: string): string {
  if (name === 'project') return random.pick(PROJECTS);
  if (name === 'fund') return random.pick(FUNDS);
  if (name === 'count') return String(random.integer(2, 18));
  if (name === 'year') return String(random.integer(2018, 2023));
  return random.pick(['3000', '8000', '1.2万', '2.6万', '5万', '8.5万', '13万', '27万', '40余万']);
}

export function petitionText(
  random: Random,
  source: keyof typeof ClueSource,
  subject: Subject,
  allegation: string,
): string {
  const who = `${subject.position}${subject.name}`;
  const transfer = TRANSFERS[source];
  if (transfer) return `${transfer}${who}涉嫌${allegation}`;
  // 一句话线索 (A 42): now and then a sentence is all there is.
  if (random.chance(0.12)) return `${who}有问题，${allegation}`;
  const opening = source === 'SUPPLEMENT' ? '此前已反映，现补充材料：' : `${random.pick(OPENINGS)}：`;
  return `${opening}${who}${allegation}${random.pick(CLOSINGS)}`;
}
