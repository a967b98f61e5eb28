import type { Identity } from '../shared/identities.js';
import type { Reply } from './ask.js';
import { DIFFERENCE_KINDS, type Line } from './difference/difference.js';
import { tally } from './difference/tally.js';
import type { Show } from './visibleLines.js';
import { KINDS, refused, useWords } from './words.js';

interface SummaryProps {
  lines: Line[];
  people: Identity[];
  replies: Readonly<Record<string, Reply>>;
  show: Show;
  onShow: (show: Show) => void;
  walk: { place: number; stops: number; next: () => void; previous: () => void };
}

/** How many differences of which kind; each kind can be looked at alone, and all be walked through. */
export function Summary({ lines, people, replies, show, onShow, walk }: SummaryProps) {
  const { word, say } = useWords();
  const counts = tally(lines);
  const kinds = DIFFERENCE_KINDS.filter((kind) => counts[kind] > 0);
  const without = people.filter(({ post }) => replies[post]?.data === null).length;
  const told = kinds.map((kind) => say(KINDS[kind].many(counts[kind])));
  const same = kinds.length === 0 && people.filter(({ post }) => replies[post]?.data).length > 1;
  const all = [...told, ...(same ? [word('noDifference')] : []), ...(without > 0 ? [say(refused(without))] : [])];
  return (
    <section class="summary" aria-label={word('differences')}>
      <p class="told" role="status">
        {all.join(' · ')}
      </p>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="chip"
          data-kind={kind}
          title={KINDS[kind].about && say(KINDS[kind].about)}
          aria-pressed={show === kind}
          onClick={() => onShow(show === kind ? 'everything' : kind)}
        >
          <span aria-hidden="true">{KINDS[kind].sign}</span> {say(KINDS[kind].many(counts[kind]))}
        </button>
      ))}
      {same && <span class="chip same">＝ {word('noDifference')}</span>}
      {without > 0 && <span class="chip refused">⊘ {say(refused(without))}</span>}
      <span class="gap" />
      <label class="only">
        <input
          type="checkbox"
          checked={show !== 'everything'}
          onChange={(event) => onShow(event.currentTarget.checked ? 'differences' : 'everything')}
        />
        {word('onlyDifferences')}
      </label>
      <div class="walk">
        <button type="button" class="quiet" disabled={walk.stops === 0} onClick={walk.previous}>
          ↑ <span>{word('previous')}</span> <kbd>p</kbd>
        </button>
        <output>
          {walk.place} / {walk.stops}
        </output>
        <button type="button" class="quiet" disabled={walk.stops === 0} onClick={walk.next}>
          ↓ <span>{word('next')}</span> <kbd>n</kbd>
        </button>
      </div>
    </section>
  );
}
