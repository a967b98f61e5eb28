import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { differences, factsOf } from '../../src/doctor/facts.js';

/* The doctor compares catalogs by what they say: nothing that is written there may go unread. */

const text = readFileSync(new URL('../../schema/schema.sql', import.meta.url), 'utf8');
const committed = factsOf(text);
const told = (live: string) => differences(committed, factsOf(live)).map(({ kind, name, how }) => `${how} ${kind} ${name}`); // prettier-ignore

it('reads every kind of statement there is, and finds no difference between a text and itself', () => {
  const count = (kind: string) => [...committed.values()].filter((fact) => fact.kind === kind).length;
  for (const [kind, statement] of [
    ['TABLE', /^create (unlogged )?table /gm],
    ['FUNCTION', /^CREATE OR REPLACE /gm],
    ['POLICY', /^create policy /gm],
    ['INDEX', /^CREATE (UNIQUE )?INDEX /gm],
    ['TRIGGER', /^CREATE (CONSTRAINT )?TRIGGER /gm],
    ['ROW_SECURITY', /row level security;$/gm],
  ] as const)
    expect([kind, count(kind)]).toEqual([kind, text.match(statement)!.length]);
  expect(count('GRANT')).toBeGreaterThan(300);
  expect(told(text)).toEqual([]);
});

it('no line of it can be left out or changed unnoticed, but comments', () => {
  const lines = text.split('\n');
  const isCommentOn = new Set<number>();
  for (const [n, line] of lines.entries()) {
    if (line.startsWith('comment on ')) isCommentOn.add(n);
  }
  const unnoticed: string[] = [];
  // A different share of the lines would do as well; all of them take a minute.
  for (let n = 0; n < lines.length; n += 53) {
    const line = lines[n]!;
    if (line === '' || line.startsWith('-- Written') || isCommentOn.has(n)) continue;
    for (const changed of [[], [`${line.slice(0, -1)}§${line.slice(-1)}`]])
      if (told([...lines.slice(0, n), ...changed, ...lines.slice(n + 1)].join('\n')).length === 0)
        unnoticed.push(`${n + 1}: ${line}`);
  }
  expect(unnoticed).toEqual([]);
}, 60_000);

it.each([
  [
    '\ncreate table copy (\n  id uuid,\n  constraint copy_pkey PRIMARY KEY (id)\n);\nalter table copy owner to postgres;\ngrant select on copy to liandong_api;\n',
    ['EXTRA TABLE copy'],
  ],
  ['\ngrant select (name) on person to liandong_door;\n', ['EXTRA GRANT select on person.name to liandong_door']],
  ['\ngrant select on clue to public;\n', ['EXTRA GRANT select on clue to public']],
  [
    '\nCREATE OR REPLACE FUNCTION liandong.more()\n RETURNS integer\nBEGIN ATOMIC\n SELECT 1;\n SELECT 2;\nEND;\ngrant execute on function more() to public;\n',
    ['EXTRA FUNCTION more()'],
  ],
])('what is one too many is told by one name: %j', (more, expected) => {
  expect(told(`${text}${more}`)).toEqual(expected);
});
