import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

const API = 'liandong_api, liandong_act';

/**
 * Who decides on a recusal is found anew each time – the nearest head, from the accountable organ upward, who is in
 * office, is not the person, and may know of the clue – and is told to nobody but him: that it is another's, or nobody's,
 * would tell of whom the clue is. The compartment does not count, or its keepers could never be recused. Who asked sees
 * his request only while the clue is not denied to him for anything but that request; what the decider wrote is a table
 * of its own, since it may tell what the clue says.
 */
export class RecusalDeciders1763700000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table recusal rename column decider_pos to organ_pos;
      alter table recusal rename constraint recusal_decider_pos_fkey to recusal_organ_pos_fkey;
      revoke select (organ_pos, decision_reason) on recusal from ${API};
      update recusal r set organ_pos = u.organ_pos from clue c join unit u on u.pos = c.owner_pos where c.id = r.clue_id;
      drop index recusal_decider;
      create index recusal_organ on recusal (organ_pos, id) where state in (1, 2);
      create index recusal_decided_by on recusal (decided_by, id) where decided_by is not null;

      create table recusal_decision (
        recusal_id uuid primary key references recusal (id),
        reason text not null check (length(reason) between 1 and 2000)
      );
      comment on table recusal_decision is 'The decider''s words on a recusal (决定理由), the last; they may tell what the clue says';
      insert into recusal_decision (recusal_id, reason) select id, decision_reason from recusal where decision_reason is not null;
      alter table recusal drop column decision_reason;
      -- Migration 32: no statistics of free text.
      alter table recusal_decision alter column reason set statistics 0;
      alter table recusal_decision enable row level security;
      alter table recusal_decision force row level security;
      create policy owner_all on recusal_decision to current_user using (true) with check (true);
    `);
    await runner.query(DECIDERS);
    await runner.query(READERS);
    await runner.query(LEDGER);
    for (const [name, passages] of MENDED) await runner.query(mendAll(name, passages));
    await runner.query('drop function recusal_kept_from_me(uuid)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function recusal_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select kept_from(clue_id, (me()).person) from recusal where id = of_id), true) $$;
      grant execute on function recusal_kept_from_me(uuid) to ${API};
      alter table recusal rename column organ_pos to decider_pos;
      alter table recusal rename constraint recusal_organ_pos_fkey to recusal_decider_pos_fkey;
      alter table recusal add column decision_reason text check (length(decision_reason) between 1 and 2000);
      update recusal r set decision_reason = d.reason from recusal_decision d where d.recusal_id = r.id;
      grant select (decider_pos, decision_reason) on recusal to ${API};
      drop index recusal_organ, recusal_decided_by;
      create index recusal_decider on recusal (decider_pos, id);
      alter policy reach on recusal using (
        requested_by = (select (liandong.me()).post)
        or decider_pos = (select (liandong.me()).unit) and (select liandong.acting_duty()) = 1 and not recusal_kept_from_me(id)
        or exists (select from clue_content c where c.clue_id = recusal.clue_id));
      drop trigger recusals_follow on clue;
      drop trigger recusals_look_for_deciders on post;
      drop trigger recusals_look_for_deciders on person;
      drop trigger recusals_look_for_deciders on unit;
    `);
    for (const [name, passages] of MENDED.toReversed())
      await runner.query(mendAll(name, passages.map(([from, to]) => [to, from] as const).toReversed()));
    await runner.query(`
      drop table recusal_decision;
      drop function recusals_look_for_deciders(), recusals_follow_clue(), recusals_lay_open(uuid[]), recusals_without_words(),
        recusals_told_me(), recusals_of_mine(), recusal_mine_to_decide(uuid), recusals_to_decide(), recusal_deciders(uuid[]),
        recusal_heads(bigint), barred_from(clue, uuid, smallint, int8multirange);
    `);
  }
}

