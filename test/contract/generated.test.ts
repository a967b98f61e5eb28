import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedFiles } from '../../src/generated.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const ROOT = resolve(import.meta.dirname, '../..');

describe('what is committed is what the running system yields (else: npm run generate)', () => {
  let db: TestDatabase;
  let files: Record<string, string>;
  beforeAll(async () => {
    db = await cloneDatabase();
    files = await generatedFiles(db.owner);
  });
  afterAll(() => db.drop());

  it.each(['schema/schema.graphql', 'schema/schema.sql', 'schema/permissions.md'])('%s', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files[path]);
  });

  it('a field without a rule stops the start', async () => {
    const { Field, ObjectType, Resolver, Query } = await import('type-graphql');
    const { buildRuledSchema } = await import('../../src/graphql/schema.js');
    class Unruled {}
    ObjectType()(Unruled);
    Field(() => String)(Unruled.prototype, 'name');
    class UnruledResolver {
      unruled() {
        return {};
      }
    }
    Query(() => Unruled)(
      UnruledResolver.prototype,
      'unruled',
      Object.getOwnPropertyDescriptor(UnruledResolver.prototype, 'unruled')!,
    );
    Resolver()(UnruledResolver);
    expect(() => buildRuledSchema([UnruledResolver])).toThrow(/no rule, no field/);
  });
});
