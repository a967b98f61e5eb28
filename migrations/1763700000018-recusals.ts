import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recusal (回避): asked for by whoever knows the clue, decided by the head of the accountable organ – of himself by the
 * superior organ's (监察法 art. 67; 监察法实施条例 2021 art. 264; 监督执纪工作规则 art. 65). From the decision on it is a
 * denial, which goes before every grant. To decide one must know of the clue: asking opens its ledger to the decider.
 */
export class Recusals1763700000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recusal (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        person_id uuid not null references person (id),
        person_name text not null,
        ground smallint not null check (ground between 1 and 4),
        reason text not null check (length(reason) between 1 and 2000),
        requested_by uuid not null references post (id),
        requested_at timestamptz not null default app_now(),
        decider_pos bigint not null references unit (pos),
        state smallint not null default 1 check (state between 1 and 4),
        decided_by uuid references post (id),
        decided_at timestamptz,
        decision_reason text check (length(decision_reason) between 1 and 2000),
        grant_id uuid references access_grant (id),
        denial_id uuid references denial (id),
        ended_at timestamptz,
        version integer not null default 1,
        check ((state = 1) = (decided_at is null)),
        check ((state = 4) = (ended_at is not null))
      );
      comment on table recusal is 'Recusal of a person from a clue (回避): requested, approved, refused, ended';
      -- By the same asker once; that somebody else has asked already is not for him to learn.
      create unique index recusal_open on recusal (clue_id, person_id, requested_by) where state = 1;
      create index recusal_decider on recusal (decider_pos, id);
      create index recusal_clue on recusal (clue_id, id);
      create index recusal_requested_by on recusal (requested_by, id);
      alter table recusal enable row level security;
      alter table recusal force row level security;
      create policy owner_all on recusal to current_user using (true) with check (true);
      -- What is denied to a person of a clue, whatever he holds; the compartment is passed by its own organ's head alone.
      create function kept_from(of_clue uuid, of_person uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select not exists (
          select from clue c join person p on p.id = of_person
          where c.id = of_clue and c.subject_state <> 0 and c.classification <= p.clearance
            and not (p.id = any (coalesce(c.denied_persons, '{}')))
            and not (coalesce(c.denied_units, '{}') && (
              select coalesce(range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), '{}') from post x
              where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))
            and (c.compartment = 0 or exists (
              select from post x join unit u on u.pos = c.owner_pos
              where x.person_id = p.id and x.unit_pos = u.organ_pos and x.duty = 1 and in_force(x.valid_from, x.valid_to))))
        $$;
      create function recusal_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select kept_from(clue_id, (me()).person) from recusal where id = of_id), true) $$;
      grant execute on function recusal_kept_from_me(uuid) to liandong_api, liandong_act;
      -- Whoever asked, whoever decides, and who knows the clue's content; never the person by anyone's asking but his own.
      create policy reach on recusal for select to liandong_api, liandong_act using (
        requested_by = (select (liandong.me()).post)
        or decider_pos = (select (liandong.me()).organ) and (select liandong.acting_duty()) = 1 and not recusal_kept_from_me(id)
        or exists (select from clue_content c where c.clue_id = recusal.clue_id));
      create policy deny on recusal as restrictive for select to liandong_api, liandong_act using (
        person_id <> (select (liandong.me()).person) or requested_by = (select (liandong.me()).post));
      grant select (id, clue_id, person_name, ground, reason, requested_at, decider_pos, state, decided_at, decision_reason, ended_at,
        version) on recusal to liandong_api, liandong_act;

      -- The organ above one: the nearest of a kind that has a principal.
      create function superior_of(organ bigint) returns bigint
        language sql stable set search_path = liandong, pg_temp
        as $$ select s.pos from unit o join unit s on s.pos < o.pos and o.pos <= s.hi and s.kind = 1
              where o.pos = organ order by s.pos desc limit 1 $$;

      create function recusal_request(of_id uuid, of_clue uuid, of_post uuid, of_ground smallint, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); whom person; organ bigint; decider bigint; head uuid; opened uuid;
        begin
          perform require_act('recusalRequest');
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          select p.* into whom from post x join person p on p.id = x.person_id where x.id = of_post;
          if not found then
            raise exception 'no such post' using errcode = 'LD021';
          end if;
          if exists (select from recusal
              where clue_id = of_clue and person_id = whom.id and requested_by = m.post and state = 1) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          select u.organ_pos into organ from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          decider := organ;
          if exists (select from post where person_id = whom.id and unit_pos = organ and duty = 1 and in_force(valid_from, valid_to)) then
            decider := superior_of(organ);
          end if;
          -- The nearest head who may know of the clue: a clue about the head of the organ is not laid before him.
          while decider is not null loop
            select id into head from post where unit_pos = decider and duty = 1 and person_id <> whom.id
              and in_force(valid_from, valid_to) and not kept_from(of_clue, person_id)
              order by main desc, valid_from, id limit 1;
            exit when head is not null;
            decider := superior_of(decider);
          end loop;
          if head is null then
            raise exception 'nobody to decide' using errcode = 'LD024';
          end if;
          if decider <> organ then
            opened := gen_random_uuid();
            insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from)
              values (opened, 'clue', of_clue, '{ledger}', head, 14, m.post, app_now());
          end if;
          insert into recusal (id, clue_id, person_id, person_name, ground, reason, requested_by, decider_pos, grant_id)
            values (of_id, of_clue, whom.id, whom.name, of_ground, of_reason, m.post, decider, opened);
          perform tell('recusalRequested', 'clue', of_clue);
        end $$;

      create function recusal_in_hand(of_id uuid, of_version integer, of_state smallint) returns recusal
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); r recusal;
        begin
          select * into r from recusal where id = of_id;
          if not found or r.decider_pos is distinct from m.organ or acting_duty() is distinct from 1::smallint then
            raise exception 'not his to decide' using errcode = 'LD020';
          end if;
          -- The clue first, as every act on it has it.
          perform lock_object('clue', r.clue_id);
          select * into r from recusal where id = of_id for update;
          if r.person_id = m.person or kept_from(r.clue_id, m.person) then
            raise exception 'nobody decides on himself, or on what is kept from him' using errcode = 'LD020';
          end if;
          if r.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if r.state <> of_state then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          return r;
        end $$;

      create function recusal_decide(of_id uuid, of_version integer, approved boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          r recusal; denied uuid;
        begin
          perform require_act('recusalDecide');
          r := recusal_in_hand(of_id, of_version, 1::smallint);
          if approved then
            denied := gen_random_uuid();
            insert into denial (id, object, object_id, person_id, basis) values (denied, 'clue', r.clue_id, r.person_id, 1);
          end if;
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond') where id = r.grant_id;
          update recusal set state = case when approved then 2 else 3 end, decided_by = (me()).post, decided_at = app_now(),
            decision_reason = of_reason, denial_id = denied, version = version + 1 where id = of_id;
          perform tell(case when approved then 'recusalApproved' else 'recusalRefused' end, 'clue', r.clue_id);
        end $$;

      create function recusal_end(of_id uuid, of_version integer, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          r recusal;
        begin
          perform require_act('recusalEnd');
          r := recusal_in_hand(of_id, of_version, 2::smallint);
          update denial set ended_at = app_now() where id = r.denial_id;
          update recusal set state = 4, ended_at = app_now(), decision_reason = of_reason, version = version + 1 where id = of_id;
          perform tell('recusalEnded', 'clue', r.clue_id);
        end $$;
      grant execute on function recusal_request(uuid, uuid, uuid, smallint, text), recusal_decide(uuid, integer, boolean, text),
        recusal_end(uuid, integer, text) to liandong_act;
      alter table access_grant drop constraint access_grant_basis_check, add check (basis between 1 and 14);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function recusal_end(uuid, integer, text), recusal_decide(uuid, integer, boolean, text),
        recusal_in_hand(uuid, integer, smallint), recusal_request(uuid, uuid, uuid, smallint, text), superior_of(bigint);
      drop table recusal;
      drop function recusal_kept_from_me(uuid), kept_from(uuid, uuid);
      alter table access_grant drop constraint access_grant_basis_check, add check (basis between 1 and 13);
    `);
  }
}
