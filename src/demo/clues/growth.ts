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

/** So many clues at a time, and more where there would be too many times: in one step each takes some locks. */
const BATCH = 10_000;
const MOST_BATCHES = 100;

/** Of a hundred clues in the nation so many are each tier's (D); groups take their organs' part. */
const TIER_SHARE = { NATIONAL: 0.3, PROVINCE: 2, CITY: 9, COUNTY: 51.5, TOWNSHIP: 36, GROUP: 1.2 };

/** More clues, all over the country, in the order they came in, so that numbers and ids rise together; in batches, so that memory stays constant. */
export async function growClues(
  owner: pg.Client,
  { organisation, staff, now }: World,
  from: number,
  to: number,
  batch: (work: () => Promise<void>) => Promise<void>,
  progress?: Progress,
): Promise<void> {
  const tiers = Object.entries(OrganTier).map(
    ([tier, number]) => [tier, organisation.organs.filter((organ) => organ.tier === number)] as const,
  );
  const places = Object.fromEntries<readonly Unit[]>([...tiers, ['GROUP', organisation.groups]]);
  const numbering = await Numbering.from(owner);
  const most = Math.max(BATCH, Math.ceil((to - from) / MOST_BATCHES));
  for (let done = from; done < to; done += most) {
    const size = Math.min(most, to - done);
    const clues = Array.from({ length: size }, (_, n) => {
      const key = `growth:${done + n}`;
      const random = new Random(`place:${key}`);
      const place = placeOf(random.pick(places[random.weighted(TIER_SHARE)]!));
      const clue = newClue(key, place, inWorkingHours(now, DAYS, (done + n - from) / (to - from)), now, staff);
      clue.number = numbering.next(clue.owner, clue.receivedAt, clue.compartment);
      return clue;
    });
    await batch(() => writeClues(owner, clues));
    progress?.('clues', done + size, to);
  }
}
