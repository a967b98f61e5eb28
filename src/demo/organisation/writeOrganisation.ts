import type pg from 'pg';
import { copyRows, type Cell, type Target } from '../../hierarchy/copyRows.js';
import { unitCells, UNITS } from '../../hierarchy/unitRows.js';
import { OrganTier } from '../../jurisdiction/units.js';
import { stableId } from '../../shared/ids.js';
import { daysLater } from '../moments.js';
import { contactLinks } from './contactLinks.js';
import { COUNTERPARTS, GROUPS } from './groups.js';
import type { Organisation } from './organisation.js';
import { ZoneKind, ZONES } from './zones.js';

/** When the working arrangements of the demo world were made; long before anything in it happens. */
export const ARRANGED_AT = new Date('2020-12-01T09:00:00+08:00');

const RESIDENT_UNITS: Target = { table: 'resident_unit', columns: ['id', 'group_pos', 'name', 'valid_from'] };
const COUNTERPART_ROWS: Target = {
  table: 'group_counterpart',
  columns: ['id', 'group_pos', 'counterpart_pos', 'valid_from'],
};
const LINKS: Target = { table: 'contact_link', columns: ['id', 'office_pos', 'target_pos', 'valid_from', 'valid_to'] };
const ZONE_ROWS: Target = {
  table: 'cooperation_zone',
  columns: ['id', 'owner_pos', 'name', 'level', 'kind', 'principle', 'lead_pos', 'valid_from'],
};
const MEMBERS: Target = { table: 'zone_member', columns: ['id', 'zone_id', 'unit_pos', 'valid_from'] };

/** The units beside the organs, and what links units across the tree. */
export async function writeOrganisation(owner: pg.Client, organisation: Organisation, now: Date): Promise<void> {
  const pos = (slug: string) => organisation.at(slug).pos;
  await copyRows(owner, UNITS, mapped(organisation.otherUnits(), unitCells));
  await copyRows(
    owner,
    RESIDENT_UNITS,
    GROUPS.flatMap(({ organ, slug, residentUnits }) =>
      residentUnits.map((name) => [
        idOf(`resident:${organ}:${slug}:${name}`),
        pos(`${organ}-group-${slug}`),
        name,
        ARRANGED_AT,
      ]),
    ),
  );
  await copyRows(
    owner,
    COUNTERPART_ROWS,
    // Each is the other's counterpart.
    COUNTERPARTS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]).map(([group, other]) => [
      idOf(`counterpart:${group}:${other}`),
      pos(group),
      pos(other),
      ARRANGED_AT,
    ]),
  );
  const provinces = organisation.organs.filter(({ tier }) => tier === OrganTier.PROVINCE).map(({ code }) => code!);
  await copyRows(
    owner,
    LINKS,
    contactLinks(provinces).map(({ office, target, beganDaysAgo, endedDaysAgo }) => [
      idOf(`contact:${office}:${target}`),
      pos(office),
      pos(target),
      beganDaysAgo === undefined ? ARRANGED_AT : daysLater(now, -beganDaysAgo),
      endedDaysAgo === undefined ? null : daysLater(now, -endedDaysAgo),
    ]),
  );
  await copyRows(
    owner,
    ZONE_ROWS,
    ZONES.map((zone) => [
      zoneId(zone.owner, zone.name),
      pos(zone.owner),
      zone.name,
      organisation.at(zone.owner).tier,
      ZoneKind[zone.kind],
      zone.principle,
      pos(zone.lead),
      ARRANGED_AT,
    ]),
  );
  await copyRows(
    owner,
    MEMBERS,
    ZONES.flatMap((zone) =>
      zone.members.map((member) => [
        idOf(`member:${zone.owner}:${zone.name}:${member}`),
        zoneId(zone.owner, zone.name),
        pos(member),
        ARRANGED_AT,
      ]),
    ),
  );
}

function zoneId(owner: string, name: string): string {
  return idOf(`zone:${owner}:${name}`);
}

function idOf(key: string): string {
  return stableId(ARRANGED_AT, key);
}

function* mapped<T>(items: Iterable<T>, cells: (item: T) => Cell[]): Generator<Cell[]> {
  for (const item of items) yield cells(item);
}
