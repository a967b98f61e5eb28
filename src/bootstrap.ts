import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { inviteAdministrators, inviteAgain, NotEmpty, type Named } from './bootstrap/administrators.js';
import { checklist } from './bootstrap/checklist.js';
import { whatIsThere } from './bootstrap/emptiness.js';
import { withClient } from './database/install.js';
import { keyFileOf, makeMissing } from './database/keyFile.js';
import { asOwner, openPlace } from './database/place.js';
import { loadHierarchy } from './hierarchy/loadHierarchy.js';
import { intervalOf, readDivisions } from './jurisdiction/divisions.js';
import { progressBars } from './progressBars.js';
import { ConfigError, readConfig } from './shared/config.js';

// `npm run bootstrap -- --organ 33 --system 王某 --security 李某=<subject> --audit 赵某` makes an empty database a
// commission's: the country's organs, and the three administrators of that organ by invitation. No demo world.
const DUTIES = {
  system: 'SYSTEM_ADMINISTRATOR',
  security: 'SECURITY_ADMINISTRATOR',
  audit: 'AUDIT_ADMINISTRATOR',
} as const;
const LONGEST_NAME = 60;
const LONGEST_SUBJECT = 255;

const bars = progressBars();
try {
  const { values } = parseArgs({
    options: {
      organ: { type: 'string' },
      system: { type: 'string' },
      security: { type: 'string' },
      audit: { type: 'string' },
      again: { type: 'string' },
      days: { type: 'string', default: '7' },
    },
  });
  const config = readConfig();
  if (!config.oidc) throw new ConfigError('OIDC_ISSUER', 'must be set: invitations are accepted with its tokens');
  const { issuer } = config.oidc;
  const days = whole(values.days, '--days', 1, 30);
  const again = values.again ? dutyOf(values.again) : null;
  const named = again ? [] : (Object.keys(DUTIES) as (keyof typeof DUTIES)[]).map((role) => nameOf(role, values[role]));
  const subjects = named.flatMap(({ subject }) => subject ?? []);
  if (new Set(subjects).size < subjects.length) throw new Error('One account cannot be two administrators.');
  const code = again ? null : organCode(values.organ);
  // Nothing is made in a database that is somebody else's.
  if (config.databaseUrl && !again)
    await withClient({ connectionString: config.databaseUrl }, async (owner) => refuse(await whatIsThere(owner)));
  // A file that is named and not there is made; keys are nowhere else.
  const keyFile = keyFileOf(config);
  if (keyFile && !again) await makeMissing(keyFile);
  const place = await openPlace(config, () => undefined);
  try {
    const invited = await asOwner(place, async (owner) => {
      if (again) return [await inviteAgain(owner, again, days)];
      refuse(await whatIsThere(owner));
      await loadHierarchy(owner, (done, total) => bars.report('hierarchy', done, total));
      const { rows } = await owner.query<{ pos: string; name: string }>(
        'select pos, name from unit where pos = $1 and valid_to is null',
        [Number(intervalOf(code).lo)],
      );
      if (!rows[0]) throw new Error(`--organ: there is no organ ${code}`);
      return inviteAdministrators(owner, Number(rows[0].pos), named, { issuer, days });
    });
    bars.stop();
    console.log(checklist(values.organ ?? '', invited, { checkpoints: config.checkpointFolder }));
  } finally {
    await place.stop();
  }
} catch (error) {
  bars.stop();
  const found = error instanceof NotEmpty ? `\n数据库不是空的，未作任何改动。` : '';
  console.error(`Nothing was set up. ${error instanceof Error ? error.message : String(error)}${found}`);
  process.exitCode = 1;
}

function refuse(found: readonly string[]): void {
  if (found.length > 0) throw new NotEmpty(found);
}

function nameOf(role: keyof typeof DUTIES, given: string | undefined): Named {
  const [name = '', ...rest] = (given ?? '').split('=');
  const subject = rest.join('=');
  if (!name.trim() || name.length > LONGEST_NAME || subject.length > LONGEST_SUBJECT)
    throw new Error(`--${role}: a name, or name=subject of his account`);
  return { duty: DUTIES[role], name: name.trim(), subject: subject || null };
}

function dutyOf(role: string): Named['duty'] {
  if (role !== 'system' && role !== 'security' && role !== 'audit')
    throw new Error('--again: system, security or audit');
  return DUTIES[role];
}

/** Null is the nation. */
function organCode(given: string | undefined): string | null {
  if (given === 'nation') return null;
  if (!given || !/^(?:\d{2}|\d{4}|\d{6}|\d{9})$/.test(given))
    throw new Error('--organ: the division code of the highest organ that is set up, or "nation"');
  for (const { code, placeholder } of readDivisions()) if (code === given && !placeholder) return given;
  throw new Error(`--organ: there is no organ ${given}`);
}

function whole(text: string, option: string, least: number, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) throw new Error(`${option}: ${least} to ${most}`);
  return number;
}
