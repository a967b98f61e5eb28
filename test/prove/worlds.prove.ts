import { expect, inject, it } from 'vitest';
import { runWorlds } from '../policy/worlds/run.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A share of the worlds: from which seed, how many. */
    worlds: { seed: number; count: number };
  }
}

it('worlds show everyone what the oracle says, and no more', { timeout: 3_600_000 }, async ({ task }) => {
  const { seed, count } = inject('worlds');
  const started = Date.now();
  const shares = await runWorlds(seed, count);
  const asked = [...shares.identities.values()].reduce((sum, share) => sum + share.asked, 0);
  const seen = [...shares.identities.values()].reduce((sum, share) => sum + share.seen, 0);
  expect(seen).toBeGreaterThan(0);
  task.meta.figures = { worlds: count, milliseconds: Date.now() - started, decisions: asked, seen };
});
