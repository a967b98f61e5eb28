import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { KEPT_CHARACTERS, keptDocuments } from '../../src/graphql/documents.js';
import { LIMITS } from '../../src/graphql/limits.js';

it('documents are kept by their length, comments included', async () => {
  const kept = keptDocuments();
  const long = (n: number) => parse(`# ${n} ${'#\n'.repeat(LIMITS.characters / 2 - 20)} { a }`);
  for (let n = 0; n < 100; n += 1) await kept.set(`${n}`, long(n));
  expect(kept.keys().length).toBeGreaterThan(10);
  expect(kept.keys().length).toBeLessThanOrEqual(KEPT_CHARACTERS / (LIMITS.characters - 40));
  expect(await kept.get('99')).toBeDefined();
});
