import { DUTY_FACETS } from './duty-facets.js';
import { FACET_TABLES } from './sight.js';

/** What the two policies of a facet table say; the table, the key of its object, the object and the facet are its own. */
export interface FacetConditions {
  reach: string;
  deny: string;
}

/** A facet's reach has so many parts; one that no duty fills is not asked. */
type Part = 'owned' | 'handled' | 'received' | 'linked' | 'cadre_owned' | 'cadre' | 'cadre_handled' | 'sealed';

function partsOf(object: string, facet: string): Set<Part> {
  const lines = DUTY_FACETS.filter(
    ([, of, facets]) => of === object && facets.some((one) => one.toLowerCase() === facet),
  );
  return new Set(
    lines.flatMap(([, , , place, relation, cadre]): Part[] => [
      ...(cadre && place !== 'received' ? ([place === 'handling' ? 'cadre_handled' : 'cadre'] as const) : []),
      relation === 'LINKED' ? 'linked' : PART[place],
    ]),
  );
}

const PART = {
  owner: 'owned',
  handling: 'handled',
  received: 'received',
  owner_cadre: 'cadre_owned',
  owner_sealed: 'sealed',
} as const;

/**
 * The one shape of every facet's policies. Each me(), each reach and each set stands in a sub-select of its own, so that
 * it is evaluated once, and only if a row needs it; a set is hashed, and on purpose no path to an index. What no duty
 * has, and what no such object can have, is not asked. Up to migration 36 it was, and a reach was part of the principal.
 */
export function facetConditions(
  table: string,
  key: string,
  object: string,
  facet: string,
  from: 'my_reach' | 'principal' = 'my_reach',
  /** Up to migration 39 an unmasking did not pass the compartment. */
  unmasking: 'passes' | 'none' = from === 'my_reach' ? 'passes' : 'none',
): FacetConditions {
  const whole = from === 'my_reach' ? `liandong.my_reach('${object}_${facet}')` : `(liandong.me()).${object}_${facet}`;
  const reach = (field: Part) => `(select (${whole}).${field})`;
  const mine = (field: string) => `(select (liandong.me()).${field})`;
  const parts = partsOf(object, facet);
  /** The condition, if some duty has that part. */
  const by = (part: Part, condition: string) => (from === 'principal' || parts.has(part) ? [condition] : []);
  const ofClues = (condition: string) => (from === 'principal' || object === 'clue' ? [condition] : []);
  const keeps = `(registered_by = ${mine('post')} or custodian_post = ${mine('post')})`;
  const exempt = `${key} in (select unnest(liandong.exempted('${object}', '${facet}')))`;
  const granted = `${key} in (select unnest(liandong.granted('${object}', '${facet}')))`;
  const paths =
    facet === 'reporter'
      ? [
          `(closed_at is null and received_pos <@ ${reach('received')})`,
          // The registering officer where it came in, and nobody who only once wrote it down.
          `(closed_at is null and registered_by = ${mine('post')} and received_pos = ${mine('unit')})`,
          // A sealed item is its organ's head's alone.
          `(closed_at is null and compartment = 2 and owner_pos <@ ${reach('sealed')})`,
          granted,
        ]
      : [
          ...by('owned', `owner_pos <@ ${reach('owned')}`),
          ...by('handled', `handling_pos <@ ${reach('handled')}`),
          ...by('received', `received_pos <@ ${reach('received')}`),
          ...ofClues(`handler_post = ${mine('post')}`),
          ...by('cadre_owned', `(compartment = 1 and owner_pos <@ ${reach('cadre_owned')})`),
          ...ofClues(`(subject_state = 0 and ${keeps})`),
          // A link opens what is open, and what was closed since the link began.
          ...by(
            'linked',
            `(owner_pos <@ ${reach('linked')} and (closed_at is null or exists (
            select from unnest(${mine('link_lo')}, ${mine('link_hi')}, ${mine('link_since')}) as l (lo, hi, since)
            where ${table}.owner_pos between l.lo and l.hi
              and ${table}.closed_at >= to_timestamp(l.since / 1000000.0))))`,
          ),
          granted,
        ];
  const inCompartment = [
    ...by('cadre', `owner_pos <@ ${reach('cadre')}`),
    ...by('cadre_handled', `handling_pos <@ ${reach('cadre_handled')}`),
    exempt,
    // To know the reporter, and nothing else that is denied.
    ...(facet === 'reporter' && unmasking === 'passes' ? [`${key} in (select unnest(liandong.unmasked()))`] : []),
  ].join(' or ');
  const compartments = [
    'compartment = 0',
    `compartment = 1 and (${inCompartment})`,
    ...by('sealed', `compartment = 2 and owner_pos <@ ${reach('sealed')}`),
  ];
  return {
    reach: paths.join('\n      or '),
    deny: `(denied_persons is null or not (${mine('person')} = any (denied_persons)))
      and (denied_units is null or not (denied_units && ${mine('places')}) or ${exempt})
      and classification <= ${mine('clearance')}
      and (${compartments.join('\n        or ')})
      and (${['subject_state <> 0', ...ofClues(keeps)].join(' or ')})`,
  };
}

/** Every facet table says again what its policies are. */
export async function storeFacetConditions(
  query: (text: string) => Promise<unknown>,
  conditions: (table: string, key: string, object: string, facet: string) => FacetConditions = facetConditions,
): Promise<void> {
  for (const { table, key, object, facet } of FACET_TABLES) {
    const { reach, deny } = conditions(table, key, object, facet);
    await query(`alter policy reach on ${table} using (${reach}); alter policy deny on ${table} using (${deny})`);
  }
}
