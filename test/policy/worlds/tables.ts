import type { ScopedDatabase } from '../../../src/database/scoped.js';
import { TEST_ISSUER } from '../../support/api.js';
import { sightOf } from '../oracleLists.js';
import { same } from './same.js';
import { mattersOf, type Viewer, type World } from './world.js';

/** The policies by themselves, unsteered: of every row of every noun, whether it is there for the viewer. */
export async function compareTables(database: ScopedDatabase, world: World, viewer: Viewer): Promise<void> {
  const { facets } = sightOf(world, viewer, mattersOf(world));
  const expected = [...facets].filter(([, seen]) => seen.has('LEDGER')).map(([id]) => id);
  const identity = { issuer: TEST_ISSUER, subject: viewer.person.subject, post: viewer.post.id };
  const rows = await database.as(identity, ({ transaction }) =>
    transaction.query<{ id: string }>(
      'select id from clue union all select id from supervision_item union all select id from joint_case',
    ),
  );
  same(rows.map(({ id }) => id).toSorted(), expected.toSorted(), 'reads the tables');
}
