import type { Unit } from '../../hierarchy/unit.js';
import { OrganTier } from '../../jurisdiction/units.js';
import type { Clue } from '../clues/clue.js';
import type { Ledger } from '../clues/ledger.js';
import { placeOf } from '../clues/places.js';
import { SCENES } from '../clues/scenes.js';
import { daysLater } from '../moments.js';
import { Random } from '../random.js';
import type { World } from '../world.js';
import type { Grant } from './access.js';

/** What superiors have given to lower units and lower organs have reported to superiors, as grants. */
export function entrustments(world: World, ledger: Ledger): Grant[] {
  return [
    ...assignedDown(world, ledger),
    ...reportedUp(world, ledger),
    ...moved(world, ledger),
    ...unmasked(world, ledger),
  ];
}

/** A city has a district's office work on a clue of its own (交办); it stays accountable. */
function assignedDown({ organisation, staff }: World, { clues }: Ledger): Grant[] {
  return (['ningbo', 'hangzhou', 'foshan', 'xiamen', 'ningde'] as const).flatMap((slug) => {
    const city = organisation.at(slug);
    const below = organisation.organs.filter(({ parent, tier }) => parent === city.pos && tier === OrganTier.COUNTY);
    return clues
      .filter(
        ({ owner, closedAt, step, compartment }) =>
          owner === city.pos && !closedAt && step.desk === 'HANDLER' && !compartment,
      )
      .slice(0, 6)
      .map((clue): Grant => {
        const random = new Random(`assigned:${clue.id}`);
        return {
          ...grantOn(clue, ['LEDGER', 'PETITION', 'CONTENT'], 'ASSIGNED'),
          to: { unit: random.pick(placeOf(random.pick(below)).handlers) },
          issuer: staff.post(`${slug}-anguan-head`).id,
        };
      });
  });
}

/** R1 22: what concerns the heads of subordinate regions is reported to the superior (报备). */
function reportedUp({ organisation, staff }: World, { clues }: Ledger): Grant[] {
  return clues
    .filter(({ keyMinority, compartment, subjectState }) => keyMinority && !compartment && subjectState === 'NOT_STAFF')
    .flatMap((clue): Grant[] => {
      const organ = organisation.accountable(clue.owner);
      const superior = organ.parent === null ? undefined : organisation.accountable(organ.parent);
      const worked = clue.step.desk === 'HANDLER' || clue.step.desk === 'INVESTIGATOR';
      if (!worked || !superior || organ.tier !== OrganTier.COUNTY) return [];
      const reporter = staff.at(placeOf(organ).register)[0];
      const to = { unit: placeOf(superior).register };
      return [{ ...grantOn(clue, ['LEDGER', 'CONTENT'], 'REPORTED'), to, issuer: reporter?.id ?? null }];
    });
}

/** Whoever a clue was taken from keeps its line in the ledger (提级、指定管辖). */
function moved({ organisation, staff }: World, ledger: Ledger): Grant[] {
  return SCENES.filter(({ owner }) => owner).map(({ key, place, owner }): Grant => {
    const clue = ledger.clue(key);
    const superior: Unit = organisation.at('ningbo');
    return {
      ...grantOn(clue, ['LEDGER'], organisation.at(owner!).pos === superior.pos ? 'UPGRADED' : 'DESIGNATED'),
      to: { unit: placeOf(organisation.at(place)).register },
      issuer: staff.post('ningbo-anguan-head').id,
    };
  });
}

/** A handler who must ask the reporter back may know who it is, for a month. */
function unmasked({ staff }: World, ledger: Ledger): Grant[] {
  return ['qiaosi-rental', 'hangzhou-one-sentence'].flatMap((key): Grant[] => {
    const clue = ledger.clue(key);
    const issuer = staff.post(key.startsWith('qiaosi') ? 'linping-xinfang-head' : 'hangzhou-xinfang-head').id;
    const grant = grantOn(clue, ['REPORTER'], 'UNMASKING');
    return clue.handler ? [{ ...grant, to: { post: clue.handler.id }, issuer, until: daysLater(grant.from, 90) }] : [];
  });
}

function grantOn(clue: Clue, facets: Grant['facets'], basis: Grant['basis']): Omit<Grant, 'to' | 'issuer'> {
  return { object: 'clue', id: clue.id, facets, basis, from: clue.step.at, until: null };
}
