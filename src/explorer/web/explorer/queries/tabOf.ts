import type { Language } from '../../shared/words.js';
import type { ReadyQuery } from './readyQueries.js';

/** What a tab shows of a ready query: its words as comments, its text, its variables. */
export function tabOf({ title, note, text, variables }: ReadyQuery, language: Language, found: object = {}) {
  return {
    query: `# ${title[language]}\n# ${note[language]}\n${text}\n`,
    variables: JSON.stringify({ ...variables, ...found }, null, 2),
  };
}
