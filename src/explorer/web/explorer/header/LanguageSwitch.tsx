import type { Language } from '../../shared/words.js';
import { word } from '../words.js';

const NAMES: [Language, string][] = [
  ['zh', '中文'],
  ['en', 'EN'],
];

export function LanguageSwitch({
  language,
  onLanguage,
}: {
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  return (
    <div className="language" role="group" aria-label={word('language', language)}>
      {NAMES.map(([each, name]) => (
        <button key={each} type="button" aria-pressed={each === language} onClick={() => onLanguage(each)}>
          {name}
        </button>
      ))}
    </div>
  );
}
