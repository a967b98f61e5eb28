import { useId, useRef, useState } from 'preact/hooks';
import { dutyWord } from '../shared/duties.js';
import { nameOf, TIERS, type Identity, type Tier } from '../shared/identities.js';
import { useWords } from './words.js';

interface IdentityComboboxProps {
  identities: Identity[];
  full: boolean;
  onChoose: (identity: Identity) => void;
}

/** Finds somebody by typing; arrows and Enter choose, Escape closes. */
export function IdentityCombobox({ identities, full, onChoose }: IdentityComboboxProps) {
  const { language, word, say } = useWords();
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const tiers = Object.keys(TIERS) as Tier[];
  const found = tiers.flatMap((tier) => identities.filter((each) => each.tier === tier && fits(each, sought)));
  const current = found[Math.min(at, found.length - 1)];
  const optionId = (identity: Identity) => `${id}-${identity.post}`;

  function choose(identity: Identity | undefined) {
    if (!identity) return;
    setSought('');
    setAt(0);
    setOpen(false);
    onChoose(identity);
  }

  function go(to: number) {
    const next = Math.max(0, Math.min(to, found.length - 1));
    setOpen(true);
    setAt(next);
    const option = found[next] && list.current?.ownerDocument.getElementById(optionId(found[next]));
    option?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent) {
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(open ? at + 1 : 0),
      ArrowUp: () => go(at - 1),
      Enter: () => (open ? choose(current) : setOpen(true)),
      Escape: () => {
        setOpen(false);
        setSought('');
      },
    };
    const act = event.isComposing ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  return (
    <div class="combobox">
      <input
        role="combobox"
        aria-label={word('addIdentity')}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && current ? optionId(current) : undefined}
        placeholder={full ? word('full') : `＋ ${word('addIdentity')}`}
        disabled={full}
        autoComplete="off"
        spellcheck={false}
        value={sought}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setSought(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div class="panel" role="listbox" id={`${id}-list`} aria-label={word('identities')} hidden={!open} ref={list}>
        {tiers.map((tier) => {
          const those = found.filter((each) => each.tier === tier);
          return those.length === 0 ? null : (
            <div key={tier} role="group" aria-label={say(TIERS[tier])} data-tier={tier}>
              <h3 aria-hidden="true">
                <span class="tier">{say(TIERS[tier])}</span>
              </h3>
              {those.map((identity) => (
                <div
                  key={identity.post}
                  id={optionId(identity)}
                  role="option"
                  class="option"
                  aria-selected={identity === current}
                  // Before the field loses the focus and the list goes.
                  onPointerDown={(event) => {
                    event.preventDefault();
                    choose(identity);
                  }}
                >
                  {nameOf(identity, language)}
                  <small>
                    {identity.person} · {dutyWord(identity.duty, language)} · {identity.unit}
                  </small>
                </div>
              ))}
            </div>
          );
        })}
        {found.length === 0 && <p>{word('nobodyFound')}</p>}
      </div>
    </div>
  );
}

function fits({ name, person, unit, unitCode, tier, duty }: Identity, sought: string): boolean {
  const words = [
    name,
    person,
    unit,
    unitCode,
    ...Object.values(TIERS[tier]),
    dutyWord(duty, 'zh'),
    dutyWord(duty, 'en'),
  ];
  const text = words.join(' ').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
}
