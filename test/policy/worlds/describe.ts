import { describe, expect, it } from 'vitest';
import { runWorlds } from './run.js';

/** All together; each of the two files makes half of them, so that both processors work. */
const WORLDS = Number(process.env['POLICY_WORLDS'] ?? 2000);
/** From so many on, chance leaves nobody without a row. */
const ENOUGH = 1000;

export function describeWorlds(seed: number): void {
  describe(`random small worlds from seed ${seed}`, () => {
    it('show everyone what the oracle says, and no more', { timeout: 900_000 }, async () => {
      const started = Date.now();
      const shares = await runWorlds(seed, Math.ceil(WORLDS / 2));
      console.info(
        `${WORLDS / 2} worlds from seed ${seed} in ${Date.now() - started} ms; rows seen:\n${shares.toString()}`,
      );
      if (WORLDS < ENOUGH) return;
      for (const [identity, { seen, asked }] of shares.identities) {
        expect(asked - seen, `refused to ${identity}`).toBeGreaterThan(0);
        if (identity !== 'administrator') expect(seen, `seen by ${identity}`).toBeGreaterThan(0);
      }
      for (const [name, { seen }] of [...shares.facets, ...shares.scopes])
        expect(seen, `rows through ${name}`).toBeGreaterThan(0);
    });
  });
}
