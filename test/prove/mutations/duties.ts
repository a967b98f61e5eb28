import type pg from 'pg';
import type { Mutation } from './catalog.js';

interface Row {
  at: string;
  facet: string;
  object: string;
  place: string;
  relation: string;
  cadre: boolean;
  /** Whose line it is. */
  who: string;
  words: string;
}

const WIDER: Record<string, string> = { OWN: 'ORGAN', ORGAN: 'SUBTREE', BRANCH: 'ORGAN', LINKED: 'SUBTREE' };
const NEXT: Record<string, string> = {
  ledger: 'content',
  petition: 'reporter',
  content: 'petition',
  reporter: 'content',
};

/** Where a line reaches the cadre compartment, if it does. */
const OF_CADRE = ['owner', 'handling'];
const lineOf = ({ who, object, facet, place, relation, cadre }: Row) =>
  [who, object, facet, place, relation, cadre].join();

const partOf = ({ object, facet, place, relation }: Row) => [object, facet, place, relation === 'LINKED'].join();

/** Each line of duties × facets left out, and reaching further. */
export async function dutyMutations(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<Row>(
    `select *, concat_ws(' ', who, '·', object, facet, '·', place, relation, case when cadre then 'cadre' end) as words
     from (select ctid::text as at, facet, object, place, relation, cadre,
       concat_ws(' ', 'unit ' || unit_kind, 'office ' || office_kind, 'duty ' || duty) as who from duty_facet) f order by words`,
  );
  // What says again what another line says changes nothing.
  const said = new Set(rows.map(lineOf));
  const isNew = (row: Row, change: Partial<Row>) => !said.has(lineOf({ ...row, ...change }));
  // Nor does what the facet's policies never ask for (migrations/data/facet-conditions.ts).
  const asked = new Set(rows.map(partOf));
  return rows.flatMap((row) => {
    const where = `where ctid = '${row.at}'`;
    const of = (kind: string, what: string, sql: string): Mutation => ({
      kind,
      name: `${row.words}${what}`,
      about: 'duty_facet',
      sql,
    });
    const more = NEXT[row.facet]!;
    const found = [of('duty left out', '', `delete from duty_facet ${where}`)];
    const wider = WIDER[row.relation];
    if (wider && isNew(row, { relation: wider }))
      found.push(of('duty widened', ` → ${wider}`, `update duty_facet set relation = '${wider}' ${where}`));
    if (!row.cadre && OF_CADRE.includes(row.place))
      found.push(of('duty widened', ' → cadre', `update duty_facet set cadre = true ${where}`));
    if (isNew(row, { facet: more }) && asked.has(partOf({ ...row, facet: more })))
      found.push(
        of(
          'duty widened',
          ` → ${more} too`,
          `insert into duty_facet select unit_kind, office_kind, duty, object, '${more}', place, relation, cadre
             from duty_facet ${where}`,
        ),
      );
    return found;
  });
}
