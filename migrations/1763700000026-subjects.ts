import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who the subject of a clue is (被反映人). Until that is decided the clue stays with its registrar. A subject who is a
 * discipline official is denied it, with his units; with all below and within what he heads or leads. He may get
 * posts later, and they count too; posts that he loses do not open it again to those who worked with him.
 */
export class Subjects1763700000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table person
        add column id_number_digest text check (id_number_digest ~ '^[0-9a-f]{64}$'),
        add column id_number_end text check (id_number_end ~ '^[0-9]{3}[0-9X]$'),
        add check ((id_number_digest is null) = (id_number_end is null));
      comment on column person.id_number_digest is 'HMAC of the id number under a key that only the host has; the number itself is nowhere';
      create index person_id_number on person (id_number_digest) where id_number_digest is not null;
      create index person_name on person (name);

      create table clue_subject (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        state smallint not null check (state between 1 and 2),
        person_id uuid references person (id),
        reason text not null check (length(reason) between 1 and 2000),
        linked_by uuid references post (id),
        linked_at timestamptz not null default app_now(),
        ended_at timestamptz,
        grant_ids uuid[] not null default '{}', -- to who keeps the clue because of it
        check ((state = 2) = (person_id is not null))
      );
      comment on table clue_subject is 'Who the subject of a clue was found to be (被反映人): each decision, and how long it held';
      create unique index clue_subject_held on clue_subject (clue_id, person_id) nulls not distinct where ended_at is null;
      create index clue_subject_person on clue_subject (person_id) where ended_at is null;
      create index clue_subject_kept on clue_subject (clue_id) where ended_at is null and grant_ids <> '{}';
      alter table clue_subject enable row level security;
      alter table clue_subject force row level security;
      create policy owner_all on clue_subject to current_user using (true) with check (true);

      -- Whoever goes by a person's posts, and whoever changes them, comes one after another. A row of its own, since acts
      -- hold their actor's; and a write, not a lock: whose snapshot is older than the other's change fails by it.
      create table person_turn (person_id uuid primary key, turns bigint not null default 1);
      comment on table person_turn is 'Whose posts are being gone by, or changed: one transaction after another';
      alter table person_turn enable row level security;
      alter table person_turn force row level security;
      create policy owner_all on person_turn to current_user using (true) with check (true);
      create function take_turn(of_person uuid) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ insert into person_turn as t (person_id) values (of_person)
              on conflict (person_id) do update set turns = t.turns + 1 $$;

      -- Where a subject is known: what he heads or leads with all below it, his branches, and otherwise his unit itself.
      -- Posts to come count as those in force: nothing happens at the moment when one begins.
      create function units_of_subject(of_person uuid) returns int8multirange
        language sql stable set search_path = liandong, pg_temp
        as $$
        select coalesce(range_agg(known), '{}') from (
          select int8range(u.pos, case when p.duty between 1 and 3 then u.hi else u.pos end, '[]')
            from post p join unit u on u.pos = p.unit_pos
            where p.person_id = of_person and (p.valid_to is null or p.valid_to > app_now())
          union all
          select int8range(u.pos, u.hi, '[]')
            from branch b join post p on p.id = b.post_id join unit u on u.pos = b.office_pos
            where p.person_id = of_person and (b.valid_to is null or b.valid_to > app_now())
              and (p.valid_to is null or p.valid_to > app_now())) places (known)
        $$;

      create function subject_units_denied(of_clue uuid) returns int8multirange
        language sql stable set search_path = liandong, pg_temp
        as $$ select coalesce(range_agg(int8range(unit_lo, unit_hi, '[]')), '{}') from denial
              where object = 'clue' and object_id = of_clue and basis = 2 and ended_at is null and unit_lo is not null $$;

      create function deny_units_for_subject(of_clue uuid, units int8multirange) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ insert into denial (id, object, object_id, unit_lo, unit_hi, basis)
              select gen_random_uuid(), 'clue', of_clue, lower(r), upper(r) - 1, 2 from unnest(units) r $$;

      -- A joint case that takes in such a clue is as secret as the clue is. Whoever worked on it would find it gone.
      create function joint_case_would_vanish(of_case uuid, persons uuid[], units int8multirange) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select j.compartment = 0 or j.owner_pos <@ units or j.handling_pos <@ units or exists (
            select from joint_case_assignment a join post p on p.id = a.post_id
              join post x on x.person_id = p.person_id and in_force(x.valid_from, x.valid_to)
            where a.joint_case_id = j.id and in_force(a.valid_from, a.valid_to)
              and (x.person_id = any (persons) or x.unit_pos <@ units))
        from joint_case j where j.id = of_case
        $$;

      create function joint_case_takes_clue() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform from clue where id = new.clue_id for share;
          if exists (select from clue_subject where clue_id = new.clue_id and state = 2 and ended_at is null)
            and joint_case_would_vanish(new.joint_case_id,
              array(select person_id from clue_subject where clue_id = new.clue_id and ended_at is null),
              subject_units_denied(new.clue_id)) then
            raise exception 'not to be worked on in this joint case' using errcode = 'LD020';
          end if;
          return new;
        end $$;
      create trigger takes_clue before insert or update on joint_case_clue
        for each row execute function joint_case_takes_clue();

      -- The clue goes, the case stays; and with the clue what its members were granted of it.
      create function clue_leaves_joint_cases(of_clue uuid, persons uuid[], units int8multirange) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          left_cases uuid[];
        begin
          with gone as (
            delete from joint_case_clue where clue_id = of_clue and joint_case_would_vanish(joint_case_id, persons, units)
            returning joint_case_id)
          select array_agg(joint_case_id) into left_cases from gone;
          if left_cases is null then
            return;
          end if;
          update access_grant g set valid_to = greatest(app_now(), g.valid_from + interval '1 microsecond')
            where g.object = 'clue' and g.object_id = of_clue and g.basis = 3 and in_force(g.valid_from, g.valid_to)
              and g.post_id in (select post_id from joint_case_assignment where joint_case_id = any (left_cases))
              and not exists (select from joint_case_clue l join joint_case_assignment a using (joint_case_id)
                where l.clue_id = of_clue and a.post_id = g.post_id);
          perform tell('clueLeftJointCase', 'clue', of_clue);
        end $$;

      -- Whether a post can keep a clue: in force, of somebody in service and cleared, and nothing of it denied to him –
      -- not even where he is exempt.
      create function may_keep(c clue, of_post uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from post p join unit u on u.pos = p.unit_pos join person who on who.id = p.person_id
          where p.id = of_post and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (who.left_at is null or who.left_at > app_now()) and who.clearance >= c.classification
            and not (who.id = any (coalesce(c.denied_persons, '{}')))
            and not exists (select from post x where x.person_id = who.id and in_force(x.valid_from, x.valid_to)
              and x.unit_pos <@ coalesce(c.denied_units, '{}')))
        $$;

      -- Who of an organ keeps a clue of the compartment: 干部监督's head, or its principal; a sealed one, the principal.
      create function keeper_in(c clue, of_organ bigint) returns uuid
        language sql stable set search_path = liandong, pg_temp
        as $$
        select p.id from post p join unit u on u.pos = p.unit_pos
        where u.organ_pos = of_organ and may_keep(c, p.id)
          and (u.office_kind = 7 and p.duty = 3 and c.compartment < 2 or u.pos = of_organ and p.duty = 1)
        order by p.duty desc, p.main desc, p.valid_from, p.id limit 1
        $$;

      create function is_kept(c clue) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (select from clue_subject s join access_grant g on g.id = any (s.grant_ids)
            where s.clue_id = c.id and s.ended_at is null and in_force(g.valid_from, g.valid_to) and may_keep(c, g.post_id))
          or exists (select from unit u where u.pos = c.owner_pos and c.owner_pos between u.organ_pos and u.organ_pos + 499
            and keeper_in(c, u.organ_pos) is not null)
        $$;

      -- Before the nearest who can keep it: of the accountable organ, else of one above. Whose reach does not have it by
      -- itself – it is another organ's, or a dispatched group's – has a compartment grant, and loses it when he can no
      -- longer keep it. False: there is nobody.
      create function lay_before_keeper(of_clue uuid, issuer uuid) returns boolean
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          c clue; place bigint; keeper uuid; opened uuid := gen_random_uuid();
        begin
          select * into c from clue where id = of_clue;
          update access_grant g set valid_to = greatest(app_now(), g.valid_from + interval '1 microsecond')
            where g.id in (select unnest(grant_ids) from clue_subject where clue_id = of_clue and ended_at is null)
              and in_force(g.valid_from, g.valid_to) and not may_keep(c, g.post_id);
          if is_kept(c) then
            return true;
          end if;
          select organ_pos into place from unit where pos = c.owner_pos;
          while place is not null loop
            keeper := keeper_in(c, place);
            exit when keeper is not null or c.compartment = 2;
            place := superior_of(place);
          end loop;
          if keeper is not null and c.owner_pos not between place and place + 499 then
            insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, exempts)
              values (opened, 'clue', of_clue, '{ledger,petition,content}', keeper, 10, issuer, app_now(), true);
            update clue_subject set grant_ids = grant_ids || opened where id = (
              select id from clue_subject where clue_id = of_clue and ended_at is null order by id limit 1);
          end if;
          return keeper is not null;
        end $$;

      create function clues_not_kept() returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$ select array(select c.id from clue c where c.compartment > 0 and not is_kept(c)
            and exists (select from clue_subject s where s.clue_id = c.id and s.ended_at is null) order by c.id) $$;

      -- Whose keeper is gone, however he went. Each hour too: dates pass without anybody doing anything.
      create function relay_keepers() returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          linked uuid;
        begin
          for linked in select id from clue where id = any (clues_not_kept()) order by id for update loop
            perform lay_before_keeper(linked, null);
          end loop;
        end $$;
      grant execute on function relay_keepers() to liandong_jobs;

      create function keepers_leave() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform relay_keepers();
          return null;
        end $$;
      create trigger keepers_leave after update of left_at, clearance on person
        for each statement execute function keepers_leave();
      create trigger keepers_leave after delete on post
        for each statement execute function keepers_leave();

      -- At the end of what denies it to him or makes it more secret: until then other denials may come and go.
      create function clue_is_kept() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if exists (select from clue_subject where clue_id = new.id and ended_at is null) then
            perform from clue where id = new.id for update;
            perform lay_before_keeper(id, null) from clue where id = new.id and compartment > 0;
          end if;
          return null;
        end $$;
      create constraint trigger clue_is_kept after update on clue deferrable initially deferred for each row
        when (new.compartment > 0 and row(old.denied_persons, old.denied_units, old.classification, old.compartment, old.owner_pos)
          is distinct from row(new.denied_persons, new.denied_units, new.classification, new.compartment, new.owner_pos))
        execute function clue_is_kept();

      -- Posts and branches that a subject gets later; and a post to keep what he may not know. Whatever clues that
      -- concerns are locked at once, in their order.
      create function posts_extend_denials() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          whom uuid; unkept uuid[] := '{}'; linked uuid; units int8multirange;
        begin
          if tg_table_name = 'post' then
            whom := new.person_id;
            unkept := clues_not_kept();
          else
            select person_id into whom from post where id = new.post_id;
          end if;
          perform take_turn(whom);
          perform from clue where id = any (unkept)
              or id in (select clue_id from clue_subject where person_id = whom and ended_at is null)
            order by id for update;
          for linked in select clue_id from clue_subject where person_id = whom and ended_at is null order by clue_id loop
            units := units_of_subject(whom) - subject_units_denied(linked);
            continue when isempty(units);
            perform clue_leaves_joint_cases(linked, '{}', units);
            perform deny_units_for_subject(linked, units);
            perform lay_before_keeper(linked, null);
          end loop;
          perform lay_before_keeper(id, null) from clue where id = any (unkept);
          return null;
        end $$;
      create trigger posts_extend_denials after insert or update of person_id, unit_pos, duty, valid_from, valid_to on post
        for each row execute function posts_extend_denials();
      create trigger posts_extend_denials after insert or update of post_id, office_pos, valid_from, valid_to on branch
        for each row execute function posts_extend_denials();

      -- What nobody knows the subject of goes nowhere.
      create function unresolved_stays() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          raise exception 'its subject is not resolved' using errcode = 'LD023';
        end $$;
      create trigger unresolved_stays before update on clue for each row
        when (new.subject_state = 0 and row(old.stage, old.owner_pos, old.handling_pos, old.handler_post, old.closed_at)
          is distinct from row(new.stage, new.owner_pos, new.handling_pos, new.handler_post, new.closed_at))
        execute function unresolved_stays();

      -- First its registrar and custodian; then, of those who know what it says, 干部监督's head or the principal of its
      -- organ, 干部监督's head of an organ above, and the principal there whom it was laid before. Nobody whom it is
      -- denied, not even by an exemption.
      create function links_subject(of_clue uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); c clue;
        begin
          select * into c from clue where id = of_clue;
          if not sees('clue', 'ledger', of_clue) or m.person = any (coalesce(c.denied_persons, '{}'))
              or coalesce(c.denied_units, '{}') && m.places then
            return false;
          end if;
          if c.subject_state = 0 then
            return coalesce(c.registered_by = m.post, false) or coalesce(c.custodian_post = m.post, false);
          end if;
          return sees('clue', 'content', of_clue) and exists (
            select from post p join unit u on u.pos = p.unit_pos join unit above on above.pos = u.organ_pos
              join unit owner on owner.pos = c.owner_pos
            where p.id = m.post and owner.organ_pos between above.pos and above.hi
              and (u.office_kind = 7 and p.duty = 3
                or u.pos = above.pos and p.duty = 1 and (u.pos = owner.organ_pos or exists (
                  select from access_grant g where g.post_id = p.id and g.object = 'clue' and g.object_id = of_clue
                    and g.basis = 10 and in_force(g.valid_from, g.valid_to)))));
        end $$;

      create function subject_shown(of_person uuid) returns jsonb
        language sql stable set search_path = liandong, pg_temp
        as $$
        select jsonb_build_object('person', 'person_' || p.id, 'name', p.name, 'idNumberEnd', p.id_number_end,
          'posts', (select coalesce(jsonb_agg(jsonb_build_object('unit', x.unit_pos, 'duty', x.duty)
              order by x.main desc, x.valid_from, x.id), '[]')
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))
        from person p where p.id = of_person
        $$;

      -- Officials in service of exactly that name, or that id number; those of the accountable organ's own first.
      create function subject_candidates(of_clue uuid, of_name text, of_digest text) returns setof jsonb
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin
          if links_subject(of_clue) then
            return query select subject_shown(p.id)
              from person p, clue c join unit u on u.pos = c.owner_pos join unit o on o.pos = u.organ_pos
              where c.id = of_clue and (p.name = of_name or p.id_number_digest = of_digest)
                and (p.left_at is null or p.left_at > app_now())
              order by exists (select from post x where x.person_id = p.id and x.unit_pos between o.pos and o.hi
                and in_force(x.valid_from, x.valid_to)) desc, p.id
              limit 20;
          end if;
        end $$;

      -- What was found so far, to who may find otherwise.
      create function subject_found(of_clue uuid) returns jsonb
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin
          return case when links_subject(of_clue) then (
            select jsonb_build_object('state', c.subject_state, 'reason', min(s.reason), 'linkedAt', min(s.linked_at),
              'persons', coalesce(jsonb_agg(subject_shown(s.person_id) order by s.person_id) filter (where s.state = 2), '[]'))
            from clue c left join clue_subject s on s.clue_id = c.id and s.ended_at is null
            where c.id = of_clue group by c.id) end;
        end $$;
      grant execute on function subject_candidates(uuid, text, text), subject_found(uuid) to liandong_api, liandong_act;

      create function may_link_subject(of_clue uuid, of_version integer) returns void
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          if not exists (select from clue where id = of_clue and version = of_version) then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if not links_subject(of_clue) then
            raise exception 'not his to find' using errcode = 'LD020';
          end if;
        end $$;

      -- The new denials stand before the old ones end, and nobody sees either until both are done. The compartment stays:
      -- what was written while it was one is not opened by a finding about somebody else.
      create function clue_subject_link(of_clue uuid, of_version integer, of_state smallint, of_persons uuid[], of_reason text)
        returns void language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          c clue; persons uuid[] := array(select distinct p from unnest(of_persons) p order by p);
          units int8multirange; before uuid[]; secrecy smallint;
        begin
          perform require_act('clueSubjectLink');
          perform may_link_subject(of_clue, of_version);
          if of_state is null or of_state not in (1, 2) or (of_state = 2) <> (cardinality(persons) > 0) then
            raise exception 'an official is somebody' using errcode = '22023';
          end if;
          -- Persons before the matter, as whoever changes their posts has it; what was found out before is asked again.
          perform take_turn(p) from unnest(persons) p;
          perform lock_object('clue', of_clue);
          perform may_link_subject(of_clue, of_version);
          select * into c from clue where id = of_clue;
          if cardinality(persons) <> (select count(*) from person
              where id = any (persons) and (left_at is null or left_at > app_now())) then
            raise exception 'no such person in service' using errcode = 'LD021';
          end if;
          if c.subject_state = of_state and persons = array(select person_id from clue_subject
              where clue_id = of_clue and state = 2 and ended_at is null order by person_id) then
            raise exception 'found already' using errcode = 'LD023';
          end if;

          select coalesce(range_agg(r), '{}') into units from unnest(persons) p, unnest(units_of_subject(p)) r;
          if of_state = 2 then
            perform clue_leaves_joint_cases(of_clue, persons, units);
          end if;
          before := array(select id from denial
            where object = 'clue' and object_id = of_clue and basis = 2 and ended_at is null);
          insert into denial (id, object, object_id, person_id, basis)
            select gen_random_uuid(), 'clue', of_clue, p, 2 from unnest(persons) p;
          perform deny_units_for_subject(of_clue, units);
          update denial set ended_at = app_now() where id = any (before);

          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where id in (select unnest(grant_ids) from clue_subject where clue_id = of_clue and ended_at is null);
          update clue_subject set ended_at = app_now() where clue_id = of_clue and ended_at is null;
          insert into clue_subject (id, clue_id, state, person_id, reason, linked_by)
            select gen_random_uuid(), of_clue, of_state, p, of_reason, (me()).post
            from unnest(case of_state when 2 then persons else array[null::uuid] end) p;
          secrecy := greatest(c.compartment, case of_state when 2 then 1 else 0 end);
          update clue set subject_state = of_state, compartment = secrecy, version = version + 1, changed_at = app_now()
            where id = of_clue;
          if secrecy > 0 and not lay_before_keeper(of_clue, (me()).post) and of_state = 2 then
            raise exception 'nobody may know of it' using errcode = 'LD024';
          end if;
          perform tell('clueSubjectLinked', 'clue', of_clue);
        end $$;
      grant execute on function clue_subject_link(uuid, integer, smallint, uuid[], text) to liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function clue_subject_link(uuid, integer, smallint, uuid[], text), may_link_subject(uuid, integer), subject_found(uuid),
        subject_candidates(uuid, text, text), subject_shown(uuid), links_subject(uuid);
      drop trigger unresolved_stays on clue;
      drop function unresolved_stays();
      drop trigger posts_extend_denials on branch;
      drop trigger posts_extend_denials on post;
      drop trigger clue_is_kept on clue;
      drop trigger keepers_leave on post;
      drop trigger keepers_leave on person;
      drop function posts_extend_denials(), clue_is_kept(), keepers_leave(), relay_keepers(), clues_not_kept(),
        lay_before_keeper(uuid, uuid), is_kept(clue), keeper_in(clue, bigint), may_keep(clue, uuid), clue_leaves_joint_cases(uuid, uuid[], int8multirange);
      drop trigger takes_clue on joint_case_clue;
      drop function joint_case_takes_clue(), joint_case_would_vanish(uuid, uuid[], int8multirange),
        deny_units_for_subject(uuid, int8multirange), subject_units_denied(uuid), units_of_subject(uuid), take_turn(uuid);
      drop table clue_subject, person_turn;
      drop index person_name;
      alter table person drop column id_number_digest, drop column id_number_end;
    `);
  }
}
