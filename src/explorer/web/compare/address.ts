import { DIFFERENCE_KINDS } from './difference/difference.js';
import type { Show } from './visibleLines.js';
import type { Language } from '../shared/words.js';

/** What a link to the page restores. It names people by their names; a token is never in it. */
export interface Address {
  who?: string[];
  /** A ready comparison, as long as its query is as it was; else the query itself. */
  ready?: string;
  document?: string;
  variables?: string;
  language?: Language;
  show?: Show;
}

const SHOWS: readonly string[] = ['differences', ...DIFFERENCE_KINDS];

export function readAddress(hash: string): Address {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string) => given.get(name) ?? undefined;
  const [language, show] = [text('lang'), text('show')];
  return {
    who: text('who')?.split(',').filter(Boolean),
    ready: text('ready'),
    document: text('query'),
    variables: text('variables'),
    language: language === 'zh' || language === 'en' ? language : undefined,
    show: SHOWS.includes(show ?? '') ? (show as Show) : undefined,
  };
}

export function writeAddress({ who, ready, document, variables, language, show }: Address): string {
  const given: [string, string | undefined][] = [
    ['who', who?.join(',')],
    ['ready', ready],
    ['query', ready ? undefined : document],
    ['variables', ready ? undefined : variables],
    ['lang', language],
    ['show', show === 'everything' ? undefined : show],
  ];
  const parameters = new URLSearchParams(given.filter((each): each is [string, string] => each[1] !== undefined));
  // A comma may stand in a fragment; people read it.
  return `#${parameters.toString().replaceAll('%2C', ',')}`;
}
