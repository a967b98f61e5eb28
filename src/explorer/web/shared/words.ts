export type Language = 'zh' | 'en';
/** A text in both languages. */
export type Words = Record<Language, string>;
