import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdministrationWorld, ACTS, changeOf, type Change } from './administrationWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { key } from '../../support/actWorld.js';
import { newId } from '../../../src/shared/ids.js';
import type { SingleActName } from '../../../src/jurisdiction/administrativeActs.js';

/* Every administrative act by every duty, in its own tree, above it, below it and beside it: what a reviewer reads. */
const ACTORS = {
  'system administrator': 'haishu-system',
  'security administrator': 'haishu-security',
  'audit administrator': 'haishu-audit',
  head: 'haishu-principal',
  'office head': 'haishu-office-head',
  officer: 'haishu-handler',
  'system administrator above': 'zhejiang-system',
  'security administrator above': 'zhejiang-security',
  'system administrator beside': 'jiangbei-system',
  'security administrator beside': 'jiangbei-security',
} as const;

let admin: AdministrationWorld;
let made = 0;
beforeAll(async () => {
  admin = await AdministrationWorld.open();
  await admin.world.addPerson('haishu-audit', NINGBO.unit.haishu, 'AUDIT_ADMINISTRATOR', '审计员');
  await admin.world.addPerson('jiangbei-system', NINGBO.unit.jiangbei, 'SYSTEM_ADMINISTRATOR', '系统员');
});
afterAll(() => admin.close());

const fresh = () => `新${(made += 1)}`;
const unitOf = async (kind: string, more: object = {}) =>
  changeOf(
    await admin.act('unitCreate', 'haishu-system', { parent: admin.unit['haishu'], kind, name: fresh(), ...more }),
  ).object;
const office = () => unitOf('OFFICE', { officeKind: 'GENERAL_OFFICE' });
const leader = async () => {
  const { person, post } = await admin.world.addPerson(newId(), NINGBO.unit.haishu, 'LEADER_IN_CHARGE', fresh());
  return { person: `person_${person}`, post: `post_${post}` };
};
const zone = async () => {
  const input = { owner: admin.unit['haishu'], name: fresh(), kind: 'TOWNSHIP_GROUP', members: [await office(), await office()] };
  return (await admin.done('zoneForm', 'haishu-system', input, 'haishu-security')).object;
}; // prettier-ignore

/** Another each time. */
const later = () => new Date(Date.now() + (30 + (made += 1)) * 86_400_000).toISOString();
const holiday = () => ({ day: later().slice(0, 10), kind: 'HOLIDAY', name: '地方节日' });
const reply = () => ({ organ: admin.unit['haishu'], rule: 'OPINION_REPLY_LIMIT', from: later() });

/** What each act is tried on: made anew each time, so that it would succeed. */
const INPUTS: Record<SingleActName, () => Promise<object>> = {
  unitCreate: async () => ({ parent: admin.unit['haishu'], kind: 'OFFICE', officeKind: 'GENERAL_OFFICE', name: fresh() }),
  unitRename: async () => ({ unit: await office(), name: fresh() }),
  unitRemove: async () => ({ unit: await office() }),
  reorganise: async () => ({ pairs: [{ from: await office(), to: await office() }], posts: 'MOVE' }),
  residentUnitsSet: async () => ({ group: await unitOf('DISPATCHED_GROUP'), names: ['区教育局'] }),
  counterpartsSet: async () => ({ group: await unitOf('DISPATCHED_GROUP'), counterparts: [admin.unit['haishu-group']] }),
  zoneForm: async () => ({ owner: admin.unit['haishu'], name: fresh(), kind: 'TOWNSHIP_GROUP', members: [await office(), await office()] }),
  zoneChange: async () => ({ zone: await zone(), name: fresh() }),
  zoneDissolve: async () => ({ zone: await zone() }),
  personRegister: async () => ({ organ: admin.unit['haishu'], name: fresh() }),
  personAmend: async () => ({ person: (await leader()).person, name: fresh() }),
  personLeave: async () => ({ person: (await leader()).person }),
  personReturn: async () => {
    const { person } = await leader();
    await admin.act('personLeave', 'haishu-system', { person });
    return { person };
  },
  personBind: async () => ({ person: (await leader()).person, subject: fresh() }),
  postAppoint: async () => ({ person: (await leader()).person, unit: await office(), duty: 'OFFICE_HEAD' }),
  postEnd: async () => ({ post: (await leader()).post }),
  branchAssign: async () => ({ post: (await leader()).post, office: await office() }),
  branchEnd: async () => {
    const { post } = await leader();
    const change = await admin.done('branchAssign', 'haishu-system', { post, office: await office() }, 'haishu-security');
    return { branch: change.object };
  },
  clearanceRaise: async () => ({ person: (await leader()).person, clearance: 2 }),
  clearanceLower: async () => {
    const { person } = await leader();
    await admin.world.rows('update person set clearance = 2 where id = $1', [person.slice('person_'.length)]);
    return { person, clearance: 1 };
  },
  holidayDeclare: async () => ({ organ: admin.unit['haishu'], days: [holiday()], source: '区政府公告' }),
  holidayWithdraw: async () => {
    const one = holiday();
    await admin.done('holidayDeclare', 'haishu-system', { organ: admin.unit['haishu'], days: [one], source: '区政府公告' }, 'haishu-security');
    return { organ: admin.unit['haishu'], days: [one.day] };
  },
  organRuleSet: async () => ({ ...reply(), value: 1 + (made % 60) }),
  organRuleEnd: async () => {
    const { from, ...rule } = reply();
    await admin.done('organRuleSet', 'haishu-system', { ...rule, value: 1 + (made % 60) }, 'haishu-security');
    return { ...rule, from };
  },
}; // prettier-ignore

