import type { MergerWorld } from './mergerWorld.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { insertRows, type Row } from '../../support/world.js';
import { newId } from '../../../src/shared/ids.js';

const { unit, person, post } = NINGBO;

/** Matters of every way of being seen or denied, at each of the units that end and beside them. */
export async function fillMerger(merger: MergerWorld, clues: number): Promise<void> {
    const { owner } = merger.admin.world.db;
    const [intake, colleague, handler] = [await merger.postOf('haishu-intake'), await merger.postOf('haishu-colleague'), post['haishu-handler']];
    const places: readonly [owner: number, handling: number, received: number | null][] = [
      [unit.haishu, unit['haishu-discipline'], unit['haishu-anguan']],
      [unit.haishu, unit['haishu-anguan'], null],
      [unit['haishu-group'], unit['haishu-group'], unit['haishu-group']],
      [unit.gaoqiao, unit.gaoqiao, null],
      [unit.haishu, unit.haishu, null],
      [unit.ningbo, unit['ningbo-supervision-1'], unit['haishu-anguan']],
      [unit.jiangbei, unit['jiangbei-discipline'], unit['jiangbei-anguan']],
    ];
    const at = (n: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + n * 3_600_000);
    const more: readonly ((n: number) => Row)[] = [
      () => ({}),
      () => ({ handler_post: handler }),
      () => ({ handler_post: colleague, registered_by: intake }),
      () => ({ compartment: 1 }),
      () => ({ compartment: 2 }),
      () => ({ classification: 1 }),
      () => ({ subject_state: 0, registered_by: intake, custodian_post: colleague }),
      (n) => ({ closed_at: at(n + 200) }),
      () => ({ denied: 'unit' }),
      () => ({ denied: 'person' }),
      () => ({ granted: 'unit' }),
    ];
    const all = Array.from({ length: clues }, (_, n): Row & { id: string } => {
      const [owner_pos, handling_pos, received_pos] = places[n % places.length]!;
      // Both districts have a number 7.
      return { id: newId(), number: n < 2 * places.length ? `7-${n % 2}-${n % 3}` : `M-${n}`, received_at: at(n), due_at: at(n + 720), yellow_at: at(n + 700),
        red_at: at(n + 720), stage: 6, source: 1, owner_pos, handling_pos, received_pos, ...more[n % more.length]!(n) };
    });
    const unique = new Set<string>();
    for (const row of all) {
      const key = `${row['owner_pos'] as number} ${row['number'] as string}`;
      if (unique.has(key)) row['number'] = `${row['number'] as string}-${row.id.slice(-6)}`;
      unique.add(key);
    }
    const rows = all.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !['denied', 'granted'].includes(name))));
    await insertRows(owner, 'clue', rows);
    await insertRows(owner, 'clue_petition', all.map(({ id }) => ({ clue_id: id, class: 1, channel: 1, text: '来信全文' })));
    await insertRows(owner, 'clue_content', all.map(({ id }) => ({ clue_id: id, subject_name: '某乙', allegation: '反映问题' })));
    await insertRows(owner, 'clue_reporter', all.map(({ id }) => ({ clue_id: id, kind: 1, name: '反映人' })));
    for (const whom of ['unit', 'person'] as const) merger.denied[whom].push(...all.filter((row) => row['denied'] === whom).map(({ id }) => id));
    const denial = (id: string, to: Row): Row => ({ id: newId(), object: 'clue', object_id: id, basis: 2, ...to });
    const { unit: deniedToUnit, person: deniedToPerson } = merger.denied;
    await insertRows(owner, 'denial', [
      ...deniedToUnit.map((id) => denial(id, { unit_lo: unit['haishu-discipline'], unit_hi: unit['haishu-discipline'] })),
      ...(await Promise.all(deniedToPerson.map(async (id) => denial(id, { basis: 1, person_id: await merger.personOf('jiangbei-recused') })))),
      ...deniedToPerson.map((id) => denial(id, { basis: 1, person_id: person['haishu-anguan'] })),
    ]);
    const facets = ['ledger', 'petition', 'content'];
    const grant = (object: string, object_id: string, to: Row): Row =>
      ({ id: newId(), object, object_id, facets, basis: 1, valid_from: '2026-01-01T00:00:00Z', ...to });
    const granted = all.filter((row) => row['granted']);
    await insertRows(owner, 'access_grant', [
      ...granted.map(({ id }) => grant('clue', id, { unit_pos: unit['haishu-discipline'] })),
      ...granted.map(({ id }) => grant('clue', id, { unit_pos: unit['fenghua-discipline'], facets: ['ledger'] })),
      ...granted.map(({ id }) => grant('clue', id, { post_id: colleague })),
      grant('clue', NINGBO.clue.xiangshan, { unit_pos: unit['haishu-discipline'] }),
      grant('clue', NINGBO.clue.other, { unit_pos: unit['haishu-group'] }),
      grant('clue', NINGBO.clue.fenghua, { unit_pos: unit['haishu-anguan'], valid_to: '2026-02-01T00:00:00Z' }),
    ]);
    const items = all.filter((_, n) => n % 6 === 0).map(({ id, owner_pos, handling_pos }, n): Row & { id: string } => ({
      id: newId(), number: `S-${n}`, state: 1, reasons: [5], clue_id: id, issued_at: at(n), owner_pos: n % 2 ? unit.ningbo : owner_pos,
      handling_pos: n % 2 ? unit['ningbo-supervision-1'] : handling_pos, received_pos: n % 3 ? unit.haishu : unit['haishu-discipline'],
      report_to_pos: n % 5 ? unit.haishu : unit.ningbo }));
    await insertRows(owner, 'supervision_item', items);
    await insertRows(owner, 'supervision_item_content', items.map(({ id }) => ({ supervision_item_id: id, requirement: '督办要求' })));
    await insertRows(owner, 'supervision_item_cc', items.flatMap(({ id }, n) =>
      [unit['haishu-discipline'], ...(n % 2 ? [unit['jiangbei-discipline']] : [])].map((unit_pos) => ({ supervision_item_id: id, unit_pos }))));
    const cases = all.filter((row, n) => n % 20 === 0 && row['owner_pos'] !== unit.ningbo).map(({ owner_pos, handling_pos }, n): Row & { id: string } =>
      ({ id: newId(), number: `J-${n}`, mode: 3, state: 2, started_at: at(n), owner_pos, handling_pos }));
    await insertRows(owner, 'joint_case', cases);
    await insertRows(owner, 'joint_case_content', cases.map(({ id }) => ({ joint_case_id: id, title: '联合办案' })));
    await insertRows(owner, 'joint_case_assignment', cases.map(({ id }) => ({ id: newId(), joint_case_id: id, post_id: colleague, person_name: '某',
      unit_pos: unit['haishu-discipline'], force: 2, valid_from: '2026-01-01T00:00:00Z' })));
    await insertRows(owner, 'access_grant', cases.map(({ id }) => grant('joint_case', id, { post_id: colleague, facets: ['ledger', 'content'] })));
    // Beside the tree.
    const since = { valid_from: '2026-01-01T00:00:00Z' };
    const leader = await merger.postOf('haishu-leader');
    await insertRows(owner, 'branch', [unit['haishu-discipline'], unit['haishu-group']].map((office_pos) => ({ id: newId(), office_pos, post_id: leader, ...since })));
    await insertRows(owner, 'contact_link', [{ id: newId(), office_pos: unit['haishu-discipline'], target_pos: unit.gaoqiao, ...since }]);
    await insertRows(owner, 'resident_unit', [{ id: newId(), group_pos: unit['haishu-group'], name: '区教育局', ...since }]);
    const [zone] = await merger.rows<{ id: string }>('select id from cooperation_zone where valid_to is null');
    await insertRows(owner, 'zone_member', [{ id: newId(), zone_id: zone!.id, unit_pos: unit.haishu, ...since }]);
  } // prettier-ignore
