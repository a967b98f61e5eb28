import { DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* What the tables hold together by themselves, whichever act forgets it: each statement breaks one thing, and is refused by it. */

const { clue, person, post, unit } = NINGBO;
/** The row that is nobody's, of tables that have one. */
const NIL = '00000000-0000-0000-0000-000000000000';
const ID = 'gen_random_uuid()';

const grant = (columns: string, values: string) =>
  `insert into access_grant (id, object, object_id, facets, unit_pos, basis, valid_from${columns})
   values (${ID}, 'clue', '${clue.ningbo}', '{ledger}', ${unit.haishu}, 2, app_now()${values})`;
const opening = (state: number, decided: string, until: string) =>
  `insert into alias_opening (id, alias, object, object_id, reason, requested_by, requester, requester_name, unit_pos, organ_pos, state, decided_at, open_until)
   values (${ID}, 'a', 'clue', '${clue.ningbo}', 'r', '${post['ningbo-anguan']}', '${person['ningbo-anguan']}', 'n', ${unit.ningbo}, ${unit.ningbo}, ${state}, ${decided}, ${until})`;
const subject = (state: number, whom: string) =>
  `insert into clue_subject (id, clue_id, state, person_id, reason) values (${ID}, '${clue.ningbo}', ${state}, ${whom}, 'r')`;
const nobodys = (table: string, change: string) => `update ${table} set ${change} where id = '${NIL}'`;
const record = (change: object) =>
  `insert into interference_record select r.* from interference_record n,
     jsonb_populate_record(n, '${JSON.stringify(change)}') r where n.id = '${NIL}'`;
const rule = (change: string) => `update grant_rule set ${change} where rule = (select min(rule) from grant_rule)`;
const unmasking = `insert into unmasking (id, clue_id, reason, days, requested_by, requester_id, requester_name, requester_pos, organ_pos)
  values (${ID}, '${clue.ningbo}', 'r', 3, '${post['ningbo-anguan']}', '${person['ningbo-anguan']}', 'n', ${unit.ningbo}, ${unit.ningbo})`;

/** Constraint; what it holds; statements, the last of which breaks it. */
const BROKEN: [constraint: string, holds: string, ...statements: string[]][] = [
  ['access_grant_act', 'what an act grants has an issuer and a reason', grant(', act', ", 'grantIssue'")],
  [
    'access_grant_round',
    'what a catalogue grants is of a round',
    grant(', act, issuer_post, reason', `, 'inspectionCatalogueAdd', '${post['ningbo-anguan']}', 'r'`),
  ],
  ['alias_opening_check', 'what waits has no decision', opening(1, 'app_now()', 'null')],
  ['alias_opening_check1', 'what is open has an end', opening(2, 'app_now()', 'null')],
  ['alias_opening_asked', 'one asks once', opening(1, 'null', 'null'), opening(1, 'null', 'null')],
  ['clue_subject_check', 'who is found to be staff is somebody', subject(2, 'null')],
  [
    'clue_subject_held',
    'one is found once',
    subject(2, `'${person['haishu-anguan']}'`),
    subject(2, `'${person['haishu-anguan']}'`),
  ],
  ['emergency_access_check', 'it ends after it began', nobodys('emergency_access', 'until = opened_at')],
  [
    'emergency_access_check1',
    'it turns yellow before it is due',
    nobodys('emergency_access', "yellow_at = review_due_at + interval '1 second'"),
  ],
  ['emergency_access_check2', 'a review is whole', nobodys('emergency_access', 'justified = true')],
  ['emergency_access_check3', 'it is somebody’s', nobodys('emergency_access', `id = ${ID}`)],
  [
    'grant_ceiling_unit_kind_office_kind_act_key',
    'a kind of unit has one ceiling',
    'insert into grant_ceiling select * from grant_ceiling where office_kind is null limit 1',
  ],
  [
    'grant_rule_check',
    'a pause is between what has an end',
    rule('pause_days = 1, longest_days = null, once = false, final = false'),
  ],
  [
    'grant_rule_check1',
    'what is once has an end',
    rule('once = true, longest_days = null, pause_days = null, final = false'),
  ],
  ['grant_rule_check2', 'a post alone is exempt', rule("exempts = true, grantee = 'unit'")],
  [
    'grant_rule_check3',
    'what is for good has no end',
    rule('final = true, longest_days = 5, once = false, pause_days = null'),
  ],
  [
    'inspection_round_check',
    'it ends after it began',
    nobodys('inspection_round', 'valid_to = valid_from, ended_at = null'),
  ],
  ['inspection_round_check1', 'somebody began it', nobodys('inspection_round', `body_pos = ${unit.ningbo}`)],
  [
    'interference_record_check',
    'whose person is known is known by post',
    record({ id: newId(), recorded_by: post['ningbo-anguan'], person_id: person['haishu-anguan'] }),
  ],
  [
    'interference_record_check1',
    'nothing corrects itself',
    record({ id: clue.other, recorded_by: post['ningbo-anguan'], corrects: clue.other }),
  ],
  ['interference_record_check2', 'it is somebody’s', record({ id: newId() })],
  [
    'person_check',
    'an id number’s digest comes with its end',
    `update person set id_number_digest = repeat('0', 64), id_number_end = null where id = '${person['haishu-anguan']}'`,
  ],
  [
    'unmasking_check',
    'what waits has no decision',
    nobodys('unmasking', 'state = 1, decided_at = app_now(), ended_at = null, until = null, grant_id = null'),
  ],
  ['unmasking_check1', 'what has ended says when', nobodys('unmasking', 'state = 4, ended_at = null')],
  [
    'unmasking_check2',
    'what is approved has an end',
    nobodys('unmasking', 'state = 2, decided_at = app_now(), ended_at = null, until = null, grant_id = null'),
  ],
  ['unmasking_check3', 'it is somebody’s', nobodys('unmasking', `id = ${ID}`)],
  ['unmasking_open', 'one asks once', unmasking, unmasking],
];

describe('a table refuses', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await cloneDatabase();
    await insertNingbo(db.owner);
  });
  afterAll(() => db.drop());

  it.each(BROKEN)('%s: %s', async (constraint, _holds, ...statements) => {
    await db.owner.query('begin');
    try {
      for (const statement of statements.slice(0, -1)) await db.owner.query(statement);
      const error = await db.owner.query(statements.at(-1)!).then(
        ({ rowCount }) => `changed ${rowCount} rows`,
        (cause: unknown) => (cause instanceof DatabaseError ? cause.constraint : cause),
      );
      expect(error).toBe(constraint);
    } finally {
      await db.owner.query('rollback');
    }
  });
});
