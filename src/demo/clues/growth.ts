import type pg from 'pg';
import { OrganTier } from '../../jurisdiction/units.js';
import type { Unit } from '../../hierarchy/unit.js';
import { inWorkingHours } from '../moments.js';
import type { Progress } from '../progress.js';
import { Random } from '../random.js';
import type { World } from '../world.js';
import { DAYS } from './ledger.js';
import { newClue } from './newClue.js';
import { Numbering } from './numbering.js';
import { placeOf } from './places.js';
import { writeClues } from './writeClues.js';

const BATCH = 10_000;

/** Of a hundred clues in the nation so many are each tier's (D); groups take their organs' part. */
const TIER_SHARE = { NATIONAL: 0.3, PROVINCE: 2, CITY: 9, COUNTY: 51.5, TOWNSHIP: 36, GROUP: 1.2 };

/**
 * More clues, all over the country, in the order they came in, so that numbers and ids rise together. Each batch is a
 * transaction of its own: memory stays constant, and what was interrupted goes on from what is there.
 */
export async function growClues(
  owner: pg.Client,
  { organisation, staff, now }: World,
  from: number,
  to: number,
  progress?: Progress,
): Promise<void> {
  const tiers = Object.entries(OrganTier).map(
    ([tier, number]) => [tier, organisation.organs.filter((organ) => organ.tier === number)] as const,
  );
  const places = Object.fromEntries<readonly Unit[]>([...tiers, ['GROUP', organisation.groups]]);
  const numbering = await Numbering.from(owner);
  for (let done = from; done < to; done += BATCH) {
    const size = Math.min(BATCH, to - done);
    const clues = Array.from({ length: size }, (_, n) => {
      const key = `growth:${done + n}`;
      const random = new Random(`place:${key}`);
      const place = placeOf(random.pick(places[random.weighted(TIER_SHARE)]!));
      const clue = newClue(key, place, inWorkingHours(now, DAYS, (done + n - from) / (to - from)), now, staff);
      clue.number = numbering.next(clue.owner, clue.receivedAt, clue.compartment);
      return clue;
    });
    await owner.query('begin');
    try {
      await writeClues(owner, clues);
      await owner.query('commit');
    } catch (error) {
      await owner.query('rollback');
      throw error;
    }
    progress?.('clues', done + size, to);
  }
}
