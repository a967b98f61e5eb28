import type pg from 'pg';
import { loadHierarchy } from '../hierarchy/loadHierarchy.js';
import { growClues } from './clues/growth.js';
import { Ledger } from './clues/ledger.js';
import { Numbering } from './clues/numbering.js';
import { writeClues } from './clues/writeClues.js';
import { writeDenials, writeGrants } from './matters/access.js';
import { entrustments } from './matters/entrustments.js';
import { exclusions } from './matters/exclusions.js';
import { grantsOfAssignments, writeJointCases } from './matters/jointCase.js';
import { jointCases } from './matters/jointCases.js';
import { notices } from './matters/notices.js';
import { grantsOfCopies, writeSupervisionItems } from './matters/supervisionItem.js';
import { Organisation } from './organisation/organisation.js';
import { writeOrganisation } from './organisation/writeOrganisation.js';
import { Staff } from './people/staff.js';
import { writeStaff } from './people/writeStaff.js';
import type { Progress } from './progress.js';
import { demoSummary, type DemoSummary } from './summary.js';
import type { World } from './world.js';

const LOCK = 0x11a2d3;
/** What the stories and figures need; more than that is spread over the whole country. */
const BASE_CLUES = 4000;
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
  await loadHierarchy(owner, (done, total) => progress?.('organs', done, total));
  await owner.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    const organisation = new Organisation();
    const world: World = { organisation, staff: new Staff(organisation, now), now };
    if (!(await isSeeded(owner)))
      await inOneStep(owner, () => seedBase(owner, world, Math.min(clues, BASE_CLUES), progress));
    const { clues: there } = await demoSummary(owner);
    if (there < clues) {
      await growClues(owner, world, there, clues, progress);
      await owner.query(ANALYZE);
    }
    return await demoSummary(owner);
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

async function isSeeded(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ marked: boolean; people: boolean }>(
    'select exists (select from demo_marker) as marked, exists (select from person) as people',
  );
  const { marked, people } = rows[0]!;
  if (people && !marked) {
    throw new Error(
      'This database holds people who are not the demo world’s. Nothing was changed; seed an empty database.',
    );
  }
  return marked;
}

async function seedBase(owner: pg.Client, world: World, total: number, progress?: Progress): Promise<void> {
  const steps: [label: string, step: () => Promise<unknown>][] = [];
  const then = (label: string, step: () => Promise<unknown>) => steps.push([label, step]);
  const ledger = new Ledger(world, await Numbering.from(owner), total);
  const items = notices(world, ledger);
  const cases = jointCases(world, ledger);
  then('offices', () => writeOrganisation(owner, world.organisation, world.now));
  then('people', () => writeStaff(owner, world.organisation, world.staff));
  then('clues', () => writeClues(owner, ledger.clues));
  then('supervision items', () => writeSupervisionItems(owner, items));
  then('joint cases', () => writeJointCases(owner, cases));
  then('grants', () =>
    writeGrants(owner, [...grantsOfCopies(items), ...grantsOfAssignments(cases), ...entrustments(world, ledger)]),
  );
  then('denials', () => writeDenials(owner, exclusions(world, ledger), world.now));
  then('marker', () => owner.query('insert into demo_marker (seeded_at) values ($1)', [world.now]));
  then('statistics', () => owner.query(ANALYZE));
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
