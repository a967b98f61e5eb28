import { useEffect, useRef } from 'preact/hooks';
import { dutyWord } from '../shared/duties.js';
import { nameOf, TIERS, type Identity } from '../shared/identities.js';
import type { JsonObject } from './difference/answer.js';
import { clausesOf, NOUNS, type Noun } from './reach.js';
import { useWords, type Word } from './words.js';

interface IdentityCardProps {
  identity: Identity;
  reach: JsonObject | null;
  nouns: Noun[];
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function IdentityCard({ identity, reach, nouns, first, last, onMove, onRemove }: IdentityCardProps) {
  const { language, word, say } = useWords();
  const name = nameOf(identity, language);
  const who = [identity.person, dutyWord(identity.duty, language), name.includes(identity.unit) ? '' : identity.unit]
    .filter(Boolean)
    .join(' · ');
  return (
    <article class="card" data-tier={identity.tier} data-identity={identity.post} aria-label={name}>
      <div class="card-top">
        <span class="tier">{say(TIERS[identity.tier])}</span>
        <Acts {...{ name, first, last, onMove, onRemove }} />
      </div>
      <h2>{breakable(name)}</h2>
      <p class="who" title={who}>
        {who}
      </p>
      <dl class="reach">
        {nouns.map((noun) => (
          <div key={noun} title={`${word('reach')} – ${inFull(clausesOf(reach, noun))}`}>
            <dt>{say(NOUNS[noun])}</dt>
            <dd>
              {clausesOf(reach, noun).map(({ way, of }) => (
                <span key={way} class="clause">
                  {way} {of && <b>{of}</b>}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

const inFull = (clauses: ReturnType<typeof clausesOf>) =>
  clauses.map(({ way, of }) => `${way} ${of}`.trim()).join(' · ');

/** A Chinese name breaks after the organ rather than within a word. */
function breakable(name: string) {
  return name
    .split(/(?<=纪委监委|纪工委)/)
    .flatMap((part, index) => (index > 0 ? [<wbr key={index} />, part] : [part]));
}

type ActsProps = Pick<IdentityCardProps, 'first' | 'last' | 'onMove' | 'onRemove'> & { name: string };

function Acts({ name, first, last, onMove, onRemove }: ActsProps) {
  const { word } = useWords();
  const moved = useRef<HTMLButtonElement | null>(null);
  // A card that changes its place loses the focus with it; whoever moves by keyboard wants to go on.
  useEffect(() => {
    const button = moved.current;
    const other = button?.parentElement?.querySelector<HTMLButtonElement>('button:not(:disabled)');
    (button?.disabled ? other : button)?.focus();
    moved.current = null;
  });
  const act = (key: Word, sign: string, off: boolean, onClick: (button: HTMLButtonElement) => void) => (
    <button
      type="button"
      aria-label={`${word(key)}: ${name}`}
      title={word(key)}
      disabled={off}
      onClick={(event) => onClick(event.currentTarget)}
    >
      {sign}
    </button>
  );
  const move = (by: -1 | 1) => (button: HTMLButtonElement) => {
    moved.current = button;
    onMove(by);
  };
  return (
    <div class="acts">
      {act('moveLeft', '‹', first, move(-1))}
      {act('moveRight', '›', last, move(1))}
      {act('remove', '×', false, onRemove)}
    </div>
  );
}
