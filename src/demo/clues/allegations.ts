import type { Random } from '../random.js';

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
