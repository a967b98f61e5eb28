import { useWords } from './words.js';

/** What the marks mean, and what they do not: that something is withheld cannot be seen from an answer. */
export function Legend() {
  const { word } = useWords();
  return (
    <ul class="legend">
      <li>
        <span class="sample hatched" aria-hidden="true" /> {word('legendAbsent')}
      </li>
      <li>
        <span class="sample null" aria-hidden="true">
          null
        </span>{' '}
        {word('legendNull')}
      </li>
      <li class="same">{word('legendSame')}</li>
    </ul>
  );
}
