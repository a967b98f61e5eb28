import type { Language, Words } from '../shared/words.js';

const WORDS = {
  identity: { zh: '身份', en: 'Identity' },
  searchIdentity: { zh: '搜索姓名、单位、区划代码…', en: 'Search by name, unit or code…' },
  nobodyFound: { zh: '没有符合的身份', en: 'Nobody fits' },
  openIdentities: { zh: '列出全部身份', en: 'List all identities' },
  token: { zh: '访问令牌', en: 'Bearer token' },
  tokenHint: { zh: '粘贴访问令牌；仅存于内存', en: 'Paste a token; kept in memory only' },
  useToken: { zh: '使用', en: 'Use' },
  tokenMissing: { zh: '请先在上方输入访问令牌。', en: 'Enter a bearer token above first.' },
  callerChanged: { zh: '身份已更换，请重新运行。', en: 'The identity has changed; run it again.' },
  readyQueries: { zh: '常用查询', en: 'Ready queries' },
  documentation: { zh: '接口文档', en: 'Schema docs' },
  compare: { zh: '多级对照', en: 'Compare tiers' },
  language: { zh: '语言', en: 'Language' },
  reach: { zh: '可见范围', en: 'Reach' },
  post: { zh: '职务', en: 'Post' },
} satisfies Record<string, Words>;

export const word = (key: keyof typeof WORDS, language: Language): string => WORDS[key][language];