const DECIDERS = `
  -- What is kept from a person whatever he holds, as kept_from has it, but for the compartment.
  create function barred_from(c clue, of_person uuid, of_clearance smallint, of_places int8multirange) returns boolean
    language sql immutable
    as $$
    select c.subject_state = 0 or c.classification > of_clearance or coalesce(of_person = any (c.denied_persons), false)
      or coalesce(c.denied_units && of_places, false)
    $$;

  -- Who is in line to decide: the head of the organ, then of each organ above it.
  create function recusal_heads(of_organ bigint)
    returns table (post uuid, person uuid, place bigint, turn bigint, clearance smallint, places int8multirange)
    language sql stable set search_path = liandong, pg_temp
    as $$
    with recursive above(pos, step) as (
      select of_organ, 1 union all select superior_of(pos), step + 1 from above where pos is not null)
    select x.id, x.person_id, a.pos, row_number() over (order by a.step, x.main desc, x.valid_from, x.id), p.clearance, (
        select coalesce(range_agg(int8range(y.unit_pos, y.unit_pos, '[]')), '{}') from post y
        where y.person_id = x.person_id and in_force(y.valid_from, y.valid_to))
      from above a join post x on x.unit_pos = a.pos and x.duty = 1 join person p on p.id = x.person_id
      where in_office(x.id)
    $$;

  -- The post that decides now on each; none: nobody. Of an organ's own head the superior's decides.
  create function recusal_deciders(of_ids uuid[]) returns table (id uuid, post uuid, place bigint)
    language sql stable set search_path = liandong, pg_temp
    as $$
    with asked as materialized (
      select r.id, r.person_id, r.organ_pos, c from recusal r join clue c on c.id = r.clue_id where r.id = any (of_ids)),
    line as materialized (
      select o.organ_pos, h.* from (select distinct organ_pos from asked) o cross join lateral recusal_heads(o.organ_pos) h)
    select distinct on (a.id) a.id, l.post, l.place from asked a join line l on l.organ_pos = a.organ_pos
    where l.person <> a.person_id and not barred_from(a.c, l.person, l.clearance, l.places)
      and not (l.place = a.organ_pos and exists (
        select from line s where s.organ_pos = a.organ_pos and s.place = a.organ_pos and s.person = a.person_id))
    order by a.id, l.turn
    $$;

  -- Those open that are the principal's to decide or to end, found once for a statement.
  create function recusals_to_decide() returns uuid[]
    language plpgsql stable security definer set search_path = liandong, pg_temp
    as $$
    declare
      m principal := me();
    begin
      if acting_duty() is distinct from 1::smallint or m.unit is distinct from m.organ then
        return '{}';
      end if;
      return array(select d.id from recusal_deciders(array(
        select id from recusal where state in (1, 2) and organ_pos between m.organ and m.organ_hi)) d where d.post = m.post);
    end $$;

  -- Of one in any state; one that is not there takes the time of one that lies nowhere.
  create function recusal_mine_to_decide(of_id uuid) returns boolean
    language sql stable set search_path = liandong, pg_temp
    as $$
    select exists (select from recusal_deciders(array(
      select id from recusal where id in (of_id, '00000000-0000-0000-0000-000000000000') order by id desc limit 1)) d
      where d.post = (me()).post)
    $$;
`;

