import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { typePolicies } from '../../schema/clients/apollo.js';
import { keys } from '../../schema/clients/urql.js';

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');

describe.each(['README.md', 'README.zh-CN.md'])('%s', (readme) => {
  const shown = [...read(readme).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  it.each(['frontend', 'phone', 'script'])('shows test/clients/%s.ts, to the byte', (client) => {
    expect(shown).toContain(read(`test/clients/${client}.ts`));
  });
});

describe('what the clients say of the schema', () => {
  const types = Object.values(buildSchema(read('schema/schema.graphql')).getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
  const fields = types.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const stored = (name: string) =>
    name === 'Query' || name === 'Mutation' || types.some((type) => type.name === name && 'id' in type.getFields());

  it('a phone is told of every type that has no id', () => {
    const embedded = types.map(({ name }) => name).filter((name) => !stored(name));
    expect(Object.keys(keys).sort()).toEqual(embedded.sort());
  });

  it('a frontend is told how to merge whatever a stored object has that is no stored object itself', () => {
    const needed = new Set<string>();
    for (const { type, field } of fields.filter((one) => one.type.name !== 'Mutation' && stored(one.type.name))) {
      const inner = getNamedType(field.type);
      if (!isObjectType(inner)) continue;
      if (isListType(getNullableType(field.type))) needed.add(`${type.name}.${field.name}`);
      else if (!stored(inner.name)) needed.add(inner.name);
    }
    const told = Object.entries<object>(typePolicies).flatMap(([name, policy]) =>
      'fields' in policy ? Object.keys(policy.fields as object).map((field) => `${name}.${field}`) : [name],
    );
    expect(told.sort()).toEqual([...needed].sort());
  });
});
