import icon from '../shared/icon.svg';
import type { Language } from '../shared/words.js';
import { useWords } from './words.js';

const NAMES: [Language, string][] = [
  ['zh', '中文'],
  ['en', 'EN'],
];

export function Header({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { language, word } = useWords();
  return (
    <header class="bar">
      <p class="wordmark">
        <img src={icon} alt="" width={32} height={32} />
        联动 <span lang="en">Liandong</span>
      </p>
      <h1>{word('title')}</h1>
      <a class="bar-button" href="/">
        {word('explorer')}
      </a>
      <div class="language" role="group" aria-label={word('language')}>
        {NAMES.map(([each, name]) => (
          <button key={each} type="button" aria-pressed={each === language} onClick={() => onLanguage(each)}>
            {name}
          </button>
        ))}
      </div>
    </header>
  );
}
