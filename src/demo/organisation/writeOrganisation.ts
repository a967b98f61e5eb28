import type pg from 'pg';
import { copyRows } from '../../hierarchy/copyRows.js';
import { UNIT_COLUMNS } from '../../hierarchy/unit.js';
import { OrganTier } from '../../jurisdiction/units.js';
import { stableId } from '../../shared/ids.js';
import { daysLater } from '../moments.js';
import { contactLinks } from './contactLinks.js';
import { COUNTERPARTS, GROUPS } from './groups.js';
import type { Organisation } from './organisation.js';
import { ZoneKind, ZONES, type Zone } from './zones.js';

/** When the working arrangements of the demo world were made; long before anything in it happens. */
const ARRANGED_AT = new Date('2020-12-01T09:00:00+08:00');

/** The units beside the organs, and what links units across the tree. */
export async function writeOrganisation(owner: pg.Client, organisation: Organisation, now: Date): Promise<void> {
  const pos = (slug: string) => organisation.at(slug).pos;
  const arranged = { valid_from: () => ARRANGED_AT };

  await copyRows(owner, 'unit', UNIT_COLUMNS, organisation.otherUnits());
  await copyRows(
    owner,
    'resident_unit',
    {
      id: ({ group, name }) => idOf(`resident:${group}:${name}`),
      group_pos: ({ group }) => pos(group),
      name: ({ name }) => name,
      ...arranged,
    },
    GROUPS.flatMap(({ organ, slug, residentUnits }) =>
      residentUnits.map((name) => ({ group: `${organ}-group-${slug}`, name })),
    ),
  );
  await copyRows(
    owner,
    'group_counterpart',
    {
      id: ([group, other]) => idOf(`counterpart:${group}:${other}`),
      group_pos: ([group]) => pos(group),
      counterpart_pos: ([, other]) => pos(other),
      ...arranged,
    },
    // Each is the other's counterpart.
    COUNTERPARTS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
  );

  const provinces = organisation.organs.filter(({ tier }) => tier === OrganTier.PROVINCE).map(({ code }) => code!);
  await copyRows(
    owner,
    'contact_link',
    {
      id: ({ office, target }) => idOf(`contact:${office}:${target}`),
      office_pos: ({ office }) => pos(office),
      target_pos: ({ target }) => pos(target),
      valid_from: ({ beganDaysAgo }) => (beganDaysAgo === undefined ? ARRANGED_AT : daysLater(now, -beganDaysAgo)),
      valid_to: ({ endedDaysAgo }) => (endedDaysAgo === undefined ? null : daysLater(now, -endedDaysAgo)),
    },
    contactLinks(provinces),
  );
  await copyRows(
    owner,
    'cooperation_zone',
    {
      id: zoneId,
      owner_pos: (zone) => pos(zone.owner),
      name: ({ name }) => name,
      level: (zone) => organisation.at(zone.owner).tier,
      kind: ({ kind }) => ZoneKind[kind],
      principle: ({ principle }) => principle,
      lead_pos: ({ lead }) => pos(lead),
      ...arranged,
    },
    ZONES,
  );
  await copyRows(
    owner,
    'zone_member',
    {
      id: ({ zone, member }) => idOf(`member:${zone.owner}:${zone.name}:${member}`),
      zone_id: ({ zone }) => zoneId(zone),
      unit_pos: ({ member }) => pos(member),
      ...arranged,
    },
    ZONES.flatMap((zone) => zone.members.map((member) => ({ zone, member }))),
  );
}

function zoneId({ owner, name }: Zone): string {
  return idOf(`zone:${owner}:${name}`);
}

function idOf(key: string): string {
  return stableId(ARRANGED_AT, key);
}
