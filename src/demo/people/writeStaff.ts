import type pg from 'pg';
import { copyRows, type Cell, type Target } from '../../hierarchy/copyRows.js';
import { Duty } from '../../jurisdiction/duties.js';
import { stableId } from '../../shared/ids.js';
import { DEMO_ISSUER } from '../issuer.js';
import { GROUPS } from '../organisation/groups.js';
import type { Organisation } from '../organisation/organisation.js';
import { leadersOf } from './positions.js';
import { IN_POST_SINCE, type Staff } from './staff.js';

const PEOPLE: Target = { table: 'person', columns: ['id', 'name', 'issuer', 'subject', 'clearance', 'left_at'] };
const POSTS: Target = {
  table: 'post',
  columns: ['id', 'person_id', 'unit_pos', 'duty', 'main', 'valid_from', 'valid_to'],
};
const BRANCHES: Target = { table: 'branch', columns: ['id', 'post_id', 'office_pos', 'valid_from'] };

export async function writeStaff(owner: pg.Client, organisation: Organisation, staff: Staff): Promise<void> {
  await copyRows(
    owner,
    PEOPLE,
    staff.people.map(({ id, name, subject, clearance, leftAt }) => [id, name, DEMO_ISSUER, subject, clearance, leftAt]),
  );
  await copyRows(
    owner,
    POSTS,
    staff.posts.map(({ id, person, unit, duty, main, until }) => [
      id,
      person.id,
      unit.pos,
      duty,
      main,
      IN_POST_SINCE,
      until,
    ]),
  );
  await copyRows(owner, BRANCHES, branches(organisation, staff));
}

/** Each leader's offices; the groups go to the organ's first two leaders in turn. */
function* branches(organisation: Organisation, staff: Staff): Generator<Cell[]> {
  for (const slug of organisation.slugs()) {
    const organ = organisation.at(slug);
    const groups = GROUPS.filter((group) => group.organ === slug).map((group) => `group-${group.slug}`);
    for (const [i, offices] of leadersOf(organ).entries()) {
      const post = staff.post(`${slug}-leader-${i + 1}`);
      if (post.duty !== Duty.LEADER_IN_CHARGE) continue;
      for (const place of [...offices, ...groups.filter((_, nth) => nth % 2 === i)]) {
        yield [
          stableId(IN_POST_SINCE, `branch:${post.key}:${place}`),
          post.id,
          organisation.at(`${slug}-${place}`).pos,
          IN_POST_SINCE,
        ];
      }
    }
  }
}
