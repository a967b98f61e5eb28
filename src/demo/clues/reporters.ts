import { workingDaysLater } from '../moments.js';
import { inventedName } from '../people/names.js';
import type { Random } from '../random.js';
import type { Reporter } from './clue.js';

const PREFIXES = ['138', '139', '136', '158', '187', '177', '133'];

/** Whoever gives a name is told within fifteen working days that it was accepted (R2 26), and later of the result (R2 27). */
export function inventedReporter(
  random: Random,
  receivedAt: Date,
  closedAt: Date | null,
  kind: Reporter['kind'] = random.chance(0.35) ? 'REAL_NAME' : 'ANONYMOUS',
): Reporter {
  const realName = kind === 'REAL_NAME';
  return {
    kind,
    name: realName ? inventedName(random) : null,
    contact: realName ? `${random.pick(PREFIXES)}****${String(random.integer(0, 9999)).padStart(4, '0')}` : null,
    acceptanceNoticeDueAt: realName ? workingDaysLater(receivedAt, 15) : null,
    resultNoticeDueAt: realName && closedAt ? workingDaysLater(closedAt, 15) : null,
    protectionRequested: realName && random.chance(0.2),
  };
}
