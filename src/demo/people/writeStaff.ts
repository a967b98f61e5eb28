import type pg from 'pg';
import { copyRows } from '../../hierarchy/copyRows.js';
import { stableId } from '../../shared/ids.js';
import { DEMO_ISSUER } from '../issuer.js';
import { GROUPS } from '../organisation/groups.js';
import type { Organisation } from '../organisation/organisation.js';
import { leadersOf } from './positions.js';
import { IN_POST_SINCE, type Post, type Staff } from './staff.js';

export async function writeStaff(owner: pg.Client, organisation: Organisation, staff: Staff): Promise<void> {
  await copyRows(
    owner,
    'person',
    {
      id: ({ id }) => id,
      name: ({ name }) => name,
      issuer: () => DEMO_ISSUER,
      subject: ({ subject }) => subject,
      clearance: ({ clearance }) => clearance,
      left_at: ({ leftAt }) => leftAt,
    },
    staff.people,
  );
  await copyRows(
    owner,
    'post',
    {
      id: ({ id }) => id,
      person_id: ({ person }) => person.id,
      unit_pos: ({ unit }) => unit.pos,
      duty: ({ duty }) => duty,
      main: ({ main }) => main,
      valid_from: () => IN_POST_SINCE,
      valid_to: ({ until }) => until,
    },
    staff.posts,
  );
  await copyRows(
    owner,
    'branch',
    {
      id: ({ leader, place }) => stableId(IN_POST_SINCE, `branch:${leader.key}:${place}`),
      post_id: ({ leader }) => leader.id,
      office_pos: ({ place }) => organisation.at(place).pos,
      valid_from: () => IN_POST_SINCE,
    },
    branches(organisation, staff),
  );
}

/** Each leader's offices; the groups go to the organ's first two leaders in turn. */
function* branches(organisation: Organisation, staff: Staff): Generator<{ leader: Post; place: string }> {
  for (const slug of organisation.slugs()) {
    const groups = GROUPS.filter((group) => group.organ === slug).map((group) => `group-${group.slug}`);
    for (const [i, offices] of leadersOf(organisation.at(slug)).entries()) {
      const leader = staff.post(`${slug}-leader-${i + 1}`);
      const places = [...offices, ...groups.filter((_, nth) => nth % 2 === i)];
      for (const place of places) yield { leader, place: `${slug}-${place}` };
    }
  }
}
