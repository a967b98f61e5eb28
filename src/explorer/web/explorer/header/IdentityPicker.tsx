import { Combobox, ComboboxButton, ComboboxInput, ComboboxOption, ComboboxOptions } from '@headlessui/react';
import { useState } from 'react';
import { nameOf, TIERS, type Identity, type Tier } from '../../shared/identities.js';
import type { Language } from '../../shared/words.js';
import { word } from '../words.js';

interface IdentityPickerProps {
  identities: Identity[];
  chosen: Identity | null;
  language: Language;
  onChoose: (identity: Identity) => void;
}

/** Everybody one may try, by tier, found by typing. */
export function IdentityPicker({ identities, chosen, language, onChoose }: IdentityPickerProps) {
  const [sought, setSought] = useState('');
  const fitting = identities.filter((identity) => fits(identity, sought));
  return (
    <Combobox
      immediate
      value={chosen}
      onChange={(identity) => identity && onChoose(identity)}
      onClose={() => setSought('')}
    >
      <div className="picker">
        <ComboboxInput
          aria-label={word('identity', language)}
          placeholder={word('searchIdentity', language)}
          autoComplete="off"
          spellCheck={false}
          displayValue={(identity: Identity | null) => (identity ? nameOf(identity, language) : '')}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setSought(event.target.value)}
        />
        <ComboboxButton aria-label={word('openIdentities', language)}>▾</ComboboxButton>
        <ComboboxOptions className="panel identities">
          {(Object.keys(TIERS) as Tier[]).map((tier) => (
            <TierGroup
              key={tier}
              title={TIERS[tier][language]}
              identities={fitting.filter((each) => each.tier === tier)}
            >
              {(identity) => (
                <>
                  {nameOf(identity, language)}
                  <small>
                    {identity.person} · {language === 'zh' ? identity.unit : nameOf(identity, 'zh')}
                  </small>
                </>
              )}
            </TierGroup>
          ))}
          {fitting.length === 0 && <p>{word('nobodyFound', language)}</p>}
        </ComboboxOptions>
      </div>
    </Combobox>
  );
}

function TierGroup(props: {
  title: string;
  identities: Identity[];
  children: (identity: Identity) => React.ReactNode;
}) {
  if (props.identities.length === 0) return null;
  return (
    <div role="group" aria-label={props.title}>
      <h2 aria-hidden="true">{props.title}</h2>
      {props.identities.map((identity) => (
        <ComboboxOption key={identity.post} value={identity} className="option">
          {props.children(identity)}
        </ComboboxOption>
      ))}
    </div>
  );
}

function fits({ name, person, unit, unitCode }: Identity, sought: string): boolean {
  const text = [name, person, unit, unitCode].join(' ').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
}
