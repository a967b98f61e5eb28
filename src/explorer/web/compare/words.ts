import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language, Words } from '../shared/words.js';
import type { DifferenceKind } from './difference/difference.js';

const WORDS = {
  title: { zh: '同一查询，多级所见', en: 'One query, seen by several tiers' },
  explorer: { zh: '查询台', en: 'Explorer' },
  language: { zh: '语言', en: 'Language' },
  identities: { zh: '身份', en: 'Identities' },
  addIdentity: { zh: '添加身份', en: 'Add an identity' },
  nobodyFound: { zh: '没有符合的身份', en: 'Nobody fits' },
  full: { zh: '最多六个身份', en: 'Six at most' },
  remove: { zh: '移除', en: 'Remove' },
  moveLeft: { zh: '左移', en: 'Move left' },
  moveRight: { zh: '右移', en: 'Move right' },
  reach: { zh: '可见范围', en: 'Reach' },
  query: { zh: '查询', en: 'Query' },
  readyQueries: { zh: '常用查询', en: 'Ready queries' },
  ownQuery: { zh: '自拟查询', en: 'A query of your own' },
  edit: { zh: '编辑查询', en: 'Edit query' },
  run: { zh: '运行', en: 'Run' },
  variables: { zh: '变量', en: 'Variables' },
  notJson: { zh: '变量须为 JSON 对象', en: 'Variables must be a JSON object' },
  differences: { zh: '不同之处', en: 'Differences' },
  onlyDifferences: { zh: '只看不同', en: 'Only differences' },
  previous: { zh: '上一处不同', en: 'Previous difference' },
  next: { zh: '下一处不同', en: 'Next difference' },
  noDifference: { zh: '各方所得相同', en: 'All answers are the same' },
  part: { zh: '答复', en: 'Answer' },
  absent: { zh: '不在此答复中', en: 'not in this answer' },
  elsewhere: { zh: '不在此页', en: 'not on this page' },
  there: { zh: '在此答复中', en: 'in this answer' },
  nothing: { zh: '无', en: 'none' },
  unfold: { zh: '展开', en: 'Unfold' },
  fold: { zh: '收起', en: 'Fold' },
  choose: { zh: '请在左侧添加身份。', en: 'Add an identity on the left.' },
  legendAbsent: { zh: '该行不在此答复中', en: 'the row is not in this answer' },
  legendNull: { zh: '此处在该答复中为 null', en: 'null in this answer' },
  legendSame: { zh: '答复中没有的，是否存在，答复不作说明。', en: 'Whether there is more, an answer does not tell.' },
  loading: { zh: '正在读取身份…', en: 'Reading the identities…' },
  noIdentities: {
    zh: '这里没有演示身份：多级对照只在开发环境可用。',
    en: 'There are no demo identities here: the comparison is for development only.',
  },
  noReply: { zh: '无应答', en: 'no reply' },
} satisfies Record<string, Words>;

export type Word = keyof typeof WORDS;

interface KindWords {
  sign: string;
  name: Words;
  /** What it is, where the name alone does not tell. */
  about?: Words;
  many: (count: number) => Words;
}

/** A kind of difference: its sign, its name, and how many of it there are. */
export const KINDS: Record<DifferenceKind, KindWords> = {
  row: {
    sign: '▤',
    name: { zh: '行', en: 'row' },
    many: (n) => ({ zh: `${n} 行不同`, en: n === 1 ? '1 row differs' : `${n} rows differ` }),
  },
  facet: {
    sign: '◐',
    name: { zh: '信息面', en: 'facet' },
    about: {
      zh: '信访、内容、举报人：各有可见范围的组成部分',
      en: 'petition, content, reporter: parts of a matter with access of their own',
    },
    many: (n) => ({ zh: `${n} 个信息面不同`, en: n === 1 ? '1 facet differs' : `${n} facets differ` }),
  },
  count: {
    sign: '#',
    name: { zh: '计数', en: 'count' },
    many: (n) => ({ zh: `${n} 个计数不同`, en: n === 1 ? '1 count differs' : `${n} counts differ` }),
  },
  value: {
    sign: '≠',
    name: { zh: '值', en: 'value' },
    many: (n) => ({ zh: `${n} 个值不同`, en: n === 1 ? '1 value differs' : `${n} values differ` }),
  },
};

export const refused = (n: number): Words => ({
  zh: `${n} 个身份未获数据`,
  en: n === 1 ? '1 identity got no data' : `${n} identities got no data`,
});

export const rowCount = (n: number): Words => ({ zh: `${n} 行`, en: n === 1 ? '1 row' : `${n} rows` });

export const SpokenLanguage = createContext<Language>('zh');

/** The language spoken, a word of the page in it, and whatever else is there in both. */
export function useWords() {
  const language = useContext(SpokenLanguage);
  return { language, word: (key: Word) => WORDS[key][language], say: (words: Words) => words[language] };
}
