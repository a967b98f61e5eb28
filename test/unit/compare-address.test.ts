import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/explorer/web/compare/address.js';
import { castOf, keyOf, MOST } from '../../src/explorer/web/compare/cast.js';
import type { Identity } from '../../src/explorer/web/shared/identities.js';
import { DEMO_IDENTITIES } from '../../src/demo/identities.js';

const identities = DEMO_IDENTITIES.map(({ name, postKey }) => ({ name, post: postKey })) as Identity[];

describe('the address of a comparison', () => {
  const own = { who: ['a', 'b'], document: 'query { me # 我\n }', variables: '{"n": "&="}', language: 'en' } as const;

  it('restores who, the query, its variables, the language and what is shown', () => {
    const address = { ...own, who: [...own.who], show: 'facet' as const };
    expect(readAddress(writeAddress(address))).toEqual({ ...address, ready: undefined });
  });

  it('names a ready comparison instead of its query', () => {
    const hash = writeAddress({ ...own, who: ['a', 'b'], ready: 'one-clue', show: 'everything' });
    expect(hash).toBe('#who=a,b&ready=one-clue&lang=en');
  });

  it('ignores what is not of it', () => {
    expect(readAddress('#lang=fr&show=hidden&token=x')).toEqual(readAddress(''));
  });
});

describe('those who are compared', () => {
  it('have a key each', () => {
    expect(new Set(identities.map(keyOf)).size).toBe(identities.length);
  });

  it('are found by their keys, in their order, once, six at most; nobody else is', () => {
    const keys = identities.map(keyOf);
    expect(castOf([keys[3]!, 'nobody', keys[1]!, keys[3]!], identities)).toEqual([identities[3], identities[1]]);
    expect(castOf(keys, identities)).toEqual(identities.slice(0, MOST));
  });
});
