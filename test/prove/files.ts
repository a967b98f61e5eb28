import { Lane } from './lane.js';
import type { Part, Proved } from './part.js';

/** Test files with lengths of their own, one after another, so that what is measured has the machine to itself. */
function partOf(name: string, files: string[], long: Record<string, string>, quickly: Record<string, string>): Part {
  return {
    name,
    async prove({ quick, report }) {
      const lane = await Lane.open(quick ? quickly : long);
      const proved: Proved = { lines: [], figures: {} };
      try {
        for (const file of files) {
          const started = Date.now();
          const { failed, passed, figures } = await lane.run(file);
          const note = failed ? `${failed.name}: ${failed.message}` : `${passed} tests`;
          proved.lines.push({ name: file, passed: !failed, note, seconds: (Date.now() - started) / 1000 });
          Object.assign(proved.figures, ...figures);
          report(proved.lines.length, files.length, proved.lines.at(-1));
        }
      } finally {
        await lane.close();
      }
      return proved;
    },
  };
}

/**
 * Requests and transactions of many principals over few connections, some given up, failing or disconnected; and one
 * server process under so many that what it keeps of them would show.
 */
export const soaks = partOf(
  'soaks',
  ['test/policy/interleaved-requests.test.ts', 'test/policy/pooled-connections.test.ts', 'test/prove/soak.prove.ts'],
  { SOAK_REQUESTS: '20000', SOAK_TRANSACTIONS: '20000', SOAK_LONG: '200000' },
  { SOAK_REQUESTS: '1200', SOAK_TRANSACTIONS: '1200', SOAK_LONG: '4000' },
);

/** From the commit of a revocation to the first refusal, on two servers. */
export const revocation = partOf(
  'revocation',
  ['test/policy/revocation.test.ts'],
  { REVOCATION_ROUNDS: '500' },
  { REVOCATION_ROUNDS: '8' },
);

/** What the audit trail costs acts, and how long an entry waits for its seal. */
export const audit = partOf('audit', ['test/prove/audit.prove.ts'], { AUDIT_ACTS: '2000' }, { AUDIT_ACTS: '60' });

const PLANS = 'test/policy/plan-shapes.test.ts';

/** First pages and kept totals of every scope and tier on two million clues, warm, within five milliseconds of execution; on five million within ten. */
export const plans = partOf(
  'plans',
  [PLANS],
  { BULK_CLUES: '2000000', BULK_MS: '5' },
  { BULK_CLUES: '200000', BULK_MS: '5' },
);
export const largePlans = partOf(
  'plans of five million',
  [PLANS],
  { BULK_CLUES: '5000000', BULK_MS: '10' },
  { BULK_CLUES: '200000', BULK_MS: '5' },
);

/** A province of 3,000 organs, 12,000 offices and groups and 60,000 persons, from an empty PostgreSQL to its officers' lists. */
export const province = partOf(
  'province',
  ['test/prove/province.prove.ts'],
  { PROVINCE: '3000,12000,60000' },
  { PROVINCE: '120,300,900' },
);
