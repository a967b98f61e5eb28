import type { MigrationInterface, QueryRunner } from 'typeorm';

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Unmasking (查阅反映人身份): who handles a clue sees its reporter only after a second person has said so, for days and
 * not for longer than he handles it (处理检举控告工作规则 arts. 29, 47; DOMAIN B4). The head of petitions and reports
 * where it came in decides; the organ's principal, and the heads above him, where that one is not there, is kept from
 * the clue, or asks himself. Who decides is found anew each time, so that a request waits for nobody who has left.
 */
export class Unmaskings1763700000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unmasking (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        reason text not null check (length(reason) between 1 and 2000),
        days smallint not null check (days between 1 and 15),
        requested_by uuid references post (id),
        requester_id uuid references person (id),
        requester_name text not null,
        requester_pos bigint not null references unit (pos),
        requested_at timestamptz not null default app_now(),
        organ_pos bigint not null references unit (pos),
        state smallint not null default 1 check (state between 1 and 4),
        decided_by uuid references post (id),
        decided_at timestamptz,
        decision_reason text check (length(decision_reason) between 1 and 2000),
        grant_id uuid references access_grant (id),
        until timestamptz,
        ended_at timestamptz,
        end_reason text check (length(end_reason) between 1 and 2000),
        version integer not null default 1,
        check (case state when 1 then decided_at is null when 4 then true else decided_at is not null end),
        check ((state = 4) = (ended_at is not null)),
        check ((grant_id is null) = (until is null) and (state <> 2 or until is not null)),
        check (id = '${NIL}' or num_nulls(requested_by, requester_id) = 0)
      );
      comment on table unmasking is 'A handler''s request to know the reporter (查阅反映人身份), decided by another person';
      create unique index unmasking_open on unmasking (clue_id, requester_id) where state = 1;
      create index unmasking_clue on unmasking (clue_id) where state in (1, 2);
      create index unmasking_requested_by on unmasking (requested_by, id);
      create index unmasking_decided_by on unmasking (decided_by, id) where decided_by is not null;
      create index unmasking_organ on unmasking (organ_pos, id) where state in (1, 2);
      alter table unmasking enable row level security;
      alter table unmasking force row level security;
      create policy owner_all on unmasking to current_user using (true) with check (true);

      -- Whether a post has somebody to act by it: post and unit in force, the person has not left, and its duty is one of cases.
      create function in_office(of_post uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from post x join unit u on u.pos = x.unit_pos join person p on p.id = x.person_id
          where x.id = of_post and x.duty between 1 and 4 and in_force(x.valid_from, x.valid_to)
            and in_force(u.valid_from, u.valid_to) and (p.left_at is null or p.left_at > app_now()))
        $$;

      -- Whoever may not know of a clue does not wait for whoever is at it: it is looked at, locked, and looked at again.
      create function lock_known_clue(of_clue uuid) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          perform lock_object('clue', of_clue);
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
        end $$;

      -- Named on the clue, or head of the office or group that handles it.
      create function handles(of_clue uuid, of_post uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from clue c join post x on x.id = of_post join unit u on u.pos = x.unit_pos
          where c.id = of_clue and in_office(x.id)
            and (c.handler_post = x.id or c.handling_pos = u.pos and x.duty = case u.kind when 2 then 3 else 1 end))
        $$;

      -- Who is in line to decide on what came in at a place, nearest first. A group that received it is its own intake.
      create function unmasking_heads(of_place bigint) returns table (post uuid, person uuid, turn integer)
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive above(pos, turn) as (
          select organ_pos, 1 from unit where pos = of_place
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, 0 from unit came join unit u
            on case when came.kind = 3 then u.pos = came.pos else u.pos between came.organ_pos and came.organ_pos + 499 end
          join post x on x.unit_pos = u.pos
          where came.pos = of_place and in_office(x.id)
            and case when came.kind = 3 then x.duty = 1 else u.office_kind = 5 and x.duty = 3 end
        union all
        select x.id, x.person_id, a.turn from above a join post x on x.unit_pos = a.pos and x.duty = 1 where in_office(x.id)
        $$;
      -- The posts that decide now: the first in line that have not asked themselves and may know of the clue; null: nobody.
      create function unmasking_deciders(of_clue uuid, of_requester uuid) returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        select array_agg(post order by post) from (
          select h.post, h.turn, min(h.turn) over () as first
          from clue c cross join lateral unmasking_heads(coalesce(c.received_pos, c.owner_pos)) h
          where c.id = of_clue and h.person <> of_requester and not kept_from(of_clue, h.person)) able
        where turn = first
        $$;
      -- Those open that are the principal's to decide or to end, found once for a statement. Of a plain clue nothing is kept
      -- from anybody: there the line alone tells, which is found once for a place.
      create function unmaskings_to_decide() returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return array(
            with asked as materialized (
              select u.id, u.clue_id, u.requester_id, coalesce(c.received_pos, c.owner_pos) as place,
                c.subject_state <> 0 and c.classification = 0 and c.compartment = 0
                  and c.denied_persons is null and c.denied_units is null as plain
              from unmasking u join clue c on c.id = u.clue_id
              where (u.state = 1 or u.state = 2 and u.until > app_now()) and u.organ_pos between m.organ and m.organ_hi),
            line as (
              select a.place, h.person, h.turn, min(h.turn) filter (where h.post = m.post) over (partition by a.place) as mine
              from (select distinct place from asked) a cross join lateral unmasking_heads(a.place) h),
            places as materialized (
              select place, array_agg(distinct person) filter (where turn < mine) as earlier from line where mine is not null
              group by place)
            select a.id from asked a join places p on p.place = a.place
            where case when a.plain then coalesce(p.earlier = array[a.requester_id], true)
                and a.requester_id <> m.person and not kept_from(a.clue_id, m.person)
              else m.post = any (unmasking_deciders(a.clue_id, a.requester_id)) end);
        end $$;
      -- Of one in any state; one that is not there takes the time of one that lies nowhere.
      create function unmasking_mine_to_decide(of_id uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); u unmasking;
        begin
          select * into u from unmasking where id in (of_id, '${NIL}') order by id desc limit 1;
          return coalesce(m.post = any (unmasking_deciders(u.clue_id, u.requester_id)), false);
        end $$;
      -- His own, as far as he may know of the clue; what he decides; and what he decided.
      create function unmasking_mine_to_end(of_id uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return unmasking_mine_to_decide(of_id) or exists (
            select from unmasking where id = of_id
              and (requested_by = m.post and (sees('clue', 'ledger', clue_id) or not kept_from(clue_id, m.person))
                or decided_by = m.post and not kept_from(clue_id, m.person)));
        end $$;
      create function unmasking_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select kept_from(clue_id, (me()).person) from unmasking where id = of_id), true) $$;
      grant execute on function unmaskings_to_decide(), unmasking_kept_from_me(uuid) to liandong_api, liandong_act;

      -- Who asked, unless he may not know of the clue; who decided; and who is to decide or may end it.
      -- No comparison may be null: what comes after it would be asked of every row.
      create policy reach on unmasking for select to liandong_api, liandong_act using (
        (select (liandong.me()).clearance) >= 0 and (
          coalesce(requested_by = (select (liandong.me()).post), false)
            and (exists (select from clue c where c.id = unmasking.clue_id) or not unmasking_kept_from_me(id))
          or coalesce(decided_by = (select (liandong.me()).post), false) and not unmasking_kept_from_me(id)
          or id = any ((select liandong.unmaskings_to_decide())::uuid[])));
      grant select (id, clue_id, reason, days, requester_name, requester_pos, requested_at, state, decided_at, decision_reason,
        until, ended_at, end_reason, version) on unmasking to liandong_api, liandong_act;

      create function unmasking_request(of_id uuid, of_clue uuid, of_reason text, of_days smallint) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); c clue;
        begin
          perform require_act('unmaskingRequest');
          perform lock_known_clue(of_clue);
          if not sees('clue', 'content', of_clue) or not handles(of_clue, m.post) then
            raise exception 'not his to handle' using errcode = 'LD020';
          end if;
          select * into c from clue where id = of_clue;
          if c.closed_at is not null then
            raise exception 'closed' using errcode = 'LD023';
          end if;
          if exists (select from unmasking where clue_id = of_clue and requester_id = m.person
              and (state = 1 or state = 2 and until > app_now())) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          if unmasking_deciders(of_clue, m.person) is null then
            raise exception 'nobody to decide' using errcode = 'LD024';
          end if;
          insert into unmasking (id, clue_id, reason, days, requested_by, requester_id, requester_name, requester_pos, organ_pos)
            select of_id, of_clue, of_reason, of_days, m.post, m.person, p.name, m.unit, u.organ_pos
              from person p, unit u where p.id = m.person and u.pos = coalesce(c.received_pos, c.owner_pos);
          perform tell('unmaskingRequested', 'unmasking', of_id);
        end $$;

      -- The clue is locked first, as every act on it has it, and not before it is his.
      create function unmasking_in_hand(of_id uuid, to_end boolean) returns unmasking
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unmasking;
        begin
          for look in 1..2 loop
            if not (case when to_end then unmasking_mine_to_end(of_id) else unmasking_mine_to_decide(of_id) end) then
              raise exception 'not his' using errcode = 'LD020';
            end if;
            select * into u from unmasking where id = of_id;
            perform lock_object('clue', u.clue_id);
          end loop;
          select * into u from unmasking where id = of_id for update;
          return u;
        end $$;

      create function unmasking_decide(of_id uuid, of_version integer, approved boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); u unmasking; opened uuid; ends timestamptz;
        begin
          perform require_act('unmaskingDecide');
          u := unmasking_in_hand(of_id, false);
          if u.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if u.state <> 1 or approved and not handles(u.clue_id, u.requested_by) then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          if approved then
            opened := gen_random_uuid();
            ends := app_now() + make_interval(days => u.days);
            insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, valid_to)
              values (opened, 'clue', u.clue_id, '{reporter}', u.requested_by, 7, m.post, app_now(), ends);
          end if;
          update unmasking set state = case when approved then 2 else 3 end, decided_by = m.post, decided_at = app_now(),
            decision_reason = of_reason, grant_id = opened, until = ends, version = version + 1 where id = of_id;
          perform tell(case when approved then 'unmaskingApproved' else 'unmaskingRefused' end, 'unmasking', of_id);
        end $$;

      -- At once: what it opened is shut, and what was asked is not asked any more.
      create function unmasking_shut(of_id uuid, of_reason text) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where id = (select grant_id from unmasking where id = of_id);
          update unmasking set state = 4, ended_at = app_now(), end_reason = of_reason, version = version + 1 where id = of_id;
          perform tell('unmaskingEnded', 'unmasking', of_id);
        end $$;

      create function unmasking_end(of_id uuid, of_version integer, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          u unmasking;
        begin
          perform require_act('unmaskingEnd');
          u := unmasking_in_hand(of_id, true);
          if u.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          -- A request is withdrawn by who made it; who decides refuses it.
          if not (u.state = 1 and u.requested_by = (me()).post or u.state = 2 and u.until > app_now()) then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          perform unmasking_shut(of_id, of_reason);
        end $$;
      grant execute on function unmasking_request(uuid, uuid, text, smallint), unmasking_decide(uuid, integer, boolean, text),
        unmasking_end(uuid, integer, text) to liandong_act;

      -- It ends with the clue, and with the handling of it, whichever act brings that about.
      create function unmasking_follows_clue() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          perform unmasking_shut(u.id, null) from (
            select id from unmasking where clue_id = new.id and (state = 1 or state = 2 and until > app_now())
              and (new.closed_at is not null or not handles(new.id, requested_by))
            order by id for update) u;
          return null;
        end $$;
      create trigger unmasking_follows after update on clue for each row
        when ((old.closed_at, old.handler_post, old.handling_pos) is distinct from (new.closed_at, new.handler_post, new.handling_pos))
        execute function unmasking_follows_clue();

      -- One that is nobody's, asked for along with every other, so that a hidden one takes the time of a missing one.
      insert into unmasking (id, clue_id, reason, days, requester_name, requester_pos, organ_pos, state, ended_at)
        values ('${NIL}', '${NIL}', '–', 1, '–', -1, -1, 4, '2000-01-01T00:00:00Z');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger unmasking_follows on clue;
      drop function unmasking_follows_clue(), unmasking_end(uuid, integer, text), unmasking_shut(uuid, text),
        unmasking_decide(uuid, integer, boolean, text), unmasking_in_hand(uuid, boolean),
        unmasking_request(uuid, uuid, text, smallint), unmasking_mine_to_end(uuid), unmasking_mine_to_decide(uuid);
      drop table unmasking;
      drop function unmasking_kept_from_me(uuid), unmaskings_to_decide(), unmasking_deciders(uuid, uuid), unmasking_heads(bigint),
        handles(uuid, uuid), lock_known_clue(uuid), in_office(uuid);
    `);
  }
}
