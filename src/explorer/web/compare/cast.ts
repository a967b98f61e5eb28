import { nameOf, type Identity } from '../shared/identities.js';

/** As many as a projector shows side by side. */
export const MOST = 6;

/** A district, its city, its province – and the neighbour. */
export const DEFAULT_CAST = [
  'haishu-head-of-case-supervision',
  'ningbo-head-of-case-supervision',
  'zhejiang-head-of-case-supervision',
  'fenghua-head-of-case-supervision',
];

/** What a link calls somebody: his name, which is the same wherever the demo world is sown. */
export function keyOf(identity: Pick<Identity, 'name'>): string {
  return nameOf(identity as Identity, 'en')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Those of a link who exist, each once, and no more than can stand beside each other. */
export function castOf(keys: readonly string[], identities: readonly Identity[]): Identity[] {
  const known = new Map(identities.map((identity) => [keyOf(identity), identity]));
  const found = [...new Set(keys)].flatMap((key) => known.get(key) ?? []);
  return found.slice(0, MOST);
}
