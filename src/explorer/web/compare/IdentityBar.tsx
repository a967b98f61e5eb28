import { useEffect, useRef } from 'preact/hooks';
import type { Identity } from '../shared/identities.js';
import type { Reply } from './ask.js';
import { MOST } from './cast.js';
import { IdentityCard } from './IdentityCard.js';
import { IdentityCombobox } from './IdentityCombobox.js';
import { Legend } from './Legend.js';
import type { Noun } from './reach.js';
import { useWords } from './words.js';

interface IdentityBarProps {
  identities: Identity[];
  people: Identity[];
  reaches: Readonly<Record<string, Reply>>;
  nouns: Noun[];
  add: (identity: Identity) => void;
  remove: (identity: Identity) => void;
  move: (identity: Identity, by: -1 | 1) => void;
}

/** Who asks: a card over each column of the result. */
export function IdentityBar({ identities, people, reaches, nouns, add, remove, move }: IdentityBarProps) {
  const { word } = useWords();
  const bar = useRef<HTMLElement>(null);
  const removedAt = useRef<number | null>(null);
  // The button that removes a card goes with it; whoever removes by keyboard wants to go on from there.
  useEffect(() => {
    if (removedAt.current === null) return;
    const successor = bar.current?.querySelectorAll('.card')[removedAt.current];
    const next = successor?.querySelector('.acts button:last-child') ?? bar.current?.querySelector('[role=combobox]');
    (next as HTMLElement | null | undefined)?.focus();
    removedAt.current = null;
  }, [people]);
  return (
    <section class="columns cards" aria-label={word('identities')} ref={bar}>
      <div class="adding">
        <p class="of-six">
          {word('identities')} <b>{people.length}</b> / {MOST}
        </p>
        <IdentityCombobox
          identities={identities.filter((each) => !people.includes(each))}
          full={people.length >= MOST}
          onChoose={add}
        />
        <Legend />
      </div>
      {people.map((identity, index) => (
        <IdentityCard
          key={identity.post}
          {...{ identity, nouns }}
          reach={reaches[identity.post]?.data ?? null}
          first={index === 0}
          last={index === people.length - 1}
          onMove={(by) => move(identity, by)}
          onRemove={() => {
            removedAt.current = index;
            remove(identity);
          }}
        />
      ))}
    </section>
  );
}