const READERS = `
  -- Those that the principal asked for or decided, while they are his to know, and whether the decider's words are too.
  -- Who is denied the clue by what he asked for himself, and by nothing else, keeps his request without them.
  create function recusals_of_mine() returns table (id uuid, words boolean)
    language plpgsql stable security definer set search_path = liandong, pg_temp
    as $$
    declare
      m principal := me();
    begin
      return query
        select k.id, k.known from (
          select r.id, not kept_from(r.clue_id, m.person) or sees('clue', 'ledger', r.clue_id) as known,
            r.state = 2 and r.person_id = m.person and not barred_from(c, null, m.clearance, m.places) and not exists (
              select from denial d where d.object = 'clue' and d.object_id = r.clue_id and d.ended_at is null
                and d.person_id = m.person and d.id <> r.denial_id) as by_own_word
          from recusal r join clue c on c.id = r.clue_id where r.requested_by = m.post) k
        where k.known or k.by_own_word
        union all
        select r.id, true from recusal r join clue c on c.id = r.clue_id
        where r.decided_by = m.post and not barred_from(c, m.person, m.clearance, m.places);
    end $$;
  create function recusals_told_me() returns uuid[]
    language sql stable security definer set search_path = liandong, pg_temp
    as $$ select array(select id from recusals_of_mine()) $$;
  create function recusals_without_words() returns uuid[]
    language sql stable security definer set search_path = liandong, pg_temp
    as $$ select array(select id from recusals_of_mine() where not words) $$;
  grant execute on function recusals_to_decide(), recusals_told_me(), recusals_without_words() to ${API};

  -- Who asked and who decided, while it is theirs to know; who is to decide or may end it; and who knows the content.
  alter policy reach on recusal using (
    (select (liandong.me()).clearance) >= 0 and (
      id = any ((select liandong.recusals_told_me())::uuid[])
      or id = any ((select liandong.recusals_to_decide())::uuid[])
      or exists (select from clue_content c where c.clue_id = recusal.clue_id)));
  create policy reach on recusal_decision for select to ${API} using (
    exists (select from recusal r where r.id = recusal_decision.recusal_id)
    and recusal_id <> all ((select liandong.recusals_without_words())::uuid[]));
  grant select (recusal_id, reason) on recusal_decision to ${API};
`;

const LEDGER = `
  -- To decide one must know of the clue: while it is asked, its ledger is open to who decides from above, whoever that is now.
  create function recusals_lay_open(of_ids uuid[]) returns void
    language plpgsql volatile set search_path = liandong, pg_temp
    as $$
    declare
      due record; r recusal; opened uuid;
    begin
      for due in
        select a.id, d.post from recusal a join clue c on c.id = a.clue_id
          left join recusal_deciders(of_ids) d on d.id = a.id and d.place <> a.organ_pos and c.closed_at is null
          left join access_grant g on g.id = a.grant_id and in_force(g.valid_from, g.valid_to)
        where a.id = any (of_ids) and a.state = 1 and d.post is distinct from g.post_id order by a.id
      loop
        select * into r from recusal where id = due.id and state = 1 for update;
        continue when not found;
        update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
          where id = r.grant_id and (valid_to is null or valid_to > app_now());
        opened := null;
        if due.post is not null then
          opened := gen_random_uuid();
          insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from)
            values (opened, 'clue', r.clue_id, '{ledger}', due.post, 14, r.requested_by, app_now());
        end if;
        update recusal set grant_id = opened where id = r.id;
      end loop;
    end $$;

  -- Whichever act moves the clue, closes it, or keeps it from somebody.
  create function recusals_follow_clue() returns trigger
    language plpgsql security definer set search_path = liandong, pg_temp
    as $$ begin
      if new.owner_pos <> old.owner_pos then
        update recusal set organ_pos = (select organ_pos from unit where pos = new.owner_pos) where clue_id = new.id;
      end if;
      if exists (select from recusal where clue_id = new.id and state = 1) then
        perform recusals_lay_open(array(select id from recusal where clue_id = new.id and state = 1));
      end if;
      return null;
    end $$;
  create trigger recusals_follow after update on clue for each row
    when ((old.owner_pos, old.closed_at, old.subject_state, old.classification, old.denied_persons, old.denied_units)
      is distinct from (new.owner_pos, new.closed_at, new.subject_state, new.classification, new.denied_persons, new.denied_units))
    execute function recusals_follow_clue();

  -- Where a head comes or goes; where a date passes, the hourly look for keepers looks for these too.
  create function recusals_look_for_deciders() returns trigger
    language plpgsql security definer set search_path = liandong, pg_temp
    as $$ begin
      perform recusals_lay_open(array(select id from recusal where state = 1));
      return null;
    end $$;
  create trigger recusals_look_for_deciders after insert or delete or update on post
    for each statement execute function recusals_look_for_deciders();
  create trigger recusals_look_for_deciders after update of left_at, clearance on person
    for each statement execute function recusals_look_for_deciders();
  create trigger recusals_look_for_deciders after update of valid_from, valid_to on unit
    for each statement execute function recusals_look_for_deciders();
`;

