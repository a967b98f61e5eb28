import { GraphQLError } from 'graphql';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { plainError } from '../../src/telemetry/plainError.js';
import { statementSummary } from '../../src/telemetry/statementSummary.js';

describe('a statement in a few words', () => {
  it.each([
    ['select enter($1, $2) as principal', 'select enter'],
    ['select count(*)::int as total from clue c where c.owner_pos = $1', 'select clue'],
    [
      `select c.id, json_build_object('n', (select o.name from unit o where o.pos = c.owner_pos)) as node
       from (select * from ((select c.id from clue c) union (select c.id from clue c)) u) p join clue c on c.id = p.id`,
      'select clue',
    ],
    ['select (select version from unit_tree_version) as version, (select json_agg(id) from unit) as units', 'select unit_tree_version unit'],
    ['select m.x from zone_member m join cooperation_zone z on z.id = m.zone_id', 'select zone_member cooperation_zone'],
    ["select ' from petition join x' as a from clue where stage is distinct from closed", 'select clue'],
    ['set local statement_timeout = 2000', 'set'],
    ['rollback to savepoint timed', 'rollback'],
  ])('%s', (text, summary) => {
    expect(statementSummary(text)).toBe(summary);
  }); // prettier-ignore

  it('never becomes long, however long the statement', () => {
    const joins = Array.from({ length: 100 }, (_, n) => `join table_${n} on true`).join(' ');
    expect(statementSummary(`select 1 from x ${joins}`).length).toBeLessThanOrEqual(120);
    expect(statementSummary('('.repeat(50_000))).toBe('statement');
  });
});

describe('an error as the log keeps it', () => {
  const fromDatabase = (code: string, message: string) =>
    Object.assign(new DatabaseError(message, message.length, 'error'), { code, detail: 'Failing row contains (孙某)' });

  it.each([
    ['what a value is quoted in', fromDatabase('22P02', 'invalid input syntax for type uuid: "孙某"'), 'invalid input syntax for type uuid'],
    ['quotation marks within', fromDatabase('22003', 'value "1" 孙某 "2" is out of range for type integer'), 'value "…" is out of range for type integer'],
    ['names of our own', fromDatabase('42703', 'column "stagee" does not exist'), 'column "stagee" does not exist'],
    ['a value that does not fit the schema', new GraphQLError('Enum "Stage" cannot represent value: "孙某"'), 'Enum "…" cannot represent value'],
    ['the language', new TypeError("Cannot read properties of undefined (reading '孙某')"), "Cannot read properties of undefined (reading '…')"],
    ['JSON', new SyntaxError('Unexpected token \'孙\', "孙某" is not valid JSON'), `Unexpected token '…', "…" is not valid JSON`],
    ['our own words', new Error('a resolver ran before its principal had entered'), 'a resolver ran before its principal had entered'],
  ])('%s', (_name, error, message) => {
    expect(plainError(error).message).toBe(message);
    expect(JSON.stringify(plainError(error))).not.toContain('孙');
  }); // prettier-ignore

  it('says where, and not again what', () => {
    const { at } = plainError(new TypeError('x\n    at 孙某 (petition.txt:1:1)'));
    expect(at[0]).toContain('telemetry.test.ts');
    expect(at.join()).not.toContain('孙某');
  });

  it('goes to the cause, and not in circles', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
    expect(plainError(new Error('above', { cause }))).toMatchObject({
      message: 'above',
      cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    });
    const circle = new Error('round');
    circle.cause = circle;
    expect(JSON.stringify(plainError(circle)).length).toBeLessThan(20_000);
  });

  it('does not repeat what was thrown when it is no error', () => {
    expect(JSON.stringify(plainError('孙某'))).not.toContain('孙某');
  });
});
