import { nameOf, type Identity } from '../shared/identities.js';
import type { Reply } from './ask.js';
import { ReplyHead } from './ReplyHead.js';
import { ResultLine } from './ResultLine.js';
import type { VisibleLine } from './visibleLines.js';
import { useWords } from './words.js';

interface ResultProps {
  people: Identity[];
  replies: Readonly<Record<string, Reply>>;
  visible: VisibleLine[];
  /** The path of the difference that the walk is at. */
  at: string | null;
  onToggle: (path: string) => void;
}

/** The answers side by side, one line for each part of them. */
export function Result({ people, replies, visible, at, onToggle }: ResultProps) {
  const { language, word } = useWords();
  const own = people.map(({ post }) => replies[post]);
  if (people.length === 0) return <p class="waiting">{word('choose')}</p>;
  return (
    <table class="result">
      <thead>
        <tr>
          <th scope="col">{word('part')}</th>
          {people.map((identity) => (
            <th key={identity.post} scope="col" data-tier={identity.tier}>
              <ReplyHead name={nameOf(identity, language)} reply={replies[identity.post]} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {visible.map((each) => (
          <ResultLine key={each.path} visible={each} replies={own} current={each.path === at} onToggle={onToggle} />
        ))}
      </tbody>
    </table>
  );
}
