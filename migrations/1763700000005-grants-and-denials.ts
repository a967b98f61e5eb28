import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access outside the tree is a grant; a denial wins over everything. Neither table can be read by the API. */
export class GrantsAndDenials1763700000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_grant (
        id uuid primary key,
        object text not null check (object in ('clue', 'supervision_item', 'joint_case')),
        object_id uuid not null,
        facets text[] not null check (facets <@ array['ledger', 'petition', 'content', 'reporter'] and cardinality(facets) > 0),
        unit_pos bigint references unit (pos),
        post_id uuid references post (id),
        person_id uuid references person (id),
        basis smallint not null check (basis between 1 and 13),
        issuer_post uuid references post (id),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from),
        check (num_nonnulls(unit_pos, post_id, person_id) = 1)
      );
      comment on table access_grant is 'An object''s facets for a unit, a post or a person: basis, issuer, from, to';
      create index access_grant_unit on access_grant (unit_pos, object) where unit_pos is not null;
      create index access_grant_post on access_grant (post_id, object) where post_id is not null;
      create index access_grant_person on access_grant (person_id, object) where person_id is not null;

      create table denial (
        id uuid primary key,
        object text not null check (object in ('clue', 'supervision_item', 'joint_case')),
        object_id uuid not null,
        person_id uuid references person (id),
        unit_lo bigint,
        unit_hi bigint,
        basis smallint not null check (basis between 1 and 4),
        ended_at timestamptz,
        check ((person_id is null) = (unit_lo is not null) and (unit_lo is null) = (unit_hi is null))
      );
      comment on table denial is 'A person, or all posts in an interval of units, that may not know of an object (回避、被反映人)';
      create index denial_object on denial (object, object_id);

      -- The ids of one kind of object that grants open to the principal, one facet at a time.
      -- plpgsql on purpose: as plain SQL the planner would call me() for each row.
      create function granted(of_object text, of_facet text) returns uuid[]
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
      grant execute on function granted(text, text) to liandong_api, liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function granted(text, text); drop table denial, access_grant');
  }
}
