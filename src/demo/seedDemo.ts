import type pg from 'pg';
import { loadHierarchy } from '../hierarchy/loadHierarchy.js';
import { growClues } from './clues/growth.js';
import { Ledger } from './clues/ledger.js';
import { Numbering } from './clues/numbering.js';
import { writeClues } from './clues/writeClues.js';
import { writeDenials, writeGrants } from './matters/access.js';
import { entrustments } from './matters/entrustments.js';
import { exclusions } from './matters/exclusions.js';
import { writeFindings } from './matters/findings.js';
import { grantsOfAssignments, writeJointCases } from './matters/jointCase.js';
import { jointCases } from './matters/jointCases.js';
import { notices } from './matters/notices.js';
import { grantsOfCopies, grantsOfSupervision, writeSupervisionItems } from './matters/supervisionItem.js';
import { Organisation } from './organisation/organisation.js';
import { writeOrganisation } from './organisation/writeOrganisation.js';
import { Staff } from './people/staff.js';
import { writeStaff } from './people/writeStaff.js';
import type { Progress } from './progress.js';
import { demoSummary, type DemoSummary } from './summary.js';
import { withoutIndexes } from './withoutIndexes.js';
import type { World } from './world.js';

const LOCK = 0x11a2d3;
/** What the stories and figures need; more than that is spread over the whole country. */
const BASE_CLUES = 4000;
/** Growing by so many is worth making all indexes anew. */
const MANY = 200_000;
const WRITTEN = ['clue', 'clue_petition', 'clue_content', 'clue_reporter'];
const ANALYZE = `analyze unit, contact_link, zone_member, person, post, branch, clue, clue_petition, clue_content,
  clue_reporter, supervision_item, supervision_item_content, supervision_item_cc, joint_case, joint_case_content,
  joint_case_clue, joint_case_assignment, access_grant, denial`;

/**
 * The demo world: invented people in the country's real organs, and their work of the last three years. What is
 * seeded stays as it is; asked for more clues than there are, it grows. Real people are never mixed with it.
 */
export async function seedDemo(
  owner: pg.Client,
  { clues = BASE_CLUES, now = new Date(), progress }: { clues?: number; now?: Date; progress?: Progress } = {},
): Promise<DemoSummary> {
  await owner.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    const seeded = await isSeeded(owner);
    const there = seeded ? (await demoSummary(owner)).clues : 0;
    if (!seeded || there < clues) {
      await loadHierarchy(owner, (done, total) => progress?.('organs', done, total));
      const organisation = new Organisation();
      const world: World = { organisation, staff: new Staff(organisation, now), now };
      const base = Math.min(clues, BASE_CLUES);
      if (!seeded) await inOneStep(owner, () => seedBase(owner, world, base, progress));
      await grow(owner, world, seeded ? there : base, clues, progress);
      await owner.query(ANALYZE);
    }
    return await demoSummary(owner);
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/**
 * Each batch a step of its own, so that what was interrupted goes on from what is there. Very many go in one step, without
 * indexes until all are there: several times as fast, and nobody reads meanwhile.
 */
async function grow(owner: pg.Client, world: World, from: number, to: number, progress?: Progress): Promise<void> {
  if (to - from < MANY) return growClues(owner, world, from, to, (work) => inOneStep(owner, work), progress);
  await inOneStep(owner, () =>
    withoutIndexes(owner, WRITTEN, () => growClues(owner, world, from, to, (work) => work(), progress)),
  );
}

async function isSeeded(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ marked: boolean; used: boolean }>(
    `select exists (select from demo_marker) as marked,
       exists (select from person) or exists (select from unit where pos <> organ_pos) as used`,
  );
  const { marked, used } = rows[0]!;
  if (used && !marked) {
    throw new Error('This database holds people or offices that are not the demo world’s. Nothing was changed.');
  }
  return marked;
}

async function seedBase(owner: pg.Client, world: World, total: number, progress?: Progress): Promise<void> {
  const { organisation, staff, now } = world;
  const ledger = new Ledger(world, await Numbering.from(owner), total);
  const items = notices(world, ledger);
  const cases = jointCases(world, ledger);
  const grants = [
    ...grantsOfCopies(items),
    ...grantsOfSupervision(items),
    ...grantsOfAssignments(cases),
    ...entrustments(world, ledger),
  ];
  const steps: [label: string, step: () => Promise<unknown>][] = [
    ['offices', () => writeOrganisation(owner, organisation, now)],
    ['people', () => writeStaff(owner, organisation, staff)],
    ['clues', () => writeClues(owner, ledger.clues)],
    ['supervision items', () => writeSupervisionItems(owner, items)],
    ['joint cases', () => writeJointCases(owner, cases)],
    ['grants', () => writeGrants(owner, grants)],
    ['denials', () => writeDenials(owner, exclusions(world, ledger), now)],
    ['findings', () => writeFindings(owner, world, ledger)],
    ['marker', () => owner.query('insert into demo_marker (seeded_at) values ($1)', [now])],
  ];
  for (const [i, [label, step]] of steps.entries()) {
    progress?.(label, i, steps.length);
    await step();
  }
  progress?.('demo world', steps.length, steps.length);
}

/** All or nothing: a start that was interrupted finds an empty database, not half a world. */
async function inOneStep(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  await owner.query('begin');
  try {
    await work();
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}
