import pg from 'pg';
import { SCHEMA } from '../../../src/database/roles.js';
import { ticket } from '../../../src/database/ticket.js';
import { TEST_ISSUER } from '../../support/api.js';
import { TICKET_KEY, type TestDatabase } from '../../support/database.js';
import { reachedFacets, standingOf } from '../oracle.js';
import { same } from './same.js';
import { mattersOf, type AnyMatter, type Facet, type Viewer, type World } from './world.js';

/** Every table that holds what is kept of matters, with what names a row of it. */
const FACET_TABLES: Record<AnyMatter['noun'], Partial<Record<Facet, [table: string, key: string]>>> = {
  clue: {
    LEDGER: ['clue', 'id'],
    PETITION: ['clue_petition', 'clue_id'],
    CONTENT: ['clue_content', 'clue_id'],
    REPORTER: ['clue_reporter', 'clue_id'],
  },
  supervisionItem: {
    LEDGER: ['supervision_item', 'id'],
    CONTENT: ['supervision_item_content', 'supervision_item_id'],
  },
  jointCase: { LEDGER: ['joint_case', 'id'], CONTENT: ['joint_case_content', 'joint_case_id'] },
};
const LINK_TABLES: Record<string, string> = {
  supervision_item_cc: "supervision_item_id || ' ' || unit_pos",
  joint_case_clue: "joint_case_id || ' ' || clue_id",
  joint_case_assignment: 'id::text',
};

export const COMPARED_TABLES = [
  ...Object.values(FACET_TABLES).flatMap((facets) => Object.values(facets).map(([table]) => table)),
  ...Object.keys(LINK_TABLES),
];

export const FACET_ROWS = Object.values(FACET_TABLES)
  .flatMap((facets) => Object.values(facets))
  .map(([table, key]) => `select '${table} ' || ${key} as row from ${table}`)
  .join(' union all ');
export const LINK_ROWS = Object.entries(LINK_TABLES)
  .map(([table, key]) => `select '${table} ' || ${key} as row from ${table}`)
  .join(' union all ');
const BEGIN = `begin isolation level repeatable read read only;
  select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as mark`;

/**
 * The policies by themselves: a connection of the API's login role with nothing of the product's code between. Its
 * statements are prepared once, since planning them takes longer than answering them.
 */
export class PolicyTables {
  private constructor(private readonly client: pg.Client) {}

  static async open(db: TestDatabase): Promise<PolicyTables> {
    const client = new pg.Client({
      ...db.connectionAs('liandong_api'),
      options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off`,
    });
    await client.connect();
    return new PolicyTables(client);
  }

  /** Of every row of every noun and facet, whether it is there for the viewer; and of what links them, if asked. */
  async compare(world: World, viewer: Viewer, links: boolean): Promise<void> {
    const rows = await this.rowsFor(viewer, links);
    same(rows.toSorted(), expectedRows(world, viewer, links).toSorted(), 'reads the tables');
  }

  async rowsFor({ person, post }: Viewer, links: boolean): Promise<string[]> {
    const begun = (await this.client.query(BEGIN)) as unknown as { rows: { mark: string }[] }[];
    try {
      const identity = { issuer: TEST_ISSUER, subject: person.subject, post: post.id };
      const entrance = ticket(TICKET_KEY, identity, begun[1]!.rows[0]!.mark);
      await this.client.query({ name: 'enter', text: 'select enter($1, $2)', values: entrance });
      const answers = [await this.client.query<{ row: string }>({ name: 'facets', text: FACET_ROWS })];
      if (links) answers.push(await this.client.query<{ row: string }>({ name: 'links', text: LINK_ROWS }));
      return answers.flatMap(({ rows }) => rows.map(({ row }) => row));
    } finally {
      await this.client.query('rollback');
    }
  }

  async end(): Promise<void> {
    await this.client.end();
  }
}

function expectedRows(world: World, viewer: Viewer, links: boolean): string[] {
  const standing = standingOf(world, viewer);
  const rows: string[] = [];
  const reached = new Map(mattersOf(world).map((matter) => [matter.id, reachedFacets(world, standing, matter)]));
  for (const matter of mattersOf(world)) {
    for (const facet of reached.get(matter.id)!) {
      const [table] = FACET_TABLES[matter.noun][facet] ?? [];
      if (table && holds(matter, facet)) rows.push(`${table} ${matter.id}`);
    }
  }
  return links ? [...rows, ...expectedLinks(world, reached)] : rows;
}

/** Not every matter has every facet. */
function holds(matter: AnyMatter, facet: Facet): boolean {
  if (facet === 'LEDGER') return true;
  if (facet === 'CONTENT') return matter.content !== null;
  return matter.noun === 'clue' && matter[facet === 'PETITION' ? 'petition' : 'reporter'] !== null;
}

/** The copied offices stand on the notice, the members of a case are its content, a link is there for whom both ends are. */
function expectedLinks(world: World, reached: ReadonlyMap<string, ReadonlySet<Facet>>): string[] {
  const has = (id: string, facet: Facet) => reached.get(id)?.has(facet) ?? false;
  const copies = world.supervisionItems
    .filter(({ id }) => has(id, 'LEDGER'))
    .flatMap(({ id, cc }) => cc.map((pos) => `supervision_item_cc ${id} ${pos}`));
  const ends = world.jointCases
    .filter(({ id }) => has(id, 'LEDGER'))
    .flatMap(({ id, clues }) =>
      clues.filter((clue) => has(clue, 'LEDGER')).map((clue) => `joint_case_clue ${id} ${clue}`),
    );
  const members = world.jointCases
    .filter(({ id, content }) => content !== null && has(id, 'CONTENT'))
    .flatMap(({ assignments }) => assignments.map(({ id }) => `joint_case_assignment ${id}`));
  return [...copies, ...ends, ...members];
}
