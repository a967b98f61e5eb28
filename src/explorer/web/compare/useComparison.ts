import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fetchIdentities, type Identity } from '../shared/identities.js';
import { keepLanguage, keptLanguage, languageTag } from '../shared/language.js';
import type { Language } from '../shared/words.js';
import { readAddress, writeAddress } from './address.js';
import { ask, type Question } from './ask.js';
import { castOf, DEFAULT_CAST, keyOf, MOST } from './cast.js';
import { isObject, type JsonObject } from './difference/answer.js';
import type { Look } from './ready/ready.js';
import { READY_COMPARISONS } from './ready/readyComparisons.js';
import type { Show } from './visibleLines.js';

interface Draft {
  /** The ready comparison it is, until it is edited. */
  ready: string | null;
  document: string;
  variables: string;
}

interface Asked extends Draft {
  parsed: JsonObject;
}

/** What the page is about: who, which query, in which language, shown how. It stands in the address. */
export function useComparison() {
  const [identities, setIdentities] = useState<Identity[] | null>();
  const [language, setLanguage] = useState<Language>(() => readAddress(location.hash).language ?? keptLanguage());
  const [who, setWho] = useState<string[]>([]);
  const [chosenByHand, setChosenByHand] = useState(false);
  const [draft, setDraft] = useState<Draft>({ ready: null, document: '', variables: '{}' });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [show, setShow] = useState<Show>('everything');
  const [mistaken, setMistaken] = useState(false);
  const choice = useRef(0);
  const turnsPage = useRef(false);

  const people = useMemo(() => castOf(who, identities ?? []), [who, identities]);
  const question = useMemo<Question | null>(
    () => asked && { document: asked.document, variables: asked.parsed, language },
    [asked, language],
  );

  useEffect(() => {
    void fetchIdentities().then(setIdentities, () => setIdentities(null));
  }, []);

  useEffect(() => {
    if (!identities) return;
    const open = () => openAddress(identities);
    open();
    addEventListener('hashchange', open);
    return () => removeEventListener('hashchange', open);
  }, [identities]);

  useEffect(() => {
    document.documentElement.lang = languageTag(language);
    keepLanguage(language);
  }, [language]);

  useEffect(() => {
    if (!asked) return;
    const { ready, document, variables } = asked;
    const address = { who: people.map(keyOf), ready: ready ?? undefined, document, variables, language, show };
    const hash = writeAddress(address);
    // Back leads to the comparison before, and not through every change of how one was looked at.
    if (hash !== location.hash) history[turnsPage.current ? 'pushState' : 'replaceState'](null, '', hash);
    turnsPage.current = false;
  }, [people, asked, language, show]);

  function openAddress(all: Identity[]) {
    const address = readAddress(location.hash);
    if (address.language) setLanguage(address.language);
    setShow(address.show ?? 'everything');
    setChosenByHand(address.who !== undefined);
    if (address.who) setWho(address.who);
    if (address.document !== undefined) {
      const own = { ready: null, document: address.document, variables: address.variables ?? '{}' };
      setDraft(own);
      if (!address.who) setWho(DEFAULT_CAST);
      run(own);
    } else void choose(address.ready ?? '', all, address.who);
  }

  /** A ready comparison brings whom it is best seen with, unless a link says who. */
  async function choose(key: string, all = identities ?? [], cast?: string[]) {
    const turn = (choice.current += 1);
    const ready = READY_COMPARISONS.find((each) => each.key === key) ?? READY_COMPARISONS[0]!;
    const look: Look = async (name, document, variables = {}) => {
      const as = all.find((each) => keyOf(each) === name);
      return as ? (await ask({ document, variables, language }, as)).data : null;
    };
    const found = (await ready.variables?.(look)) ?? {};
    if (turn !== choice.current) return;
    if (!cast && (ready.cast || !chosenByHand)) {
      setWho(ready.cast ?? DEFAULT_CAST);
      setChosenByHand(false);
    }
    const own = { ready: ready.key, document: ready.document, variables: JSON.stringify(found, null, 2) };
    setDraft(own);
    run(own);
  }

  function run(own: Draft = draft) {
    const parsed = parseVariables(own.variables);
    setMistaken(parsed === null);
    if (parsed) setAsked({ ...own, parsed });
  }

  function changeCast(change: (keys: string[]) => string[]) {
    setChosenByHand(true);
    setWho(change(people.map(keyOf)));
  }

  return {
    identities,
    people,
    question,
    language,
    setLanguage,
    draft,
    edit: (part: Partial<Draft>) => setDraft({ ...draft, ...part, ready: null }),
    choose: (key: string) => {
      turnsPage.current = true;
      void choose(key);
    },
    run: () => run(),
    mistaken,
    show,
    setShow,
    add: (identity: Identity) => changeCast((keys) => [...keys, keyOf(identity)].slice(0, MOST)),
    remove: (identity: Identity) => changeCast((keys) => keys.filter((key) => key !== keyOf(identity))),
    move: (identity: Identity, by: -1 | 1) => changeCast((keys) => moved(keys, keyOf(identity), by)),
  };
}

function moved(keys: string[], key: string, by: number): string[] {
  const from = keys.indexOf(key);
  return keys.with(from, keys[from + by] ?? key).with(from + by, key);
}

function parseVariables(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text.trim() || '{}');
    return isObject(parsed as JsonObject) ? (parsed as JsonObject) : null;
  } catch {
    return null;
  }
}
