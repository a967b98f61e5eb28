import type { FacetConditions } from './facet-conditions.js';
import type { ObjectKind } from '../../src/jurisdiction/facets.js';

/**
 * What every facet table carries so that its policies need no join: the object's places, the posts it names,
 * what is denied. Triggers keep it equal to the object's own row; the API may read none of it but by name.
 */
export const SCOPE_COLUMNS = `
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1 check (subject_state between 0 and 2),
  closed_at timestamptz,
  classification smallint not null default 0 check (classification between 0 and 3),
  compartment smallint not null default 0 check (compartment between 0 and 1),
  denied_persons uuid[],
  denied_units int8multirange`;

export const SCOPE_COLUMN_NAMES = [...SCOPE_COLUMNS.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1]!);

/** The policies as the first migrations made them; migration 19 has the conditions of today (facet-conditions.ts). */
export function facetPolicies(table: string, key: string, object: ObjectKind, facet: string): string {
  const { reach, deny } = firstConditions(table, key, object, facet);
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy owner_all on ${table} to current_user using (true) with check (true);
    create policy reach on ${table} for select to liandong_api, liandong_act using (
      ${reach});
    create policy deny on ${table} as restrictive for select to liandong_api, liandong_act using (
      ${deny});
  `;
}

export function firstConditions(table: string, key: string, object: string, facet: string): FacetConditions {
  const reach = (field: string) => `(select ((liandong.me()).${object}_${facet}).${field})`;
  const mine = (field: string) => `(select (liandong.me()).${field})`;
  const paths =
    facet === 'reporter'
      ? [
          `(closed_at is null and received_pos <@ ${reach('received')})`,
          `(closed_at is null and registered_by = ${mine('post')})`,
          `${key} in (select unnest(liandong.granted('${object}', '${facet}')))`,
        ]
      : [
          `owner_pos <@ ${reach('owned')}`,
          `handling_pos <@ ${reach('handled')}`,
          `received_pos <@ ${reach('received')}`,
          `handler_post = ${mine('post')}`,
          `(compartment = 1 and owner_pos <@ ${reach('cadre_owned')})`,
          `(subject_state = 0 and (registered_by = ${mine('post')} or custodian_post = ${mine('post')}))`,
          // A link opens what is open, and what was closed since the link began.
          `(owner_pos <@ ${reach('linked')} and (closed_at is null or exists (
            select from unnest(${mine('link_lo')}, ${mine('link_hi')}, ${mine('link_since')}) as l (lo, hi, since)
            where ${table}.owner_pos between l.lo and l.hi
              and ${table}.closed_at >= to_timestamp(l.since / 1000000.0))))`,
          // Hashed once; on purpose no path to an index.
          `${key} in (select unnest(liandong.granted('${object}', '${facet}')))`,
        ];
  return {
    reach: paths.join('\n      or '),
    deny: `(denied_persons is null or not (${mine('person')} = any (denied_persons)))
      and (denied_units is null or not (denied_units && ${mine('places')}))
      and classification <= ${mine('clearance')}
      and (compartment = 0 or owner_pos <@ ${reach('cadre')})
      and (subject_state <> 0 or registered_by = ${mine('post')} or custodian_post = ${mine('post')})`,
  };
}

const names = SCOPE_COLUMN_NAMES;

/** A facet's scope columns are always its object's: taken on every write of the facet, spread on every change of the object. */
export function scopeTriggers(table: string, key: string, parent: string): string {
  return `
    create function ${table}_takes_scope() returns trigger
      language plpgsql security definer set search_path = liandong, pg_temp
      as $$ begin
        select ${names.map((name) => `p.${name}`).join(', ')} into strict ${names.map((name) => `new.${name}`).join(', ')}
          from ${parent} p where p.id = new.${key}
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $$;
    create trigger takes_scope before insert or update on ${table}
      for each row execute function ${table}_takes_scope();
    create function ${parent}_spreads_scope_to_${table}() returns trigger
      language plpgsql security definer set search_path = liandong, pg_temp
      as $$ begin
        update ${table} set owner_pos = new.owner_pos where ${key} = new.id;
        return null;
      end $$;
    create trigger spreads_scope_to_${table} after update on ${parent}
      for each row when (row(${names.map((name) => `old.${name}`).join(', ')})
        is distinct from row(${names.map((name) => `new.${name}`).join(', ')}))
      execute function ${parent}_spreads_scope_to_${table}();
  `;
}

export function dropScopeTriggers(table: string, parent: string): string {
  return `
    drop trigger spreads_scope_to_${table} on ${parent};
    drop function ${parent}_spreads_scope_to_${table}();
    drop trigger takes_scope on ${table};
    drop function ${table}_takes_scope();
  `;
}
