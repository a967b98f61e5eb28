import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../../src/demo/seedDemo.js';
import { LAST_OFFICE_NUMBER, UnitKind } from '../../src/jurisdiction/units.js';
import { ClueStage } from '../../src/workflow/clueStages.js';
import { JointCaseState } from '../../src/workflow/jointModes.js';
import { SupervisionState } from '../../src/workflow/supervisionStates.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { gapsIn } from '../support/numbers.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await seedDemo(db.owner);
});
afterAll(() => db.drop());

async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await db.owner.query<Row>(sql)).rows;
}

async function count(of: string): Promise<number> {
  return (await rows<{ count: number }>(`select count(*)::int as count from ${of}`))[0]!.count;
}

describe('its clues', () => {
  const REAL = 'clue c where owner_pos >= 0';

  it('are some thousands, most of them closed, most of them below the city', async () => {
    expect(await count(REAL)).toBe(4000);
    const open = await count(`${REAL} and open`);
    expect(open).toBeGreaterThan(300);
    expect(open).toBeLessThan(1200);
    expect(
      await count(`${REAL} and exists (select from unit u where u.pos = owner_pos and u.tier >= 4)`),
    ).toBeGreaterThan(2500);
    expect(await count(`(select distinct province from ${REAL}) as p`)).toBeGreaterThan(31);
  });

  it('are closed exactly at the stages that end one, and decided only then or by a measure', async () => {
    const ends = [ClueStage.NOT_ACCEPTED, ClueStage.FORWARDED, ClueStage.DUPLICATE_RETAINED, ClueStage.CASE_FILED];
    const closed = `stage in (${[...ends, ClueStage.TRANSFERRED_TO_PARTY_ORG, ClueStage.CLOSED].join(', ')})`;
    expect(await count(`${REAL} and open = (${closed})`)).toBe(0);
    expect(await count(`${REAL} and (outcome is not null) <> (${closed} or stage = ${ClueStage.MINOR_MEASURE})`)).toBe(
      0,
    );
  });

  it('have, while open, one unit that handles them inside the organ or group, and a date – unresolved ones too', async () => {
    const inside = `handling_pos between owner_pos
      and owner_pos + case when owner_pos % 1000 = 0 then ${LAST_OFFICE_NUMBER} else 0 end`;
    expect(await count(`${REAL} and open and (due_at is null or yellow_at is null or red_at is null)`)).toBe(0);
    expect(await count(`${REAL} and not (${inside})`)).toBe(0);
    // Where there are offices, one of them handles it.
    expect(
      await count(`${REAL} and handling_pos = owner_pos and exists (
        select from unit u where u.parent_pos = owner_pos and u.kind = ${UnitKind.OFFICE})`),
    ).toBe(0);
    expect(await count(`${REAL} and subject_state = 0`)).toBeGreaterThan(5);
    expect(await count(`${REAL} and subject_state = 0 and (registered_by is null or custodian_post is null)`)).toBe(0);
  });

  it('show all three colours, in Fenghua alone too (SC-06)', async () => {
    const colour = "case when red_at <= now() then 'red' when yellow_at <= now() then 'yellow' else 'blue' end";
    for (const where of ['', 'and owner_pos = 330213000000']) {
      const found = await rows<{ colour: string; count: number }>(
        `select ${colour} as colour, count(*)::int as count from ${REAL} and open ${where} group by 1 order by 1`,
      );
      expect(found.map((each) => each.colour)).toEqual(['blue', 'red', 'yellow']);
      expect(Math.min(...found.map((each) => each.count))).toBeGreaterThan(1);
    }
  });

  it('are numbered without a gap in each series, in the order they came in', async () => {
    expect(await gapsIn(db.owner, 'clue', 'received_at')).toEqual([]);
  });

  it('carry their scope into every facet', async () => {
    for (const facet of ['clue_petition', 'clue_content', 'clue_reporter']) {
      expect(
        await count(`${facet} f join clue c on c.id = clue_id where f.owner_pos <> c.owner_pos
        or f.handling_pos <> c.handling_pos or f.handler_post is distinct from c.handler_post
        or f.denied_persons is distinct from c.denied_persons or f.compartment <> c.compartment`),
      ).toBe(0);
    }
    expect(await count('clue_content')).toBe(4000);
    expect(await count('clue_petition')).toBe(4000);
  });

  it('name only posts that work where the clue is', async () => {
    expect(await count('clue c join post w on w.id = handler_post where w.unit_pos <> handling_pos')).toBe(0);
    expect(await count('clue c join post w on w.id = registered_by where w.unit_pos <> received_pos')).toBe(0);
    expect(await count('clue c where handler_post is not null and open')).toBeGreaterThan(100);
  });
});