type Passages = readonly (readonly [from: string, to: string])[];

/** Functions and their passages, as migrations 18 to 37 leave them and as they are now. */
const MENDED: readonly (readonly [name: string, passages: Passages])[] = [
  [
    'recusal_request',
    [
      [' whom person; organ bigint; decider bigint; head uuid; opened uuid;', ' whom person;'],
      [
        `select u.organ_pos into organ from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          decider := organ;
          if exists (select from post where person_id = whom.id and unit_pos = organ and duty = 1 and in_force(valid_from, valid_to)) then
            decider := superior_of(organ);
          end if;
          -- The nearest head who may know of the clue: a clue about the head of the organ is not laid before him.
          while decider is not null loop
            select x.id into head from post x join unit u on u.pos = x.unit_pos join person p on p.id = x.person_id
              where x.unit_pos = decider and x.duty = 1 and p.id <> whom.id and (p.left_at is null or p.left_at > act_now())
                and in_force(x.valid_from, x.valid_to) and in_force(u.valid_from, u.valid_to) and not kept_from(of_clue, p.id)
              order by x.main desc, x.valid_from, x.id limit 1;
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
            values (of_id, of_clue, whom.id, whom.name, of_ground, of_reason, m.post, decider, opened);`,
        `-- Whether there is anybody now who may decide is not told: it waits until there is.
          insert into recusal (id, clue_id, person_id, person_name, ground, reason, requested_by, organ_pos)
            select of_id, of_clue, whom.id, whom.name, of_ground, of_reason, m.post, u.organ_pos
              from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          perform recusals_lay_open(array[of_id]);`,
      ],
    ],
  ],
  [
    'recusal_in_hand',
    [
      [
        `          m principal := me(); r recusal;
        begin
          select * into r from recusal where id = of_id;
          if not found or r.decider_pos is distinct from m.unit or acting_duty() is distinct from 1::smallint or r.person_id = m.person or kept_from(r.clue_id, m.person) then
            raise exception 'not his to decide' using errcode = 'LD020';
          end if;
          -- The clue first, as every act on it has it.
          perform lock_object('clue', r.clue_id);
          select * into r from recusal where id = of_id for update;
          if r.person_id = m.person or kept_from(r.clue_id, m.person) then
            raise exception 'nobody decides on himself, or on what is kept from him' using errcode = 'LD020';
          end if;`,
        `          r recusal;
        begin
          -- The clue is locked first, as every act on it has it, and not before it is his.
          for look in 1..2 loop
            if not recusal_mine_to_decide(of_id) then
              raise exception 'not his to decide' using errcode = 'LD020';
            end if;
            select * into r from recusal where id = of_id;
            perform lock_object('clue', r.clue_id);
          end loop;
          select * into r from recusal where id = of_id for update;`,
      ],
    ],
  ],
  [
    'recusal_decide',
    [
      ['where id = r.grant_id;', 'where id = (select grant_id from recusal where id = of_id);'],
      [
        `
            decision_reason = of_reason, denial_id = denied, version = version + 1 where id = of_id;`,
        `
            denial_id = denied, version = version + 1 where id = of_id;
          insert into recusal_decision (recusal_id, reason) values (of_id, of_reason);`,
      ],
    ],
  ],
  [
    'recusal_end',
    [
      [
        'ended_at = app_now(), decision_reason = of_reason, version = version + 1 where id = of_id;',
        `ended_at = app_now(), version = version + 1 where id = of_id;
          update recusal_decision set reason = of_reason where recusal_id = of_id;`,
      ],
    ],
  ],
  [
    'relay_keepers',
    [
      [
        `perform lay_before_keeper(linked, null);
          end loop;`,
        `perform lay_before_keeper(linked, null);
          end loop;
          perform recusals_lay_open(array(select id from recusal where state = 1));`,
      ],
    ],
  ],
];
