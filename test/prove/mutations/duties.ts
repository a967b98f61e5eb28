import type pg from 'pg';
import type { Mutation } from './catalog.js';

interface Row {
  at: string;
  facet: string;
  object: string;
  place: string;
  relation: string;
  cadre: boolean;
  words: string;
}

const WIDER: Record<string, string> = { OWN: 'ORGAN', ORGAN: 'SUBTREE', BRANCH: 'ORGAN', LINKED: 'SUBTREE' };
const NEXT: Record<string, string> = {
  ledger: 'content',
  petition: 'reporter',
  content: 'petition',
  reporter: 'content',
};

/** Each line of duties × facets left out, and reaching further. */
export async function dutyMutations(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<Row>(
    `select ctid::text as at, facet, object, place, relation, cadre, concat_ws(' ', 'unit ' || unit_kind, 'office ' || office_kind,
       'duty ' || duty, '·', object, facet, '·', place, relation, case when cadre then 'cadre' end) as words
     from duty_facet order by words`,
  );
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
    if (wider) found.push(of('duty widened', ` → ${wider}`, `update duty_facet set relation = '${wider}' ${where}`));
    if (!row.cadre) found.push(of('duty widened', ' → cadre', `update duty_facet set cadre = true ${where}`));
    if (row.object === 'clue' || more === 'content')
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
