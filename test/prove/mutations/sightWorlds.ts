import fc from 'fast-check';
import { readAccessCases } from '../../policy/cases/accessCases.js';
import { casesWorld } from '../../policy/cases/casesWorld.js';
import { matrixWorld } from '../../policy/matrix/matrixWorld.js';
import { trials } from '../../policy/worlds.js';
import type { Viewer, World } from '../../policy/worlds/world.js';

/** A world, and of what its viewers are shown what a test compares with what it should be. */
export interface Sights {
  name: string;
  test: string;
  world: World;
  links: boolean;
  viewers: { viewer: Viewer; compared: (id: string) => boolean }[];
}

const RANDOM = 40;

/** Of the access cases, of the matrix, and of some random worlds. */
export function sightsOf(now: number, seed: number): Sights[] {
  return [ofCases(now), ofMatrix(now), ...ofWorlds(now, seed)];
}

function ofCases(now: number): Sights {
  const { world, viewers, matters } = casesWorld(now);
  const asked = new Map<string, Set<string>>();
  for (const { viewer, matter, facets, pending } of readAccessCases()) {
    if (facets === null || pending || !viewers.has(viewer)) continue;
    asked.set(viewer, (asked.get(viewer) ?? new Set()).add(matters.get(matter)!.id));
  }
  return {
    name: 'cases',
    test: 'test/policy/access-cases.test.ts',
    world,
    links: false,
    viewers: [...asked].map(([name, ids]) => ({ viewer: viewers.get(name)!, compared: (id) => ids.has(id) })),
  };
}

function ofMatrix(now: number): Sights {
  const { world, standpoints } = matrixWorld(now);
  return {
    name: 'matrix',
    test: 'test/policy/access-matrix.test.ts',
    world,
    links: false,
    viewers: standpoints.map(({ viewer, matters }) => {
      const ids = new Set(Object.values(matters).flatMap((of) => [...of.values()]));
      return { viewer, compared: (id) => ids.has(id) };
    }),
  };
}

function ofWorlds(now: number, seed: number): Sights[] {
  return fc.sample(trials(now), { seed, numRuns: RANDOM }).map(({ world }, n) => ({
    name: `world_${n + 1}`,
    test: `test/policy/worlds.test.ts, a world of seed ${seed}`,
    world,
    links: true,
    viewers: world.viewers.map((viewer) => ({ viewer, compared: () => true })),
  }));
}
