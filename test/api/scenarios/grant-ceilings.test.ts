import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantCeilingRows } from '../../../migrations/data/grant-ceilings.js';
import { GRANT_RULES } from '../../../migrations/data/grant-rules.js';
import { OfficeKind, UnitKind } from '../../../src/jurisdiction/units.js';
import { newId } from '../../../src/shared/ids.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { ActWorld, clueId, codes, key } from '../../support/actWorld.js';
import { insertRows } from '../../support/world.js';

const ISSUE =
  'mutation ($input: GrantIssueInput!) { grantIssue(input: $input) { result userErrors { code } grant { id } } }';
const CLUE = 'query ($id: ID!) { clue(id: $id) { petition { text } content { subjectName } } }';

type Kind = OfficeKind | Exclude<UnitKind, 'OFFICE'>;
/** DOMAIN B4 in letters: what somebody of a unit of this kind may ever be given of a clue by a grant. */
const MOST: Record<Kind, string> = {
  ORGAN: 'LPC',
  DISPATCHED_ORGAN: 'LPC',
  DISPATCHED_GROUP: 'LPC',
  CASE_SUPERVISION_MANAGEMENT: 'LPC',
  SUPERVISION_INSPECTION: 'LPC',
  REVIEW_INVESTIGATION: 'LPC',
  DISCIPLINE_SUPERVISION: 'LPC',
  CONDUCT_SUPERVISION: 'LPC',
  CADRE_SUPERVISION: 'LPC',
  PETITIONS_REPORTS: 'LP',
  CASE_TRIAL: 'LC',
  ORGANISATION: 'L',
  PARTY_COMMITTEE_OFFICE: 'L',
  GENERAL_OFFICE: 'L',
  JOINT_SUPERVISION_CENTRE: '',
  JOINT_CASE_CENTRE: '',
  COMMAND_CENTRE: '',
  INSPECTION_BODY: '',
};
const PLACES = { own: NINGBO.unit.ningbo, below: NINGBO.unit.haishu, above: NINGBO.unit.zhejiang };
type Place = keyof typeof PLACES;
/** And by the basis: at which place how much, to which kinds alone. */
const BY_BASIS: Record<string, { to: 'unit' | 'post'; at: Record<Place, string>; only?: readonly Kind[] }> = {
  ASSIGNED: { to: 'unit', at: { own: 'LPC', below: 'LC', above: '' } },
  CC: { to: 'unit', at: { own: 'L', below: 'L', above: '' } },
  SECONDMENT: { to: 'post', at: { own: 'LC', below: 'LC', above: '' } },
  DESIGNATED: { to: 'unit', at: { own: '', below: 'LC', above: '' } },
  REPORTED: { to: 'unit', at: { own: '', below: '', above: 'LC' }, only: ['CASE_SUPERVISION_MANAGEMENT', 'CADRE_SUPERVISION'] },
  // What is reported is ledger and content, and nobody opens more than he sees.
  COMPARTMENT: { to: 'post', at: { own: 'LC', below: 'LC', above: 'LC' } },
  TRIAL: { to: 'unit', at: { own: 'LC', below: '', above: '' }, only: ['CASE_TRIAL'] },
  OTHER: { to: 'post', at: { own: 'LPC', below: 'LC', above: 'LC' } },
}; // prettier-ignore
const FACETS = { L: ['LEDGER'], LP: ['LEDGER', 'PETITION'], LC: ['LEDGER', 'CONTENT'] };
const KINDS = Object.keys(MOST) as Kind[];

