import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { castOf, DEFAULT_CAST, keyOf } from '../../src/explorer/web/compare/cast.js';
import { clausesOf, nounsIn, REACH } from '../../src/explorer/web/compare/reach.js';
import { READY_COMPARISONS } from '../../src/explorer/web/compare/ready/readyComparisons.js';
import type { Identity } from '../../src/explorer/web/shared/identities.js';
import { DEMO_IDENTITIES } from '../../src/demo/identities.js';

const schema = buildSchema(readFileSync(resolve(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'));
const mayComeIn = DEMO_IDENTITIES.filter(({ refused }) => !refused).map(({ name }) => ({ name }) as Identity);

describe.each(READY_COMPARISONS)('$key', ({ document, cast = DEFAULT_CAST, variables }) => {
  it('asks what the schema has', () => {
    expect(validate(schema, parse(document))).toEqual([]);
  });

  it('is seen with people of the demo world', () => {
    expect(castOf(cast, mayComeIn).map(keyOf)).toEqual(cast);
  });

  it('looks its variables up as somebody who is there, with what the schema has', async () => {
    const asked: string[] = [];
    await variables?.((who, query) => {
      expect(castOf([who], mayComeIn)).toHaveLength(1);
      expect(validate(schema, parse(query))).toEqual([]);
      asked.push(query);
      return Promise.resolve(null);
    });
    expect(asked.length > 0).toBe(document.includes('$'));
  });
});

describe('the reach beside an answer', () => {
  it('is asked with what the schema has', () => {
    expect(validate(schema, parse(REACH))).toEqual([]);
  });

  it('is that of the nouns that a query begins with', () => {
    expect(nounsIn('{ clue(id: "jointCase") { supervisionItems { number } } }')).toEqual(['clues']);
    expect(nounsIn('query($f: F) { jointCases(filter: { open: true }) { clues { id } } clues { a } }')).toEqual([
      'jointCases',
      'clues',
    ]);
    expect(nounsIn('{ me { person { name } } } # clues')).toEqual(['clues']);
  });

  it('is told clause by clause, in both languages', () => {
    const data = (words: string) => ({ me: { reaches: { clues: { words } } } });
    expect(clausesOf(data('本级及下级：海曙区纪委监委；经授权的事项'), 'clues')).toEqual([
      { way: '本级及下级', of: '海曙区纪委监委' },
      { way: '经授权的事项', of: '' },
    ]);
    expect(clausesOf(data('own unit: A; what you handle'), 'clues')).toEqual([
      { way: 'own unit', of: 'A' },
      { way: 'what you handle', of: '' },
    ]);
    expect(clausesOf(null, 'clues')).toEqual([]);
  });
});
