import type { Language, Words } from './words.js';

const KEPT = 'liandong:language';
const TAGS: Words = { zh: 'zh-CN', en: 'en' };

/** What was chosen before; at first Chinese, unless the browser's own language is English. */
export function keptLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'zh';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

/** As `lang` and Accept-Language have it. */
export const languageTag = (language: Language): string => TAGS[language];