/* DOMAIN B4, kind by kind: whatever a rule says, nobody is granted what his kind of unit may not have. */
describe('what is granted at most', () => {
  let world: ActWorld;
  const unit: Record<string, string> = {};
  const post: Record<string, string> = {};
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString();
  beforeAll(async () => {
    world = await ActWorld.open();
    for (const [place, organ] of Object.entries(PLACES)) {
      for (const [index, kind] of KINDS.entries()) {
        const office = kind in OfficeKind ? (kind as OfficeKind) : null;
        const is = !office ? (kind as UnitKind) : kind.endsWith('_CENTRE') ? 'COMMAND_CENTRE' : 'OFFICE';
        // An organ has its own unit; a dispatched organ is one by itself, below it.
        const at = kind === 'ORGAN' ? organ : organ + 300 + index;
        unit[`${place} ${kind}`] = at === organ ? await world.unitId(organ) : await world.addUnit(at, organ, is, office, `${place} ${kind}`);
        if (kind === 'DISPATCHED_ORGAN') await world.rows('update unit set organ_pos = pos where pos = $1', [at]);
        const added = await world.addPerson(`${place} ${kind}`, at, kind === 'ORGAN' ? 'LEADER_IN_CHARGE' : 'OFFICER', `${place} ${kind}`);
        post[`${place} ${kind}`] = `post_${added.post}`;
        post[`${place} ${kind} administrator`] = `post_${(await world.addPerson(`${place} ${kind} administrator`, at, 'SECURITY_ADMINISTRATOR', '管')).post}`;
      }
    }
    await world.addPerson('above cadre head', NINGBO.unit.zhejiang + 300 + KINDS.indexOf('CADRE_SUPERVISION'), 'OFFICE_HEAD', '省督主任');
    const reported = { matter: clueId('cadre'), basis: 'REPORTED', facets: FACETS.LC, until: null };
    assert.equal((await issue('ningbo-principal', unit['above CADRE_SUPERVISION']!, reported)).result, 'APPLIED');
  }, 60_000); // prettier-ignore
  afterAll(() => world.close());

  const issue = (as: string, grantee: string, more: object) =>
    world.act(ISSUE, as, { idempotencyKey: key(), matter: clueId('other'), grantee, until, reason: '授权', ...more });
  const forget = () => world.rows("delete from access_grant where act is not null and object_id = any ($1)", [
    [NINGBO.clue.other, NINGBO.jointCase.joint]]); // prettier-ignore

  const bases = new Set(GRANT_RULES.filter(({ act }) => !act).map(({ basis }) => basis));
  it('is asked of every basis that is granted by hand', () => {
    expect(Object.keys(BY_BASIS).sort()).toEqual([...bases].sort());
    expect(new Set(Object.keys(MOST))).toEqual(new Set([...Object.keys(OfficeKind), ...Object.keys(UnitKind).filter((kind) => kind !== 'OFFICE')]));
  }); // prettier-ignore

  it.each([...bases].flatMap((basis) => (['own', 'below', 'above'] as const).map((place) => [basis, place] as const)))(
    'on the basis %s to units of every kind %s: what B4 gives them',
    async (basis, place) => {
      const { to, at, only } = BY_BASIS[basis]!;
      const compartment = basis === 'COMPARTMENT';
      const as = compartment ? 'above cadre head' : 'ningbo-principal';
      // A dispatched organ is an organ by itself, below the one that sends it.
      for (const kind of KINDS.filter((one) => place !== 'own' || one !== 'DISPATCHED_ORGAN')) {
        const itself = to === 'unit' && place === 'own' && kind === 'ORGAN' && basis !== 'CC';
        const most = itself || (only && !only.includes(kind)) ? '' : MOST[kind].split('').filter((facet) => at[place].includes(facet)).join('');
        // The ledger alone where there is nothing more to have.
        for (const asked of most.length > 1 ? (['LP', 'LC'] as const) : at[place] ? (['L', 'LP', 'LC'] as const) : (['L'] as const)) {
          const facets = FACETS[asked];
          const grantee = (to === 'unit' ? unit : post)[`${place} ${kind}`]!;
          const more = { basis, facets, ...(basis === 'REPORTED' && { until: null }), ...(compartment && { matter: clueId('cadre') }) };
          const answer = await issue(as, grantee, more);
          const may = asked.split('').every((facet) => most.includes(facet));
          expect([kind, asked, answer.result ?? codes(answer)]).toEqual([kind, asked, may ? 'APPLIED' : ['NOT_ALLOWED']]);
          if (may && basis === 'OTHER') {
            const { clue } = await world.ask(CLUE, `${place} ${kind}`, { id: clueId('other') });
            if (place !== 'own') expect([kind, clue.petition]).toEqual([kind, null]);
            if (!MOST[kind].includes('P')) expect([kind, clue.petition]).toEqual([kind, null]);
            if (!MOST[kind].includes('C')) expect([kind, clue.content]).toEqual([kind, null]);
          }
          if (may) await forget();
        }
      }
    },
    60_000,
  ); // prettier-ignore

  it('to a command centre: operations, and no petition', async () => {
    const joint = { matter: `jointCase_${NINGBO.jointCase.joint}` };
    for (const kind of ['JOINT_CASE_CENTRE', 'JOINT_SUPERVISION_CENTRE', 'INSPECTION_BODY'] as const)
      for (const [basis, grantee] of [['ASSIGNED', unit], ['SECONDMENT', post], ['OTHER', unit]] as const) {
        const answer = await issue('ningbo-principal', grantee[`own ${kind}`]!, { ...joint, basis, facets: FACETS.LC });
        const may = kind !== 'INSPECTION_BODY';
        expect([kind, basis, answer.result ?? codes(answer)]).toEqual([kind, basis, may ? 'APPLIED' : ['NOT_ALLOWED']]);
        expect(codes(await issue('ningbo-principal', grantee[`own ${kind}`]!, { ...joint, basis, facets: FACETS.LP }))).toEqual(['NOT_ALLOWED']);
      }
    await forget();
  }); // prettier-ignore

  it('to an administrator: nothing, wherever he is', async () => {
    for (const kind of KINDS)
      expect([kind, await world.refused(() => issue('ningbo-principal', post[`own ${kind} administrator`]!, { basis: 'OTHER', facets: ['LEDGER'] }))]).toEqual([kind, ['NOT_ALLOWED']]);
    for (const [place, basis] of [['below', 'SECONDMENT'], ['above', 'OTHER']])
      expect(await world.refused(() => issue('ningbo-principal', post[`${place} ORGAN administrator`]!, { basis, facets: ['LEDGER'] }))).toEqual(['NOT_ALLOWED']);
  }, 60_000); // prettier-ignore

  it('to a person: what every one of his posts may have', async () => {
    const { person } = await world.addPerson('two posts', NINGBO.unit['ningbo-investigation'], 'OFFICER', '双职');
    const other = (facets: string[]) => issue('ningbo-principal', `person_${person}`, { basis: 'OTHER', facets });
    expect((await other(FACETS.LP)).result).toBe('APPLIED');
    await forget();
    const second = { id: newId(), person_id: person, duty: 4, main: false, valid_from: '2020-01-01' };
    await insertRows(world.db.owner, 'post', [{ ...second, unit_pos: PLACES.own + 300 + KINDS.indexOf('CASE_TRIAL') }]);
    expect(await world.refused(() => other(FACETS.LP))).toEqual(['NOT_ALLOWED']);
    expect((await other(FACETS.LC)).result).toBe('APPLIED');
    await forget();
    // And where one of them is another organ's, what goes out of the organ.
    await world.rows('update post set unit_pos = $2 where id = $1', [second.id, NINGBO.unit['haishu-discipline']]);
    expect(await world.refused(() => other(FACETS.LP))).toEqual(['NOT_ALLOWED']);
    expect((await other(FACETS.LC)).result).toBe('APPLIED');
    await forget();
  });

  it('stands as the table has it', async () => {
    const { rows } = await world.db.owner.query({ text: 'select * from grant_ceiling', rowMode: 'array' });
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set(grantCeilingRows().map((row) => JSON.stringify(row))));
  }); // prettier-ignore
});