describe('administrative acts', () => {
  it('are allowed to whom the table says', async () => {
    const lines: string[] = [`| act | ${Object.keys(ACTORS).join(' | ')} |`, `|---|${'---|'.repeat(Object.keys(ACTORS).length)}`];
    for (const act of ACTS) {
      const cells: string[] = [];
      let [input, before]: [object | null, unknown] = [null, null];
      for (const as of Object.values(ACTORS)) {
        // What is refused leaves it as it was, for the next.
        input ??= await INPUTS[act]();
        before ??= await admin.traces();
        const outcome = await admin.outcome(act, as, input);
        cells.push(outcome);
        // What is refused leaves nothing; what is proposed, nothing but its proposal and the word of it.
        const after = (await admin.traces()) as Record<string, string>;
        const changed = Object.entries(before as Record<string, string>).flatMap(([table, was]) => (after[table] === was ? [] : [table]));
        const expected = { DONE: expect.arrayContaining(['administrative_change']), PROPOSED: ['administrative_change', 'outbox'] }[outcome] ?? [];
        expect([act, as, outcome, changed]).toEqual([act, as, outcome, expected]);
        [input, before] = ['DONE', 'PROPOSED'].includes(outcome) ? [null, null] : [input, after];
      }
      lines.push(`| ${act} | ${cells.join(' | ')} |`);
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/acts-and-duties.md');
  }); // prettier-ignore

  it('that are proposed are confirmed by whom the table says', async () => {
    const lines = [`| act | ${Object.keys(ACTORS).join(' | ')} |`, `|---|${'---|'.repeat(Object.keys(ACTORS).length)}`];
    const decide = `mutation ($input: AdministrativeChangeDecideInput!) { administrativeChangeDecide(input: $input) { userErrors { code } change { state } } }`;
    for (const act of ACTS) {
      const proposer = act.startsWith('clearance') ? 'haishu-security' : 'haishu-system';
      let proposed: Change | null = changeOf(await admin.act(act, proposer, await INPUTS[act]()));
      const cells: string[] = [];
      for (const as of proposed.state === 'PROPOSED' ? Object.values(ACTORS) : []) {
        proposed ??= changeOf(await admin.act(act, proposer, await INPUTS[act]()));
        const before = await admin.traces();
        const input = { idempotencyKey: key(), reason: '同意', id: proposed.id, expectedVersion: proposed.version, approve: true };
        const { data, errors } = await admin.world.api.run(decide, as, { input });
        const done = data?.administrativeChangeDecide;
        cells.push(errors?.[0]?.extensions.code ?? done.userErrors[0]?.code ?? done.change.state);
        const untouched = JSON.stringify(await admin.traces()) === JSON.stringify(before);
        expect([act, as, untouched]).toEqual([act, as, cells.at(-1) !== 'DONE']);
        if (!untouched) proposed = null;
      }
      lines.push(...[cells].filter(({ length }) => length > 0).map((row) => `| ${act} | ${row.join(' | ')} |`));
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/who-confirms.md');
  }); // prettier-ignore
});
