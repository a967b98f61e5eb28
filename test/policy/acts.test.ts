import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { newId } from '../../src/shared/ids.js';

/* What the role for acts can do with whole statements of its own: nothing but acts, and those only as they are meant. */

let db: TestDatabase;
let act: Attacker;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  act = await Attacker.open(db.connectionAs('liandong_act'));
});
afterAll(async () => {
  await act.end();
  await db.drop();
});

const request = () => [newId(), NINGBO.clue.ningbo, NINGBO.post['ningbo-leader'], 3, '理由'];
const REQUEST = 'select recusal_request($1, $2, $3, $4, $5)';
const END = `select end_act('recusalRequest', $1, '{}', 'clue', '{}', null, null, 'here', gen_random_uuid())`;

describe('an act', () => {
  it('that was not begun changes nothing', async () => {
    await act.enter(NINGBO.as['ningbo-anguan']);
    expect(await act.send(REQUEST, request())).toBe('28000');
  });

  it.each([
    'unmasking_request(gen_random_uuid(), gen_random_uuid(), null, 3::smallint)',
    'unmasking_decide(gen_random_uuid(), 1, true, null)',
    'unmasking_end(gen_random_uuid(), 1, null)',
    "emergency_access_open(gen_random_uuid(), gen_random_uuid(), '{content}', null, 'here', gen_random_uuid())",
    'emergency_access_review(gen_random_uuid(), 1, true, null)',
    'interference_add(gen_random_uuid(), gen_random_uuid(), null, null, 1::smallint, null, now(), null)',
    'interference_handle(gen_random_uuid(), gen_random_uuid(), 1, 1::smallint, null)',
  ])('that was not begun changes nothing: %s', async (call) => {
    await act.enter(NINGBO.as['ningbo-principal']);
    expect(await act.send(`select ${call}`)).toBe('28000');
  });

  it('that was begun by another name changes nothing', async () => {
    await act.enter(NINGBO.as['ningbo-anguan']);
    await act.send("select begin_act('recusalEnd', 'key-0001', 'body')");
    expect(await act.send(REQUEST, request())).toBe('28000');
  });

  it.each(['{reporter}', '{content,reporter}', '{ledger}', '{}'])('opens no %s in an emergency', async (facets) => {
    await act.enter(NINGBO.as['ningbo-anguan']);
    await act.send("select begin_act('emergencyAccessOpen', 'key-facets', 'body')");
    const values = [newId(), NINGBO.clue.haishu, facets];
    expect(await act.send("select emergency_access_open($1, $2, $3, '急', 'here', gen_random_uuid())", values)).toBe('22023');
  });

  it('that does not end is not committed', async () => {
    await act.enter(NINGBO.as['ningbo-anguan']);
    await act.send("select begin_act('recusalRequest', 'key-0002', 'body')");
    expect(await act.send(REQUEST, request())).toHaveLength(1);
    expect(await act.send('set constraints all immediate')).toBe('28000');
    await act.send('commit');
    const { rows } = await db.owner.query('select from recusal where state = 1');
    expect(rows).toEqual([]);
  });

  it('that ends is in the audit trail, under the name of who entered', async () => {
    await act.enter(NINGBO.as['ningbo-anguan']);
    await act.send("select begin_act('recusalRequest', 'key-0003', 'body')");
    await act.send(REQUEST, request());
    expect(await act.send(END, ['key-0003'])).toHaveLength(1);
    await act.send('commit');
    const { rows } = await db.owner.query("select post_id from audit_entry where operation = 'recusalRequest'");
    expect(rows).toEqual([{ post_id: NINGBO.post['ningbo-anguan'] }]);
  });

  it('cannot be ended with another’s key, twice, or by nobody', async () => {
    await act.enter(NINGBO.as['ningbo-anguan-head']);
    expect(await act.send(END, ['key-0003'])).toBe('28000');
    await act.send("select begin_act('recusalRequest', 'key-0004', 'body')");
    await act.send(END, ['key-0004']);
    expect(await act.send(END, ['key-0004'])).toBe('28000');
    await act.begin();
    expect(await act.send("select begin_act('recusalRequest', 'key-0005', 'body')")).toBe('28000');
    expect(await act.send(REQUEST, request())).toBe('28000');
  });

  it.each([
    "insert into recusal (id) values (gen_random_uuid())",
    'update recusal set state = 2',
    'delete from recusal',
    'update clue set version = 2',
    "select audit_act('recusalDecide', 'clue', '{}', '{}', '{}', null, null, 'here', gen_random_uuid())",
    'select forget_act_keys()',
    "insert into denial (id, object, object_id, person_id, basis) values (gen_random_uuid(), 'clue', gen_random_uuid(), gen_random_uuid(), 1)",
    'update access_grant set valid_to = null',
    'select * from act_key',
    'select * from outbox',
    'delete from audit_entry',
    'select requested_by from recusal',
    'select person_id from recusal',
    'update unmasking set state = 2',
    'select requester_id from unmasking',
    'select requested_by from unmasking',
    'update emergency_access set justified = true',
    'select opener_id from emergency_access',
    'delete from interference_record',
    'select person_id from interference_record',
    'select denied_units from interference_record',
    'insert into interference_handling (id) values (gen_random_uuid())',
    'select unmasking_shut(gen_random_uuid(), null)',
    'select unmasking_deciders(gen_random_uuid(), gen_random_uuid())',
    'select unmasking_mine_to_decide(gen_random_uuid())',
    'select emergency_heads(1)',
    'select in_office(gen_random_uuid())',
    'select denies_content(gen_random_uuid())',
    'select sees_interference_record(gen_random_uuid())',
    "select led_by(gen_random_uuid())",
    "select tell('x', 'clue', gen_random_uuid())",
    "select lock_seen('clue', 'ledger', gen_random_uuid())",
    'select act_now()',
    "select recusal_in_hand(gen_random_uuid(), 1, 1::smallint)",
    "select sees('clue', 'ledger', gen_random_uuid())",
    "select audit_entry_given()",
    "select ticket_claims('{}', '')",
    "select superior_of(330203000000)",
    'select * from grant_rule',
    'select * from contact_redivision',
    'delete from inspection_round',
    'select begun_by from inspection_round',
    'select * from grant_ceiling',
    "select grant_rule_for('grantIssue', 1::smallint, 'clue', gen_random_uuid(), '{ledger}', 'unit', gen_random_uuid())",
    "select grantee_places('unit', gen_random_uuid())",
    "select knows_matter('clue', gen_random_uuid(), 1::smallint)",
    "select same_case('clue', gen_random_uuid(), 'clue', gen_random_uuid())",
    'select granted_already(null, null, null, null, null, null, null)',
    'select may_supply(null, null), may_end_round(null)',
    "select matter_scope_of('clue', gen_random_uuid())",
    "select reported_to_me('clue', 'ledger', gen_random_uuid())",
    'select heads_organ(), heads_oversight()',
    'select organ_of_post(gen_random_uuid())',
    "select in_grant_place('ANY', 330203000000, 330203000000)",
    'select * from clue_subject',
    'select id_number_digest from person',
    "select links_subject(gen_random_uuid())",
    "select subject_shown(gen_random_uuid())",
    "select units_of_subject(gen_random_uuid())",
    "select lay_before_keeper(gen_random_uuid(), null)",
    'select relay_keepers()',
    'select clues_not_kept()',
    'select take_colours()',
    'select * from colour_day_clue',
    "select take_turn(gen_random_uuid())",
  ])('is the only way: %s', async (statement) => {
    await act.enter(NINGBO.as['ningbo-principal']);
    expect(await act.send(statement)).toBe('42501');
  });

  it('locks nobody by a ticket that is not his', async () => {
    const mine = await act.enter(NINGBO.as['ningbo-anguan']);
    await act.begin();
    expect(await act.send('select lock_actor($1, $2, $3)', [...mine, 'grantEnd'])).toBe('28000'); // of another transaction
  });
}); // prettier-ignore
