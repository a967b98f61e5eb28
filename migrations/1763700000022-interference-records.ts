import type { MigrationInterface, QueryRunner } from 'typeorm';

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Interference record (打听、过问、干预登记): who asked about a clue, inquired into it or pleaded is written down by whom he
 * asked (监察法 art. 66; 监督执纪工作规则 art. 64). It is only ever added to. Told are the organ's cadre supervision and
 * principal and the cadre supervision above, or else the principal there – nobody whom it is about, nobody whom he led
 * then, and nobody whom he leads now.
 */
export class InterferenceRecords1763700000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table interference_record (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        recorded_by uuid references post (id),
        recorder_name text not null,
        recorder_pos bigint not null references unit (pos),
        recorder_handles boolean not null,
        person_id uuid references person (id),
        person_name text not null check (length(person_name) between 1 and 60),
        person_pos bigint references unit (pos),
        manner smallint not null check (manner between 1 and 4),
        matter text not null check (length(matter) between 1 and 2000),
        at timestamptz not null,
        recorded_at timestamptz not null default app_now(),
        corrects uuid references interference_record (id),
        organ_pos bigint not null references unit (pos),
        superior_pos bigint references unit (pos),
        principal_pos bigint references unit (pos),
        told bigint[] not null,
        denied_units int8multirange not null,
        check ((person_id is null) = (person_pos is null)),
        check (corrects <> id),
        check (id = '${NIL}' or recorded_by is not null)
      );
      comment on table interference_record is 'Who asked about a clue, inquired into it, pleaded (打听、过问、干预登记); only ever added to';
      create index interference_record_clue on interference_record (clue_id, id);
      create index interference_record_recorded_by on interference_record (recorded_by, id);
      create index interference_record_organ on interference_record (organ_pos, id);
      create index interference_record_superior on interference_record (superior_pos, id);
      create index interference_record_principal on interference_record (principal_pos, id) where principal_pos is not null;
      create index interference_record_corrects on interference_record (corrects) where corrects is not null;

      create table interference_handling (
        id uuid primary key,
        interference_record_id uuid not null references interference_record (id),
        outcome smallint not null check (outcome between 1 and 4),
        reason text not null check (length(reason) between 1 and 2000),
        handled_by uuid not null references post (id),
        handler_pos bigint not null references unit (pos),
        handled_at timestamptz not null default app_now()
      );
      comment on table interference_handling is 'What cadre supervision made of an interference record; only ever added to';
      create index interference_handling_record on interference_handling (interference_record_id, id);

      create function interference_append_only() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          raise exception 'an interference record is only ever added to' using errcode = '42501';
        end $$;
      ${['interference_record', 'interference_handling']
        .map(
          (table) => `create trigger append_only before update or delete or truncate on ${table}
        for each statement execute function interference_append_only();
      alter table ${table} enable always trigger append_only;
      alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_reads on ${table} for select to current_user using (true);
      create policy owner_adds on ${table} for insert to current_user with check (true);`,
        )
        .join('\n      ')}

      -- What is denied of the clue is denied of this; but those whom it is for pass the cadre compartment.
      create function interference_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$
        select not exists (
          select from interference_record r join clue c on c.id = r.clue_id join person p on p.id = (me()).person
          where r.id = of_id and (sees('clue', 'ledger', c.id)
            or c.subject_state <> 0 and c.classification <= p.clearance and c.compartment <= 1
              and not (p.id = any (coalesce(c.denied_persons, '{}')))
              and not (coalesce(c.denied_units, '{}') && (me()).places)))
        $$;
      -- Who wrote it knows what he wrote, unless he may not know of the clue.
      create function interference_mine(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$
        select exists (select from interference_record r where r.id = of_id and r.recorded_by = (me()).post
          and (sees('clue', 'ledger', r.clue_id) or not kept_from(r.clue_id, (me()).person)))
        $$;
      -- Who leads, now, a unit in which the principal has a post, as led_by() has it.
      create function those_who_lead_me() returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return array(
            with recursive above(pos) as (
              select generate_series(lower(r), upper(r) - 1) from unnest(m.places) r
              union select u.parent_pos from above a join unit u on u.pos = a.pos where u.parent_pos is not null)
            select x.person_id from above a join post x on x.unit_pos = a.pos
              where x.duty in (1, 3) and in_force(x.valid_from, x.valid_to)
            union select x.person_id from above a join branch b on b.office_pos = a.pos join post x on x.id = b.post_id
              where x.duty = 2 and in_force(x.valid_from, x.valid_to) and in_force(b.valid_from, b.valid_to));
        end $$;
      grant execute on function interference_kept_from_me(uuid), interference_mine(uuid), those_who_lead_me()
        to liandong_api, liandong_act;

      create policy reach on interference_record for select to liandong_api, liandong_act using (
        (select (liandong.me()).clearance) >= 0 and (
          coalesce(recorded_by = (select (liandong.me()).post), false) and interference_mine(id)
          or ((select liandong.acting_duty()) = 1
                and (organ_pos = (select (liandong.me()).unit) or coalesce(principal_pos = (select (liandong.me()).unit), false))
              or (select liandong.acting_office()) = 7
                and (organ_pos = (select (liandong.me()).organ)
                  or coalesce(superior_pos = (select (liandong.me()).organ), false)))
            and not interference_kept_from_me(id)));
      create policy deny on interference_record as restrictive for select to liandong_api, liandong_act using (
        person_id is distinct from (select (liandong.me()).person)
        and (recorded_by = (select (liandong.me()).post)
          or not (denied_units && (select (liandong.me()).places))
            and not coalesce(person_id = any ((select liandong.those_who_lead_me())::uuid[]), false)));
      create policy with_record on interference_handling for select to liandong_api, liandong_act
        using (exists (select from interference_record r where r.id = interference_handling.interference_record_id));
      grant select (id, clue_id, recorder_name, recorder_pos, recorder_handles, person_name, person_pos, manner, matter, at,
        recorded_at, corrects, told) on interference_record to liandong_api, liandong_act;
      grant select (id, interference_record_id, outcome, reason, handler_pos, handled_at) on interference_handling
        to liandong_api, liandong_act;

      -- Made of the policies, for the functions below; all that these ask, they ask through functions that run as the owner.
      do $make$ declare reach text; deny text; begin
        select pg_get_expr(polqual, polrelid) into strict reach from pg_policy
          where polrelid = 'interference_record'::regclass and polname = 'reach';
        select pg_get_expr(polqual, polrelid) into strict deny from pg_policy
          where polrelid = 'interference_record'::regclass and polname = 'deny';
        execute format('create function sees_interference_record(of_id uuid) returns boolean
          language sql stable security definer set search_path = liandong, pg_temp
          as $sight$ select exists (select from interference_record where id = of_id and (%s) and (%s)) $sight$', reach, deny);
      end $make$;

      -- Whom somebody leads: an organ or group with all below it, an office, a leader's branch.
      create function led_by(of_person uuid) returns int8multirange
        language sql stable set search_path = liandong, pg_temp
        as $$
        select coalesce(range_agg(int8range(led.pos, led.hi, '[]')), '{}') from post x cross join lateral (
            select pos, hi from unit where pos = x.unit_pos and x.duty in (1, 3)
            union all select o.pos, o.hi from branch b join unit o on o.pos = b.office_pos
              where b.post_id = x.id and x.duty = 2 and in_force(b.valid_from, b.valid_to)) led
          where x.person_id = of_person and in_force(x.valid_from, x.valid_to)
        $$;

      -- Somebody in office who is not the person, and whom he leads by none of his posts.
      create function may_be_told(of_post uuid, about uuid, below int8multirange) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select in_office(of_post) and not exists (
          select from post x join post y on y.person_id = x.person_id
          where x.id = of_post and (x.person_id = about or in_force(y.valid_from, y.valid_to) and below @> y.unit_pos))
        $$;
      -- Whether an organ has a head of cadre supervision to tell, or a principal.
      create function has_cadre_supervision(of_organ bigint, about uuid, below int8multirange) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from unit u join post x on x.unit_pos = u.pos
          where u.pos between of_organ and of_organ + 499 and u.office_kind = 7 and x.duty = 3 and may_be_told(x.id, about, below))
        $$;
      create function has_principal(of_organ bigint, about uuid, below int8multirange) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select exists (select from post x where x.unit_pos = of_organ and x.duty = 1 and may_be_told(x.id, about, below)) $$;

      create function interference_add(of_id uuid, of_clue uuid, of_post uuid, of_name text, of_manner smallint, of_matter text,
          of_at timestamptz, of_corrects uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); whom uuid; named text := of_name; place bigint; below int8multirange := '{}'; organ bigint; superior bigint;
          here boolean; head bigint;
        begin
          perform require_act('interferenceRecord');
          perform lock_known_clue(of_clue);
          if of_corrects is not null
            and not exists (select from interference_record where id = of_corrects and clue_id = of_clue and recorded_by = m.post) then
            raise exception 'no such record of his' using errcode = 'LD021';
          end if;
          if of_post is not null then
            select p.id, p.name, x.unit_pos into whom, named, place from post x join person p on p.id = x.person_id where x.id = of_post;
            if not found then
              raise exception 'no such post' using errcode = 'LD021';
            end if;
            if whom = m.person then
              raise exception 'nobody records himself' using errcode = 'LD020';
            end if;
            below := led_by(whom);
          end if;
          select u.organ_pos into organ from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          superior := superior_of(organ);
          while superior is not null and not has_cadre_supervision(superior, whom, below) loop
            superior := superior_of(superior);
          end loop;
          here := has_principal(organ, whom, below) or has_cadre_supervision(organ, whom, below);
          if not here and superior is null then
            head := superior_of(organ);
            while head is not null and not has_principal(head, whom, below) loop
              head := superior_of(head);
            end loop;
            if head is null then
              raise exception 'nobody to tell' using errcode = 'LD024';
            end if;
          end if;
          insert into interference_record (id, clue_id, recorded_by, recorder_name, recorder_pos, recorder_handles, person_id, person_name,
              person_pos, manner, matter, at, corrects, organ_pos, superior_pos, principal_pos, told, denied_units)
            select of_id, of_clue, m.post, p.name, m.unit, handles(of_clue, m.post), whom, named, place, of_manner, of_matter, of_at,
              of_corrects, organ, superior, head, array_remove(array[case when here then organ end, superior, head], null), below
              from person p where p.id = m.person;
          perform tell('interferenceRecorded', 'interference_record', of_id);
        end $$;

      -- An organ without a head of cadre supervision to handle it has its principal for it.
      create function interference_mine_to_handle(of_record uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); r interference_record;
        begin
          if not sees_interference_record(of_record) then
            return false;
          end if;
          select * into r from interference_record where id = of_record;
          return coalesce(acting_duty() = 3 and acting_office() = 7 and m.organ in (r.organ_pos, r.superior_pos)
            or acting_duty() = 1 and (m.unit = r.principal_pos
              or m.unit = r.organ_pos and not has_cadre_supervision(r.organ_pos, r.person_id, led_by(r.person_id))), false);
        end $$;

      create function interference_handle(of_id uuid, of_record uuid, of_version integer, of_outcome smallint, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); r interference_record;
        begin
          perform require_act('interferenceHandle');
          for look in 1..2 loop
            if not interference_mine_to_handle(of_record) then
              raise exception 'not his to handle' using errcode = 'LD020';
            end if;
            select * into r from interference_record where id = of_record;
            perform lock_object('clue', r.clue_id);
          end loop;
          if of_version <> 1 + (select count(*) from interference_handling where interference_record_id = of_record) then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          insert into interference_handling (id, interference_record_id, outcome, reason, handled_by, handler_pos)
            values (of_id, of_record, of_outcome, of_reason, m.post, m.unit);
          perform tell('interferenceHandled', 'interference_record', of_record);
        end $$;
      grant execute on function interference_add(uuid, uuid, uuid, text, smallint, text, timestamptz, uuid),
        interference_handle(uuid, uuid, integer, smallint, text) to liandong_act;

      -- Nobody's, as the unmasking that lies nowhere.
      insert into interference_record (id, clue_id, recorder_name, recorder_pos, recorder_handles, person_name, manner, matter, at,
          organ_pos, told, denied_units)
        values ('${NIL}', '${NIL}', '–', -1, false, '–', 1, '–', '2000-01-01T00:00:00Z', -1, '{}', '{}');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function interference_handle(uuid, uuid, integer, smallint, text),
        interference_add(uuid, uuid, uuid, text, smallint, text, timestamptz, uuid),
        interference_mine_to_handle(uuid), has_principal(bigint, uuid, int8multirange),
        has_cadre_supervision(bigint, uuid, int8multirange), may_be_told(uuid, uuid, int8multirange), led_by(uuid),
        sees_interference_record(uuid);
      drop table interference_handling, interference_record;
      drop function those_who_lead_me(), interference_mine(uuid), interference_kept_from_me(uuid), interference_append_only();
    `);
  }
}
