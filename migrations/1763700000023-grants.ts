import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeGrantCeilings } from './data/grant-ceilings.js';
import { storeGrantRules } from './data/grant-rules.js';

/**
 * Grants (授权) by hand: whoever the table of rules names opens facets that he sees himself, of a matter of his organ, and
 * may close them again. What other acts granted is ended by those alone. Whether the grantee is denied the matter is not
 * asked: the answer would tell, and the grant gives him nothing.
 */
export class Grants1763700000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_grant
        add column act text check (act in ('grantIssue', 'inspectionCatalogueAdd')),
        add column reason text check (length(reason) between 1 and 2000),
        add column ended_by uuid references post (id),
        add column ended_at timestamptz,
        add column end_reason text check (length(end_reason) between 1 and 2000),
        add column version integer not null default 1,
        -- What ends before it began has never been in force.
        drop constraint access_grant_check, add constraint access_grant_period check (valid_to > valid_from or valid_to = ended_at),
        add constraint access_grant_act check (act is null or issuer_post is not null and reason is not null);
      comment on column access_grant.act is 'The act that issued it and whose end it can be given by hand; null: another act''s, or none';
      create index access_grant_object on access_grant (object_id);

      create table grant_rule (
        rule smallint primary key,
        act text not null check (act in ('grantIssue', 'inspectionCatalogueAdd')),
        basis smallint not null,
        issuer_unit_kind smallint,    -- null: any
        issuer_office_kind smallint,  -- null: any
        issuer_duty smallint not null,
        matter text not null check (matter in ('OWN', 'HANDLED', 'REPORTED')),
        objects text[] not null check (objects <@ array['clue', 'supervision_item', 'joint_case']),
        grantee text not null check (grantee in ('unit', 'post', 'person')),
        place text not null check (place in ('OFFICES', 'ORGAN', 'BELOW', 'SUBTREE', 'ZONE', 'SUPERIOR', 'ANY')),
        grantee_unit_kind smallint,   -- null: any
        grantee_office_kind smallint, -- null: any
        facets text[] not null check (facets <@ array['ledger', 'petition', 'content']),
        longest_days smallint check (longest_days between 1 and 366),
        begins_within_days smallint check (begins_within_days > 0),
        pause_days smallint check (pause_days > 0), check (pause_days is null or longest_days is not null),
        once boolean not null check (not once or longest_days is not null),
        exempts boolean not null check (not exempts or grantee = 'post'),
        final boolean not null check (not final or longest_days is null),
        source text not null
      );
      comment on table grant_rule is 'Who may grant which facets of which matter to whom, on what basis, for how long (授权规则)';
      alter table grant_rule enable row level security;
      alter table grant_rule force row level security;
      create policy owner_all on grant_rule to current_user using (true) with check (true);

      create table grant_ceiling (
        unit_kind smallint not null,
        office_kind smallint, -- null: any
        duties smallint[] not null,
        act text not null check (act in ('grantIssue', 'inspectionCatalogueAdd')),
        objects text[] not null check (objects <@ array['clue', 'supervision_item', 'joint_case']),
        facets text[] not null check (facets <@ array['ledger', 'petition', 'content']),
        source text not null,
        unique nulls not distinct (unit_kind, office_kind, act)
      );
      comment on table grant_ceiling is 'Which facets of which matters may be granted to a kind of unit, or to a post of it, at most (授权上限)';
      alter table grant_ceiling enable row level security;
      alter table grant_ceiling force row level security;
      create policy owner_all on grant_ceiling to current_user using (true) with check (true);

      -- Whether the acting post is its organ's principal, or of its 案管: who keeps track of what the organ has.
      create function oversees_organ() returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select exists (
          select from post p join unit u on u.pos = p.unit_pos
          where p.id = (me()).post
            and (p.duty = 1 and u.pos = u.organ_pos or u.office_kind = 1 and p.duty not between 5 and 7)) $$;
      grant execute on function oversees_organ() to liandong_api, liandong_act;
      create function heads_oversight() returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select oversees_organ() and acting_duty() in (1, 3) $$;
      create function heads_organ() returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select coalesce((me()).unit = (me()).organ and acting_duty() = 1, false) $$;
      create function organ_of_post(of_post uuid) returns bigint
        language sql stable set search_path = liandong, pg_temp
        as $$ select u.organ_pos from post p join unit u on u.pos = p.unit_pos where p.id = of_post $$;

      create type matter_scope as (owner_organ bigint, handling_pos bigint, denied_persons uuid[], denied_units int8multirange,
        classification smallint, compartment smallint, subject_state smallint);
      create function matter_scope_of(of_object text, of_id uuid) returns matter_scope
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          s matter_scope;
        begin
          if of_object in ('clue', 'supervision_item', 'joint_case') then
            execute format('select u.organ_pos, x.handling_pos, x.denied_persons, x.denied_units, x.classification, x.compartment,
                x.subject_state from %I x join unit u on u.pos = x.owner_pos where x.id = $1', of_object) into s using of_id;
          end if;
          return s;
        end $$;

      -- A report from below lets its addressee know of a matter although its cadre compartment stays closed to him.
      create function reported_to_me(of_object text, of_facet text, of_id uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); s matter_scope;
        begin
          if not exists (select from access_grant where object = of_object and object_id = of_id and basis = 6
              and unit_pos = m.unit and of_facet = any (facets) and in_force(valid_from, valid_to)) then
            return false;
          end if;
          s := matter_scope_of(of_object, of_id);
          return coalesce(not (m.person = any (coalesce(s.denied_persons, '{}'))) and not (coalesce(s.denied_units, '{}') && m.places)
            and s.classification <= m.clearance and s.compartment <> 2 and s.subject_state <> 0, false);
        end $$;

      create function in_grant_place(of_place text, organ bigint, of_unit bigint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select case of_place
          when 'OFFICES' then g.organ_pos = o.pos and g.pos <> o.pos
          when 'ORGAN' then g.organ_pos = o.pos
          when 'BELOW' then g.pos between o.pos and o.hi and g.organ_pos <> o.pos
          when 'SUBTREE' then g.pos between o.pos and o.hi
          when 'SUPERIOR' then g.organ_pos = superior_of(o.pos)
          when 'ZONE' then exists (
            select from cooperation_zone z
            where in_force(z.valid_from, z.valid_to)
              and (z.owner_pos = o.pos or exists (select from zone_member x join unit u on u.pos = x.unit_pos
                where x.zone_id = z.id and in_force(x.valid_from, x.valid_to) and u.organ_pos = o.pos))
              and exists (select from zone_member x where x.zone_id = z.id and in_force(x.valid_from, x.valid_to)
                and x.unit_pos in (g.pos, g.organ_pos)))
          when 'ANY' then true
          else false end
        from unit g, unit o where g.pos = of_unit and o.pos = organ
        $$;

      -- Where the grantee stands: the unit, the post's, or all in which the person has a post. None: nobody in force.
      create function grantee_places(of_grantee text, of_id uuid) returns table (unit_pos bigint, duty smallint, person_id uuid)
        language sql stable set search_path = liandong, pg_temp
        as $$
        select u.pos, null::smallint, null::uuid from unit u
          where of_grantee = 'unit' and u.id = of_id and u.pos >= 0 and in_force(u.valid_from, u.valid_to)
        union all
        select p.unit_pos, p.duty, p.person_id from post p join unit u on u.pos = p.unit_pos join person w on w.id = p.person_id
          where (of_grantee = 'post' and p.id = of_id or of_grantee = 'person' and p.person_id = of_id)
            and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (w.left_at is null or w.left_at > app_now())
        $$;

      -- The rule by which the acting post may grant this, the one that lets it last longest; none: it may not.
      create function grant_rule_for(of_act text, of_basis smallint, of_object text, of_object_id uuid, of_facets text[],
          of_grantee text, of_grantee_id uuid) returns grant_rule
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); s matter_scope := matter_scope_of(of_object, of_object_id);
          my_duty smallint := acting_duty(); mine unit; r grant_rule;
        begin
          select * into mine from unit where pos = m.unit;
          select x.* into r from grant_rule x
            where x.act = of_act and x.basis = of_basis and of_object = any (x.objects) and of_facets <@ x.facets
              and x.issuer_duty = my_duty and coalesce(x.issuer_unit_kind = mine.kind, true)
              and (x.issuer_office_kind is null or x.issuer_office_kind is not distinct from mine.office_kind)
              and case x.matter when 'OWN' then s.owner_organ = m.organ
                when 'HANDLED' then s.owner_organ = m.organ and s.handling_pos = m.unit
                when 'REPORTED' then superior_of(s.owner_organ) = m.organ end
              and x.grantee = of_grantee
              and (select coalesce(bool_and(coalesce(
                  (x.grantee_unit_kind is null or x.grantee_unit_kind = u.kind)
                  and (x.grantee_office_kind is null or x.grantee_office_kind is not distinct from u.office_kind)
                  and in_grant_place(x.place, m.organ, u.pos)
                  and exists (select from grant_ceiling c
                    where c.act = of_act and c.unit_kind = u.kind
                      and (c.office_kind is null or c.office_kind is not distinct from u.office_kind)
                      and of_object = any (c.objects) and of_facets <@ c.facets and (g.duty is null or g.duty = any (c.duties))),
                  false)), false)
                from grantee_places(of_grantee, of_grantee_id) g join unit u on u.pos = g.unit_pos)
            order by x.longest_days desc nulls first, x.rule limit 1;
          return r;
        end $$;

      -- A joint case and its clues are one case.
      create function same_case(one text, one_id uuid, other text, other_id uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select (one, one_id) = (other, other_id) or exists (
          select from (select joint_case_id as j from joint_case_clue where one = 'clue' and clue_id = one_id
              union all select one_id where one = 'joint_case') a
            join (select joint_case_id as j from joint_case_clue where other = 'clue' and clue_id = other_id
              union all select other_id where other = 'joint_case') b using (j))
        $$;

      -- Whether the grantee has, or had, what stands against another of that basis: by a post as by himself.
      create function granted_already(r grant_rule, of_object text, of_object_id uuid, of_place bigint, of_person uuid,
          of_from timestamptz, of_to timestamptz) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from access_grant g
          cross join lateral (select tstzrange(g.valid_from, g.valid_to) && tstzrange(
            of_from - make_interval(days => coalesce(r.pause_days, 0)), of_to + make_interval(days => coalesce(r.pause_days, 0)))) as x (near)
          where (of_person is null and g.unit_pos = of_place or g.person_id = of_person
              or g.post_id in (select id from post where person_id = of_person))
            and g.basis = r.basis and (g.valid_to is null or g.valid_to > g.valid_from)
            and case when g.object = of_object and g.object_id = of_object_id then near or r.once
              else r.once and near and not same_case(g.object, g.object_id, of_object, of_object_id) end)
        $$;

      create function knows_matter(of_object text, of_id uuid, of_basis smallint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select sees(of_object, 'ledger', of_id) or of_basis = 10 and reported_to_me(of_object, 'ledger', of_id) $$;

      create function grant_issue(of_id uuid, of_object text, of_object_id uuid, of_facets text[], of_grantee text, of_grantee_id uuid,
          of_basis smallint, of_from timestamptz, of_to timestamptz, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          begins timestamptz := coalesce(of_from, app_now()); place bigint; whom uuid; r grant_rule; facet text;
        begin
          perform require_act('grantIssue');
          if begins < app_now() or of_to <= begins or cardinality(of_facets) = 0 then
            raise exception 'no such period, or no facet' using errcode = 'LD029';
          end if;
          -- Nobody waits for what he does not know of; and what he waited for may be gone.
          if not knows_matter(of_object, of_object_id, of_basis) then
            raise exception 'no such matter' using errcode = 'LD021';
          end if;
          perform lock_object(of_object, of_object_id);
          if not knows_matter(of_object, of_object_id, of_basis) then
            raise exception 'no such matter' using errcode = 'LD021';
          end if;
          select unit_pos, person_id into place, whom from grantee_places(of_grantee, of_grantee_id) limit 1;
          if place is null then
            raise exception 'nobody by that id in force' using errcode = 'LD021';
          end if;
          r := grant_rule_for('grantIssue', of_basis, of_object, of_object_id, of_facets, of_grantee, of_grantee_id);
          if r.rule is null then
            raise exception 'no rule allows it' using errcode = 'LD020';
          end if;
          foreach facet in array of_facets loop
            if not (sees(of_object, facet, of_object_id) or r.matter = 'REPORTED' and reported_to_me(of_object, facet, of_object_id)) then
              raise exception 'nobody opens what he does not see' using errcode = 'LD020';
            end if;
          end loop;
          if r.longest_days is not null and (of_to is null or of_to > begins + make_interval(days => r.longest_days)) then
            raise exception 'without an end, or too long' using errcode = 'LD029';
          end if;
          if begins > app_now() + make_interval(days => r.begins_within_days) or r.final and (of_to is not null or begins > app_now()) then
            raise exception 'too far ahead, or an end of what has none' using errcode = 'LD029';
          end if;
          -- Of whom it is must be known before it is anybody else's.
          if (matter_scope_of(of_object, of_object_id)).subject_state = 0 then
            raise exception 'its subject is not resolved' using errcode = 'LD023';
          end if;
          if r.once or r.pause_days is not null then
            perform pg_advisory_xact_lock(hashtextextended('grant ' || coalesce(whom::text, place::text), 0));
            if granted_already(r, of_object, of_object_id, place, whom, begins, of_to) then
              raise exception 'there is one, or was' using errcode = 'LD023';
            end if;
          end if;
          insert into access_grant (id, object, object_id, facets, unit_pos, post_id, person_id, basis, issuer_post, valid_from, valid_to,
              exempts, act, reason)
            values (of_id, of_object, of_object_id, of_facets, case of_grantee when 'unit' then place end,
              case of_grantee when 'post' then of_grantee_id end, case of_grantee when 'person' then of_grantee_id end, of_basis,
              (me()).post, begins, of_to, r.exempts, 'grantIssue', of_reason);
          perform tell('grantIssued', 'access_grant', of_id);
        end $$;

      -- To the organ's principal and 案管 what its own posts granted, and to each issuer what he did; of a matter they know.
      -- What another organ granted by hand before the matter came to this one is for its principal to see and to end; not
      -- whom the superior exempts. Never what was opened to unmask, in an emergency, or to decide on a recusal: that one
      -- was asked for is not for all. An id that is not there takes the work of one that is hidden.
      create type shown_grant as (id uuid, object text, object_id uuid, facets text[], basis smallint, unit_pos bigint, duty smallint,
        person_name text, issuer_unit bigint, issuer_duty smallint, reason text, valid_from timestamptz, valid_to timestamptz,
        ended_at timestamptz, version integer, sees_content boolean);
      grant usage on type shown_grant to liandong_api, liandong_act;
      create function grants_shown(of_object text, of_object_id uuid, of_id uuid) returns setof shown_grant
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          nowhere constant uuid := '00000000-0000-0000-0000-000000000000';
          m principal := me(); s matter_scope; known boolean; names boolean; oversees boolean; heads boolean;
        begin
          if of_id is not null then
            select object, object_id into of_object, of_object_id from access_grant where id = of_id;
            of_object := coalesce(of_object, 'clue');
            of_object_id := coalesce(of_object_id, nowhere);
          end if;
          s := matter_scope_of(of_object, of_object_id);
          if s.owner_organ is null then
            of_object_id := nowhere;
          end if;
          known := sees(of_object, 'ledger', of_object_id) or reported_to_me(of_object, 'ledger', of_object_id);
          oversees := oversees_organ() and coalesce(s.owner_organ = m.organ, false);
          heads := heads_organ() and oversees;
          names := known and sees(of_object, 'content', of_object_id);
          return query select g.id, g.object, g.object_id, g.facets, g.basis, coalesce(g.unit_pos, p.unit_pos), p.duty,
              case when names then coalesce(w.name, h.name) end, ip.unit_pos, ip.duty,
              case when names or g.issuer_post = m.post then g.reason end, g.valid_from, g.valid_to, g.ended_at, g.version, names
            from access_grant g
            left join post p on p.id = g.post_id left join person h on h.id = p.person_id left join person w on w.id = g.person_id
            left join post ip on ip.id = g.issuer_post
            where known and g.object = of_object and g.object_id = of_object_id and (of_id is null or g.id = of_id)
              and g.basis not in (7, 8, 14)
              and (g.issuer_post = m.post or oversees and organ_of_post(g.issuer_post) = m.organ
                or heads and g.act is not null and not g.exempts)
            order by g.valid_from desc, g.id desc limit 100;
        end $$;
      grant execute on function grants_shown(text, uuid, uuid) to liandong_api, liandong_act;

      create function grant_end(of_id uuid, of_version integer, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); g access_grant;
        begin
          perform require_act('grantEnd');
          if not exists (select from grants_shown(null, null, of_id)) then
            raise exception 'no such grant' using errcode = 'LD021';
          end if;
          select * into g from access_grant where id = of_id;
          perform lock_object(g.object, g.object_id);
          if not exists (select from grants_shown(null, null, of_id)) then
            raise exception 'no such grant' using errcode = 'LD021';
          end if;
          select * into g from access_grant where id = of_id for update;
          if g.act is null or exists (select from grant_rule where basis = g.basis and final)
              or not (g.issuer_post = m.post or heads_oversight() and organ_of_post(g.issuer_post) = m.organ or heads_organ()) then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
          if of_version is not null and g.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if g.ended_at is not null or g.valid_to <= app_now() then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update access_grant set valid_to = app_now(), ended_at = app_now(), ended_by = m.post, end_reason = of_reason,
            version = version + 1 where id = of_id;
          perform tell('grantEnded', 'access_grant', of_id);
        end $$;
      grant execute on function grant_issue(uuid, text, uuid, text[], text, uuid, smallint, timestamptz, timestamptz, text),
        grant_end(uuid, integer, text) to liandong_act;
    `);
    await storeGrantCeilings((sql, values) => runner.query(sql, values));
    await storeGrantRules((sql, values) => runner.query(sql, values));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function grant_end(uuid, integer, text), grants_shown(text, uuid, uuid),
        grant_issue(uuid, text, uuid, text[], text, uuid, smallint, timestamptz, timestamptz, text),
        knows_matter(text, uuid, smallint),
        granted_already(grant_rule, text, uuid, bigint, uuid, timestamptz, timestamptz), same_case(text, uuid, text, uuid),
        grant_rule_for(text, smallint, text, uuid, text[], text, uuid), grantee_places(text, uuid), in_grant_place(text, bigint, bigint),
        reported_to_me(text, text, uuid), matter_scope_of(text, uuid), organ_of_post(uuid), heads_organ(), heads_oversight(),
        oversees_organ();
      drop type shown_grant, matter_scope;
      drop table grant_rule, grant_ceiling;
      drop index access_grant_object;
      delete from access_grant where valid_to <= valid_from;
      alter table access_grant drop constraint access_grant_act, drop constraint access_grant_period,
        add constraint access_grant_check check (valid_to > valid_from),
        drop column act, drop column reason, drop column ended_by, drop column ended_at, drop column end_reason, drop column version;
    `);
  }
}
