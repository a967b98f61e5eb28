import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAllDutyFacets, storeDutyFacets } from './data/duty-facets.js';
import { facetConditions, storeFacetConditions } from './data/facet-conditions.js';
import { firstConditions } from './data/facet-policies.js';
import { storeGranted } from './data/granted.js';
import { FACET_TABLES, storeSight } from './data/sight.js';

/**
 * What DOMAIN B4 says of compartments, whole. A sealed item (compartment 2) is its organ's head's alone. Into the cadre
 * compartment (1) also looks who is in charge of 干部监督, and by its ledger the superior's 案管; a compartment grant
 * exempts the posts it names from it and from what is denied to their units, for the facets it carries – never from what
 * is denied to themselves.
 * And a reporter is shown to the registering officer only where the report came in.
 */
export class Compartments1763700000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_grant
        drop constraint access_grant_basis_check, add check (basis between 1 and 30),
        add column exempts boolean not null default false,
        add check (not exempts or post_id is not null);
      comment on column access_grant.exempts is 'A compartment grant: for its facets its post is exempt from the compartment and from what is denied to units';
      ${FACET_TABLES.map(
        ({ table }) =>
          `alter table ${table} drop constraint ${table}_compartment_check, add check (compartment between 0 and 2);`,
      ).join('\n      ')}

      alter type reach add attribute sealed int8multirange, add attribute cadre_handled int8multirange;
      alter table duty_facet
        drop constraint duty_facet_place_check,
        add check (place in ('owner', 'handling', 'received', 'owner_cadre', 'owner_sealed')),
        drop constraint duty_facet_relation_check,
        add check (relation in ('OWN', 'ORGAN', 'SUBTREE', 'BRANCH', 'BRANCH_CADRE', 'LINKED'));

      create or replace function reach_of(
        of_object text, of_facet text, of_unit_kind smallint, of_office_kind smallint, of_duty smallint,
        own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange
      ) returns reach language sql stable set search_path = liandong, pg_temp
        as $$
        select row(
          coalesce(range_agg(r) filter (where place = 'owner' and relation <> 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'handling'), '{}'),
          coalesce(range_agg(r) filter (where place = 'received'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner' and relation = 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner_cadre'), '{}'),
          coalesce(range_agg(r) filter (where cadre and place in ('owner', 'owner_cadre')), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner_sealed'), '{}'),
          coalesce(range_agg(r) filter (where cadre and place = 'handling'), '{}'))::reach
        from duty_facet f
        cross join lateral (select case f.relation
          when 'OWN' then own when 'ORGAN' then organ when 'SUBTREE' then subtree when 'BRANCH' then branch
          when 'BRANCH_CADRE' then (select coalesce(range_agg(int8range(u.pos, u.pos, '[]')), '{}') from unit u
            where u.office_kind = 7 and u.pos <@ branch)
          else linked end) as m(r)
        where object = of_object and facet = of_facet
          and (unit_kind is null or unit_kind = of_unit_kind)
          and (office_kind is null or office_kind = of_office_kind)
          and (duty = of_duty or duty is null and of_duty not between 5 and 7)
        $$;
    `);
    await storeGranted((text) => runner.query(text), 'app_now()');
    await runner.query('grant execute on function exempted(text, text) to liandong_api, liandong_act');
    await storeAllDutyFacets((sql, values) => runner.query(sql, values));
    await storeFacetConditions(
      (text) => runner.query(text),
      (...facet) => facetConditions(...facet, 'principal'),
    );
    await storeSight((text) => runner.query(text));
  }

  async down(runner: QueryRunner): Promise<void> {
    await storeFacetConditions((text) => runner.query(text), firstConditions);
    await storeSight((text) => runner.query(text));
    await runner.query(`
      drop function exempted(text, text);
      create or replace function granted(of_object text, of_facet text) returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return array(
            select g.object_id from (
              select * from access_grant where unit_pos = m.unit
              union all select * from access_grant where post_id = m.post
              union all select * from access_grant where person_id = m.person) g
            where g.object = of_object and of_facet = any (g.facets) and in_force(g.valid_from, g.valid_to)
              and not exists (
                select from denial d
                where d.object = of_object and d.object_id = g.object_id and d.ended_at is null
                  and (d.person_id = m.person or d.unit_lo is not null and int8multirange(int8range(d.unit_lo, d.unit_hi, '[]')) && m.places)));
        end $$;
    `);
    await storeDutyFacets((sql, values) => runner.query(sql, values));
    await runner.query(`
      create or replace function reach_of(
        of_object text, of_facet text, of_unit_kind smallint, of_office_kind smallint, of_duty smallint,
        own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange
      ) returns reach language sql stable set search_path = liandong, pg_temp
        as $$
        select row(
          coalesce(range_agg(r) filter (where place = 'owner' and relation <> 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'handling'), '{}'),
          coalesce(range_agg(r) filter (where place = 'received'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner' and relation = 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner_cadre'), '{}'),
          coalesce(range_agg(r) filter (where cadre), '{}'), '{}', '{}')::reach
        from duty_facet f
        cross join lateral (select case f.relation when 'OWN' then own when 'ORGAN' then organ when 'SUBTREE' then subtree
                                                   when 'BRANCH' then branch else linked end) as m(r)
        where object = of_object and facet = of_facet
          and (unit_kind is null or unit_kind = of_unit_kind)
          and (office_kind is null or office_kind = of_office_kind)
          and (duty = of_duty or duty is null and of_duty not between 5 and 7)
        $$;
      alter table duty_facet
        drop constraint duty_facet_place_check,
        add check (place in ('owner', 'handling', 'received', 'owner_cadre')),
        drop constraint duty_facet_relation_check,
        add check (relation in ('OWN', 'ORGAN', 'SUBTREE', 'BRANCH', 'LINKED'));
      ${FACET_TABLES.map(
        ({ table }) =>
          `alter table ${table} drop constraint ${table}_compartment_check, add check (compartment between 0 and 1);`,
      ).join('\n      ')}
      alter table access_grant drop column exempts,
        drop constraint access_grant_basis_check, add check (basis between 1 and 14);
    `);
  }
}
