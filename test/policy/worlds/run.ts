import fc from 'fast-check';
import { cloneDatabase } from '../../support/database.js';
import { startApi } from '../../support/api.js';
import { compareTrial, Disagreement } from './compare.js';
import { Worlds } from './insert.js';
import { PolicyTables } from './policyTables.js';
import { Shares } from './shares.js';
import { trials, type Trial } from '../worlds.js';

/** After a failure, shrinking goes on for this long. */
const SHRINKING_MS = 45_000;

/** Makes worlds one after another in one database and compares what the API answers with the oracle. */
export async function runWorlds(seed: number, count: number): Promise<Shares> {
  const db = await cloneDatabase();
  // Each world has its own persons under the same names.
  const api = await startApi(db, { sessionsEveryMs: 0 });
  const worlds = await Worlds.open(db);
  const tables = [await PolicyTables.open(db), await PolicyTables.open(db)];
  const now = Math.floor(Date.now() / 1000) * 1000;
  const shares = new Shares();
  let failed: string | undefined;
  let shrinkUntil = Infinity;
  const property = fc.asyncProperty(trials(now), async (trial) => {
    if (Date.now() > shrinkUntil) return;
    try {
      await worlds.insert(trial.world);
      await compareTrial(api, tables, trial, shares, failed);
    } catch (error) {
      shrinkUntil = Math.min(shrinkUntil, Date.now() + SHRINKING_MS);
      // A smaller world need only fail for the same one.
      if (error instanceof Disagreement) failed = error.viewer.identity;
      throw error;
    }
  });
  try {
    const result = await fc.check(property, { seed, numRuns: count });
    if (result.failed) throw new Error(failure(result));
  } finally {
    await Promise.all(tables.map((one) => one.end()));
    await worlds.end();
    await api.stop();
    await db.drop();
  }
  return shares;
}

/** The smallest world found, a row a line; of the people only who asked. */
function failure({ seed, numRuns, numShrinks, counterexample, errorInstance }: fc.RunDetails<[Trial]>): string {
  const where = `Seed ${seed}, world ${numRuns}, shrunk ${numShrinks} times: ${String(errorInstance)}`;
  const world = counterexample?.[0].world;
  if (!world || !(errorInstance instanceof Disagreement)) return where;
  const { post, person, ...viewer } = errorInstance.viewer;
  const rows = {
    ...world,
    viewers: [viewer, person],
    persons: [],
    posts: world.posts.filter((one) => one.id === post.id || one.person === person.id),
    branches: world.branches.filter((branch) => branch.post === post.id),
  };
  const tables = Object.entries(rows).map(([name, table]) => {
    return `${name}:${Array.isArray(table) ? table.map((row) => `\n  ${JSON.stringify(row)}`).join('') : String(table)}`;
  });
  return [where, 'in the world', ...tables].join('\n');
}