describe('its supervision items', () => {
  it('run beside their clues: open while these are, closed with a result just before them', async () => {
    expect(await count('supervision_item where owner_pos >= 0')).toBeGreaterThan(200);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.open <> c.open')).toBe(0);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.closed_at > c.closed_at')).toBe(0);
    expect(await count('supervision_item i join clue c on c.id = clue_id where i.issued_at <= c.received_at')).toBe(0);
    expect(
      await count(`supervision_item i join supervision_item_content c on supervision_item_id = i.id
        where (state in (${SupervisionState.REPORTED}, ${SupervisionState.CONCLUDED})) <> (result is not null)`),
    ).toBe(0);
    expect(await gapsIn(db.owner, 'supervision_item', 'issued_at')).toEqual([]);
  });

  it('go from a superior to what is right below it', async () => {
    expect(
      await count(`supervision_item i join unit a on a.pos = received_pos join unit o on o.pos = a.organ_pos
        where owner_pos >= 0 and o.parent_pos is distinct from owner_pos
          and not (a.kind = ${UnitKind.DISPATCHED_GROUP} and a.parent_pos = owner_pos)`),
    ).toBe(0);
  });

  it('have the figures of Ningbo up to the end of February 2022 (SC-26)', async () => {
    const found = await rows(`
      select count(*)::int as notices, count(c.id) filter (where i.closed_at < '2022-03-01')::int as concluded,
        count(*) filter (where c.outcome = 8)::int as filed
      from supervision_item i left join clue c on c.id = clue_id
      where i.owner_pos = 330200000000 and issued_at >= '2021-04-01+08' and issued_at < '2022-03-01+08'`);
    expect(found).toEqual([{ notices: 30, concluded: 26, filed: 5 }]);
  });

  it('open themselves and the clue’s ledger, no more, to whom they are copied', async () => {
    const copied = 'supervision_item_cc cc join supervision_item i on i.id = supervision_item_id';
    const granted = (object: string, id: string, facets: string) => `exists (select from access_grant g
      where g.object = '${object}' and g.object_id = ${id} and g.unit_pos = cc.unit_pos and g.facets = '${facets}' and g.basis = 2)`;
    expect(await count(copied)).toBeGreaterThan(100);
    expect(await count(`${copied} where not ${granted('supervision_item', 'i.id', '{ledger,content}')}`)).toBe(0);
    expect(await count(`${copied} where clue_id is not null and not ${granted('clue', 'clue_id', '{ledger}')}`)).toBe(
      0,
    );
  });
});

describe('its joint cases', () => {
  it('are some dozens, in every mode and state', async () => {
    expect(await count('joint_case where owner_pos >= 0')).toBeGreaterThan(24);
    expect(await count('(select distinct mode from joint_case where owner_pos >= 0) as m')).toBe(5);
    expect(await count('(select distinct state from joint_case where owner_pos >= 0) as s')).toBe(4);
    expect(await gapsIn(db.owner, 'joint_case', 'started_at')).toEqual([]);
  });

  it('open themselves and their clues to whoever is assigned, as long as he is', async () => {
    const assigned = 'joint_case_assignment a';
    const granted = (object: string, id: string) => `exists (select from access_grant g where g.object = '${object}'
      and g.object_id = ${id} and g.post_id = a.post_id and g.facets = '{ledger,content}' and g.basis = 3
      and g.valid_from = a.valid_from and g.valid_to is not distinct from a.valid_to)`;
    expect(await count(assigned)).toBeGreaterThan(100);
    expect(await count(`${assigned} where not ${granted('joint_case', 'a.joint_case_id')}`)).toBe(0);
    expect(
      await count(`${assigned} join joint_case_clue l using (joint_case_id) where not ${granted('clue', 'l.clue_id')}`),
    ).toBe(0);
  });

  it('have nobody assigned before they begin, nor when they are refused, nor after they end', async () => {
    expect(
      await count(`joint_case_assignment a join joint_case j on j.id = joint_case_id
        where j.state in (${JointCaseState.APPLIED}, ${JointCaseState.REFUSED}) or a.valid_to is distinct from j.closed_at`),
    ).toBe(0);
  });
});

describe('what nobody may know', () => {
  it('is denied to those who withdrew, and to officials in matters about themselves and their units', async () => {
    expect(await count('denial where basis = 1')).toBe(8);
    expect(
      await count('denial d join clue c on c.id = object_id where basis = 2 and compartment = 1 and subject_state = 2'),
    ).toBe(8);
    expect(await count('clue where denied_persons is not null or denied_units is not null')).toBe(12);
  });

  it('of an official is what the act would deny: him, his units and what he heads or leads', async () => {
    const found = `clue_subject s where s.state = 2 and s.ended_at is null`;
    expect(await count(found)).toBe(4);
    expect(
      await count(`${found} and units_of_subject(s.person_id) <@ subject_units_denied(s.clue_id)
        and exists (select from denial d where d.object_id = s.clue_id and d.person_id = s.person_id and d.basis = 2)`),
    ).toBe(4);
  });

  it('by an administrator is any matter: the three are three persons, and none has cases', async () => {
    const mixed = `post p join post q on q.person_id = p.person_id and duty_side(q.duty) <> duty_side(p.duty)`;
    expect(await count(mixed)).toBe(0);
    expect(await count('post where duty between 5 and 7')).toBe(3);
  });
});
