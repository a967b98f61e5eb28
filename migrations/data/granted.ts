type Query = (text: string) => Promise<unknown>;

/**
 * The sets that the facets' policies ask: `granted(object, facet)`, the ids whose facet a grant opens to the principal
 * and no denial shuts, and `exempted(object, facet)`, the ids of which a compartment grant exempts his post for the
 * facets that the grant itself carries, and for no other. What is in force is judged at one moment a call.
 */
export async function storeGranted(query: Query, clock: 'app_now()' | 'act_now()'): Promise<void> {
  await query(`
    create or replace function exempted(of_object text, of_facet text) returns uuid[]
      language plpgsql stable security definer set search_path = liandong, pg_temp
      as $$
      declare
        m principal := me(); moment timestamptz := ${clock};
      begin
        return array(select e.object_id from access_grant e
          where e.post_id = m.post and e.object = of_object and ${EXEMPTS});
      end $$;

    create or replace function granted(of_object text, of_facet text) returns uuid[]
      language plpgsql stable security definer set search_path = liandong, pg_temp
      as $$
      declare
        m principal := me(); moment timestamptz := ${clock};
      begin
        return array(
          select g.object_id from (
            select * from access_grant where unit_pos = m.unit
            union all select * from access_grant where post_id = m.post
            union all select * from access_grant where person_id = m.person) g
          where g.object = of_object and of_facet = any (g.facets) and ${inForce('g')}
            and not exists (
              select from denial d
              where d.object = of_object and d.object_id = g.object_id and d.ended_at is null
                and (d.person_id = m.person
                  or d.unit_lo is not null and int8multirange(int8range(d.unit_lo, d.unit_hi, '[]')) && m.places
                    and not exists (select from access_grant e where e.post_id = m.post and e.object = of_object
                      and e.object_id = g.object_id and ${EXEMPTS}))));
      end $$`);
}

function inForce(grant: string): string {
  return `${grant}.valid_from <= moment and (${grant}.valid_to is null or ${grant}.valid_to > moment)`;
}

const EXEMPTS = `e.exempts and of_facet = any (e.facets) and ${inForce('e')}`;
