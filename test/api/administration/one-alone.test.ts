import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, changeOf } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { clueId, codes } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

/* What one person, or one tree, could do alone to come by what it takes two for. */
describe('nobody alone', () => {
  let admin: AdministrationWorld;
  beforeAll(async () => {
    admin = await AdministrationWorld.open();
  });
  afterAll(() => admin.close());

  const sees = async (as: string, slug: Parameters<typeof clueId>[0], headers: Record<string, string> = {}) => {
    const query = 'query ($id: ID!) { clue(id: $id) { content { subjectName } } }';
    const { data, errors } = await admin.world.api.run(query, as, { id: clueId(slug) }, headers);
    return errors ? errors[0]!.extensions.code : data.clue === null ? 'nothing' : data.clue.content ? 'content' : 'ledger';
  }; // prettier-ignore
  const refused = async (work: () => ReturnType<AdministrationWorld['act']>) => {
    const before = await admin.traces();
    const answer = await work();
    expect([answer.result, answer.change, await admin.traces()]).toEqual([null, null, before]);
    return codes(answer);
  };

  it('takes over a post of a higher tree through the person’s lower one', async () => {
    const person = admin.person('haishu-handler');
    const city = { person, unit: admin.unit['ningbo-supervision-1'], duty: 'OFFICER', main: false };
    const post = await admin.done('postAppoint', 'ningbo-administrator', city, 'ningbo-security');
    const bind = { person, subject: 'accomplice' };
    expect(await refused(() => admin.act('personBind', 'haishu-system', bind))).toEqual(['OBJECT_NOT_FOUND']);
    const raise = { person, clearance: 3 };
    expect(await refused(() => admin.act('clearanceRaise', 'haishu-security', raise))).toEqual(['OBJECT_NOT_FOUND']);
    // Whoever administers both can; and what takes from him goes on below, telling nothing of the post above.
    expect(changeOf(await admin.act('personBind', 'ningbo-administrator', bind)).state).toBe('PROPOSED');
    const left = changeOf(await admin.act('personLeave', 'haishu-system', { person }));
    expect(JSON.stringify(left)).not.toContain('宁波市');
    const [row] = await admin.world.rows<{ over: boolean }>('select valid_to is not null as over from post where id = $1', [post.object.slice('post_'.length)]); // prettier-ignore
    expect(row).toEqual({ over: true });
  });

  it('opens a way for persons to be lent between organs', async () => {
    const members = ['haishu', 'jiangbei'].map((slug) => admin.unit[slug]);
    const form = { owner: admin.unit['ningbo'], name: '一人协作区', kind: 'COUNTY_ZONE', members };
    expect(changeOf(await admin.act('zoneForm', 'ningbo-administrator', form)).state).toBe('PROPOSED');
    expect(await admin.world.rows("select from cooperation_zone where name = '一人协作区'")).toEqual([]);
  });

  it('sends those away who watch or decide', async () => {
    const subjects = ['haishu-security', 'haishu-principal', 'haishu-system'];
    const rows = await admin.world.rows<{ id: string; post: string; subject: string }>(
      'select p.id, w.id as post, p.subject from person p join post w on w.person_id = p.id where p.subject = any ($1)',
      [subjects],
    );
    const of = (subject: string) => rows.find((one) => one.subject === subject)!;
    const security = changeOf(await admin.act('personLeave', 'haishu-system', { person: `person_${of('haishu-security').id}` })); // prettier-ignore
    const head = changeOf(
      await admin.act('postEnd', 'haishu-security', { post: `post_${of('haishu-principal').post}` }),
    );
    expect([security.state, head.state]).toEqual(['PROPOSED', 'PROPOSED']);
    expect(await sees('haishu-principal', 'haishu')).not.toBe('PERSON_UNKNOWN');
    // Nor can who is to go confirm that he stays.
    expect(codes(await admin.decide('haishu-security', security))).toEqual(['NOT_ALLOWED']);
    expect(changeOf(await admin.decide('haishu-principal', security)).state).toBe('DONE');
    const query = await admin.world.api.run('{ staff { records { id } } }', 'haishu-security');
    expect(query.errors?.[0]?.extensions.code).toBe('PERSON_UNKNOWN');
  });

  it('gets a confirmation for another thing than was read', async () => {
    const register = (name: string) => admin.act('personRegister', 'ningbo-administrator', { organ: admin.unit['fenghua'], name });
    const person = changeOf(await register('好人')).object;
    const appoint = { person, unit: admin.unit['fenghua-anguan'], duty: 'OFFICER' };
    const proposed = changeOf(await admin.act('postAppoint', 'ningbo-administrator', appoint));
    expect([proposed.about, proposed.lines[0]!.after]).toEqual(['好人', '好人 奉化区纪委监委 案件监督管理室〔案件监督管理〕 干部']);
    await admin.act('personAmend', 'ningbo-administrator', { person, name: '坏人' });
    expect(await refused(() => admin.decide('ningbo-security', proposed))).toEqual(['STATE_CONFLICT']);
    // An office is told by what it does, whatever it is called.
    await admin.act('unitRename', 'ningbo-administrator', { unit: admin.unit['fenghua-anguan'], name: '后勤保障室' });
    await admin.withdraw('ningbo-administrator', proposed);
    const again = changeOf(await admin.act('postAppoint', 'ningbo-administrator', appoint));
    expect(again.lines[0]!.after).toContain('后勤保障室〔案件监督管理〕');
    for (const name of ['李\u202e安', '李\u200b安', '李\n安', 'a\u0000b', '李\ud800'])
      expect(await refused(() => register(name))).toEqual(['INPUT_INVALID']);
  }); // prettier-ignore

  it('brings back what a person had on paper as he left', async () => {
    const person = admin.person('has-left');
    await admin.done('personReturn', 'ningbo-administrator', { person }, 'ningbo-security');
    expect(await sees('has-left', 'ningbo')).toBe('NO_POST_IN_FORCE');
  });

  it('learns by proposing whether somebody is the subject of a clue', async () => {
    const found = { clue_id: NINGBO.clue.jiangbei, person_id: NINGBO.person['jiangbei-anguan'], state: 2, reason: '核定' };
    await insertRows(admin.world.db.owner, 'clue_subject', [{ id: newId(), ...found }]);
    const appoint = (duty: string) => ({ person: admin.person('jiangbei-anguan'), unit: admin.unit['jiangbei-discipline'], duty });
    await admin.world.rows('begin');
    await admin.world.rows('select from clue where id = $1 for update', [NINGBO.clue.jiangbei]);
    // Somebody is at the clue; who proposes waits for nobody.
    const proposed = changeOf(await admin.act('postAppoint', 'ningbo-administrator', appoint('OFFICE_HEAD')));
    expect(proposed.state).toBe('PROPOSED');
    const denials = "select from denial where object_id = $1 and basis = 2";
    expect(await admin.world.rows(denials, [NINGBO.clue.jiangbei])).toEqual([]);
    await admin.world.rows('commit');
    expect(codes(await admin.act('postAppoint', 'ningbo-administrator', appoint('OFFICE_HEAD')))).toEqual(['STATE_CONFLICT']);
    // What follows for matters follows with the confirmation.
    expect(changeOf(await admin.decide('ningbo-security', proposed)).state).toBe('DONE');
    expect((await admin.world.rows(denials, [NINGBO.clue.jiangbei])).length).toBeGreaterThan(0);
  }); // prettier-ignore

  it('keeps a post that was to begin later, once it is taken back', async () => {
    const from = new Date(Date.now() + 300 * 86_400_000).toISOString();
    const later = { person: admin.person('fenghua-anguan'), unit: admin.unit['fenghua'], duty: 'LEADER_IN_CHARGE', main: true, from };
    const post = (await admin.done('postAppoint', 'ningbo-administrator', later)).object;
    // His organ is where he works until then.
    const organ = () => admin.world.rows('select organ_pos::bigint as at from person where id = $1', [NINGBO.person['fenghua-anguan']]);
    expect(await organ()).toEqual([{ at: String(NINGBO.unit.fenghua) }]);
    expect(changeOf(await admin.act('postEnd', 'ningbo-security', { post })).state).toBe('DONE');
    expect(await admin.world.rows('select from post where id = $1', [post.slice('post_'.length)])).toEqual([]);
    expect(codes(await admin.act('postEnd', 'ningbo-security', { post }))).toEqual(['OBJECT_NOT_FOUND']);
  }); // prettier-ignore

  it('gives a unit the code of another place, or a label that was another’s', async () => {
    const create = (code: string) => ({ parent: admin.unit['ningbo'], kind: 'ORGAN', name: '某区纪委监委', code });
    for (const code of ['110101', '33', '330', '3302990'])
      expect(await refused(() => admin.act('unitCreate', 'ningbo-administrator', create(code)))).toEqual(['INPUT_INVALID']);
    const rename = (code: string) => ({ unit: admin.unit['gaoqiao'], code });
    for (const code of ['11', '440106', '330205001'])
      expect(await refused(() => admin.act('unitRename', 'haishu-system', rename(code)))).toEqual(['INPUT_INVALID']);
    const office = { parent: admin.unit['haishu'], kind: 'OFFICE', officeKind: 'GENERAL_OFFICE', name: '误设室' };
    const places: unknown[] = [];
    for (const _ of [1, 2]) {
      const unit = changeOf(await admin.act('unitCreate', 'haishu-system', office)).object;
      places.push(...(await admin.world.rows('select pos from unit where id = $1', [unit.slice('unit_'.length)])));
      await admin.act('unitRemove', 'haishu-system', { unit });
    }
    expect(places[0]).not.toEqual(places[1]);
    // Nor is what came with the hierarchy ever removed, matters or not.
    expect(await refused(() => admin.act('unitRemove', 'ningbo-administrator', { unit: admin.unit['fenghua-discipline'] }))).toEqual(['STATE_CONFLICT']);
  }); // prettier-ignore

  it.each(['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z'])('breaks it by the moment %s', async (from) => {
    const { errors } = await admin.world.api.run(
      'mutation ($input: UnitCreateInput!) { unitCreate(input: $input) { result } }',
      'haishu-system',
      { input: { idempotencyKey: newId(), reason: '试', parent: admin.unit['haishu'], kind: 'DISPATCHED_GROUP', name: '时间组', from } },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  }); // prettier-ignore

  it('reads what was changed without a trace', async () => {
    await admin.world.ask('{ administrativeChanges { id about } }', 'haishu-principal');
    const trail = await admin.world.rows("select cardinality(object_ids) > 0 as told from audit_entry where operation = 'administrativeChanges'"); // prettier-ignore
    expect(trail).toContainEqual({ told: true });
  });
});
