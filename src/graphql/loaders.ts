import DataLoader from 'dataloader';
import type { QueryResultRow } from 'pg';
import type { Entered } from '../database/scoped.js';
import type { Facet, ObjectKind } from '../jurisdiction/facets.js';
import type { AccessPath } from './access.enums.js';

/** Rows that belong to many labels, one statement for all that a request asks of one relation. */
export type ByPosition<Row> = DataLoader<number, Row[]>;

/** `text` takes the labels as $1 and answers rows with the label they belong to as `at`. */
function byPosition<Row extends object>(entered: Entered, text: string): ByPosition<Row> {
  return new DataLoader<number, Row[]>(async (positions) => {
    const rows = await entered.transaction.query<QueryResultRow & Row & { at: string }>(text, [positions]);
    const found = new Map<number, Row[]>();
    for (const row of rows) {
      const at = Number(row.at);
      found.set(at, [...(found.get(at) ?? []), row]);
    }
    return positions.map((pos) => found.get(pos) ?? []);
  });
}

/** What the acting post may know of a matter; and its places, which are ledger. */
export interface SeenMatter {
  facets: { facet: Facet; via: AccessPath; basis: number | null; until: string | null }[];
  owner: number;
  handling: number;
  received: number | null;
  handler: boolean;
  open: boolean;
}

/** What is behind an alias of the audit trail. */
interface OpenedRow {
  object: ObjectKind | 'person' | 'post';
  objectId: string;
  name?: string;
  unit?: number;
  number?: string | null;
}

/** Of matters that were just read under row-level security, in the same snapshot. */
function viewersOf(entered: Entered, object: ObjectKind): DataLoader<string, SeenMatter> {
  return new DataLoader<string, SeenMatter>(async (ids) => {
    const rows = await entered.transaction.query<{ id: string; viewer: SeenMatter }>(
      'select id, viewer from viewer_of($1, $2)',
      [object, ids],
    );
    const found = new Map(rows.map(({ id, viewer }) => [id, viewer]));
    return ids.map((id) => found.get(id) ?? new Error('a matter that was shown is not seen'));
  });
}

const PERIOD = `to_json(valid_from) as "from", to_json(valid_to) as until`;

/** Fresh for each request: nothing that one principal loaded is another's. */
export function makeLoaders(entered: Entered) {
  return {
    residentUnits: byPosition<{ name: string; from: string; until: string | null }>(
      entered,
      `select group_pos as at, name, ${PERIOD} from resident_unit where group_pos = any ($1) order by valid_from, id`,
    ),
    counterparts: byPosition<{ unit: number; from: string; until: string | null }>(
      entered,
      `select group_pos as at, to_json(counterpart_pos) as unit, ${PERIOD} from group_counterpart
       where group_pos = any ($1) order by valid_from, id`,
    ),
    contactTargets: byPosition<{ unit: number; from: string; until: string | null }>(
      entered,
      `select office_pos as at, to_json(target_pos) as unit, ${PERIOD} from contact_link
       where office_pos = any ($1) order by valid_from, id`,
    ),
    zones: byPosition<{ zone: object }>(
      entered,
      `select m.unit_pos as at, json_build_object('name', z.name, 'kind', z.kind, 'level', z.level, 'principle', z.principle,
         'owner', z.owner_pos, 'lead', z.lead_pos, 'members', (
           select json_agg(o.unit_pos order by o.unit_pos) from zone_member o where o.zone_id = z.id
             and o.valid_from <= app_now() and (o.valid_to is null or o.valid_to > app_now()))) as zone
       from zone_member m join cooperation_zone z on z.id = m.zone_id
       where m.unit_pos = any ($1) and m.valid_from <= app_now() and (m.valid_to is null or m.valid_to > app_now())
         and z.valid_from <= app_now() and (z.valid_to is null or z.valid_to > app_now())
       order by z.id`,
    ),
    openedAliases: new DataLoader<string, OpenedRow | null>(async (ids) => {
      const rows = await entered.transaction.query<{ id: string; opened: OpenedRow }>(
        'select id, opened from alias_opened($1)',
        [ids],
      );
      const found = new Map(rows.map(({ id, opened }) => [id, opened]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    viewers: {
      clue: viewersOf(entered, 'clue'),
      supervision_item: viewersOf(entered, 'supervision_item'),
      joint_case: viewersOf(entered, 'joint_case'),
    },
  };
}
export type Loaders = ReturnType<typeof makeLoaders>;
