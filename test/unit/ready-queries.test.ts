import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSchema, Kind, getVariableValues, parse, validate, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { READY_QUERIES } from '../../src/explorer/web/explorer/queries/readyQueries.js';
import { tabOf } from '../../src/explorer/web/explorer/queries/tabOf.js';

const SCHEMA = resolve(import.meta.dirname, '../../schema');
const schema = buildSchema(readFileSync(join(SCHEMA, 'schema.graphql'), 'utf8'));
const all = READY_QUERIES.flatMap(({ queries }) => queries);
const ADMINISTRATORS = ['StaffQuery', 'ChangesQuery', 'ImportsQuery', 'ReorganisationsQuery', 'DaysAndRulesQuery'];

describe('the explorer’s ready queries', () => {
  it.each(all)('$operation fits the schema, variables included', (ready) => {
    for (const language of ['zh', 'en'] as const) {
      const tab = tabOf(ready, language);
      const document = parse(tab.query);
      expect(validate(schema, document)).toEqual([]);
      const { variableDefinitions } = document.definitions[0] as OperationDefinitionNode;
      const values = JSON.parse(tab.variables) as Record<string, unknown>;
      expect(getVariableValues(schema, variableDefinitions ?? [], values).errors).toBeUndefined();
      expect(Object.keys(values)).toEqual(variableDefinitions?.map(({ variable }) => variable.name.value));
    }
    if (ready.found) expect(validate(schema, parse(ready.found.by))).toEqual([]);
  });

  it('are all the operations of the three users, the first one and the administrators’, once each', () => {
    const written = readdirSync(join(SCHEMA, 'operations')).flatMap((file) =>
      parse(readFileSync(join(SCHEMA, 'operations', file), 'utf8')).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.name!.value : [],
      ),
    );
    expect(all.map(({ operation }) => operation).sort()).toEqual(
      ['WhatISeeQuery', ...ADMINISTRATORS, ...written].sort(),
    );
  });

  it('have words of their own in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const words = all.flatMap(({ title, note }) => [title[language], note[language]]);
      expect(new Set(words).size).toBe(2 * all.length);
      for (const text of words) expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
    }
  });
});
