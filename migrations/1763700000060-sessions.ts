import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/**
 * A session is one sign-in, however many tokens it is given: whoever enters does so in one, and is refused when it has
 * ended – by himself, by an administrator, unused for too long, too old, or pushed out by newer ones. Its id is a digest
 * under a key of the host's, so that no token and nothing of one is kept. It ends of itself at two moments that are
 * written when it is seen; entering compares, and looks at nothing but the row.
 */
export class Sessions1763700000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session_limit (
        one boolean primary key default true check (one),
        idle interval check (idle > '0'),
        longest interval check (longest > '0'),
        most integer check (most > 0)
      );
      comment on table session_limit is 'How long a session may be unused and last, and how many a person may have: one row for all servers; null: no limit';
      insert into session_limit (idle, longest, most) values ('2 hours', '12 hours', 5);

      create table session (
        id uuid primary key,
        person_id uuid not null references person (id),
        begun_at timestamptz not null,
        seen_at timestamptz not null check (seen_at >= begun_at),
        idle_at timestamptz,
        limit_at timestamptz,
        ended_at timestamptz,
        reason smallint check (reason between 1 and 5),
        ended_by uuid references post (id),
        -- Words of a closed list, not what the client wrote.
        client text check (client ~ '^[A-Za-z]{1,20}( / [A-Za-z]{1,20})?$'),
        source text not null check (length(source) between 1 and 64),
        check ((ended_at is null) = (reason is null)),
        check ((ended_by is not null) = coalesce(reason in (1, 2), false))
      ) with (fillfactor = 70);
      comment on table session is 'A sign-in (登录会话), by a keyed digest of what its tokens have in common; kept for 30 days after its end';
      create index session_person on session (person_id, begun_at);
      -- Neither is touched by being seen.
      create index session_open on session (begun_at) where ended_at is null;
      create index session_ended on session (ended_at) where ended_at is not null;
      ${['session', 'session_limit']
        .map(
          (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
        )
        .join('\n      ')}

      -- Why it ends, if it has: as written, or because a moment has come. 3: unused, 4: too old.
      create function session_over(s session, moment timestamptz) returns smallint
        language sql immutable
        as $$ select case when s.ended_at is not null then s.reason when s.limit_at <= moment and s.limit_at <= coalesce(s.idle_at, s.limit_at)
          then 4::smallint when s.idle_at <= moment then 3::smallint end $$;

      -- Unused is told by the minute: nobody is out before his time, and a request writes nothing most times.
      create function session_idle_at(seen timestamptz, idle interval) returns timestamptz
        language sql stable
        as $$ select seen + idle + interval '1 minute' $$;

      -- A session was used. One that has ended stays so; a new one pushes out the oldest of those that are too many.
      -- True: it is known, and entering tells what it is worth.
      create function session_see(body text, seal text, signed_in_at timestamptz, of_client text, of_source text) returns boolean
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          t jsonb := ticket_claims(body, seal); mine uuid := (t->>'session')::uuid; actor uuid; l session_limit; moment timestamptz := app_now();
          begun timestamptz := least(signed_in_at, app_now()); over uuid[];
        begin
          select id into actor from person where issuer = t->>'iss' and subject = t->>'sub';
          if actor is null or mine is null then
            return false;
          end if;
          select * into l from session_limit;
          update session s set seen_at = greatest(seen_at, moment), idle_at = session_idle_at(greatest(seen_at, moment), l.idle),
              client = of_client, source = of_source
            where id = mine and person_id = actor and session_over(s, moment) is null;
          if found then
            return true;
          end if;
          -- Of those that one person begins at once, the second counts the first.
          perform pg_advisory_xact_lock(hashtextextended('session ' || actor, 0));
          insert into session (id, person_id, begun_at, seen_at, idle_at, limit_at, client, source)
            values (mine, actor, begun, moment, session_idle_at(moment, l.idle), begun + l.longest, of_client, of_source)
            on conflict (id) do nothing;
          if found and l.most is not null and coalesce(begun + l.longest > moment, true) then
            over := array(select s.id from session s
              where s.person_id = actor and s.id <> mine and s.ended_at is null and session_over(s, moment) is null
              order by s.begun_at desc, s.id desc offset l.most - 1);
            -- An act that goes on in one of them is waited for.
            perform from session where id = any (over) order by id for update;
            update session set ended_at = moment, reason = 5 where id = any (over) and ended_at is null;
          end if;
          return true;
        end $$;
      grant execute on function session_see(text, text, timestamptz, text, text) to liandong_door;

      -- Other limits count from here on, for sessions that are open too; what is over by the old ones stays so.
      create function store_session_limits(of_idle interval, of_longest interval, of_most integer) returns boolean
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          insert into session_limit as l (idle, longest, most) values (of_idle, of_longest, of_most)
            on conflict (one) do update set idle = of_idle, longest = of_longest, most = of_most
            where (l.idle, l.longest, l.most) is distinct from (of_idle, of_longest, of_most);
          if not found then
            return false;
          end if;
          update session s set idle_at = session_idle_at(seen_at, of_idle), limit_at = begun_at + of_longest
            where ended_at is null and session_over(s, app_now()) is null;
          return true;
        end $$;

      create function forget_sessions() returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          moment timestamptz := app_now(); forgotten timestamptz := moment - interval '30 days';
        begin
          -- What somebody else is at, he or the next hour will see to.
          update session s set ended_at = least(s.idle_at, s.limit_at), reason = session_over(s, moment)
            from (select id from session where ended_at is null and least(idle_at, limit_at) <= moment for no key update skip locked) o
            where s.id = o.id;
          delete from session where ended_at < forgotten;
          delete from session where ended_at is null and seen_at < forgotten; -- where nothing limits them
        end $$;
      grant execute on function forget_sessions() to liandong_jobs;

      -- System and security administrators look after the sessions of who has a post in their organ or below it.
      create function administers(of_person uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select acting_duty() in (5, 6) and exists (select from post p where p.person_id = of_person
          and in_force(p.valid_from, p.valid_to) and p.unit_pos between (me()).organ and (me()).organ_hi) $$;

      -- One's own (null), or those of whom one administers: the open ones and what ended within a day.
      create function sessions_of(of_person uuid) returns table (id uuid, begun_at timestamptz, seen_at timestamptz,
          ends_at timestamptz, ended_at timestamptz, reason smallint, client text, source text)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); moment timestamptz := app_now(); whose uuid := coalesce(of_person, m.person);
          may boolean := whose = m.person or administers(whose);
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          return query
            select s.id, s.begun_at, s.seen_at, case when o.reason is null then least(s.idle_at, s.limit_at) end,
              case when o.reason is not null then coalesce(s.ended_at, least(s.idle_at, s.limit_at)) end, o.reason, s.client, s.source
            from session s, lateral (select session_over(s, moment)) o (reason)
            where may and s.person_id = whose
              and coalesce(s.ended_at, least(s.idle_at, s.limit_at), moment) > moment - interval '1 day'
            order by o.reason is not null, s.seen_at desc, s.id limit 100;
        end $$;
      grant execute on function sessions_of(uuid) to liandong_api;

      -- His sessions are locked before he enters: lock_actor.
      create function session_end(of_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me(); s session;
        begin
          perform require_act('sessionEnd');
          select * into s from session where id = of_id and person_id = m.person;
          if not found then
            raise exception 'no such session' using errcode = 'LD021';
          end if;
          if session_over(s, act_now()) is not null then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update session set ended_at = act_now(), reason = 1, ended_by = m.post where id = of_id;
          perform tell('sessionEnded', 'session', of_id);
        end $$;
      grant execute on function session_end(uuid) to liandong_act;

      create function end_sessions(of_person uuid, but uuid, of_reason smallint) returns uuid[]
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); ends uuid[];
        begin
          perform from session where person_id = of_person and ended_at is null order by id for update;
          ends := array(select s.id from session s where s.person_id = of_person and s.ended_at is null and s.id is distinct from but
            and session_over(s, act_now()) is null order by s.id);
          update session set ended_at = act_now(), reason = of_reason, ended_by = m.post where id = any (ends);
          perform tell('sessionEnded', 'session', e) from unnest(ends) e;
          return ends;
        end $$;

      create function sessions_end(but uuid) returns uuid[]
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$ begin
          perform require_act('sessionsEnd');
          return end_sessions((me()).person, but, 1::smallint);
        end $$;
      grant execute on function sessions_end(uuid) to liandong_act;

      create function person_sessions_end(of_person uuid) returns uuid[]
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$ begin
          perform require_act('personSessionsEnd');
          -- One's own are ended as one's own.
          if acting_duty() not in (5, 6) or of_person = (me()).person then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
          if not administers(of_person) then
            raise exception 'no such person' using errcode = 'LD021';
          end if;
          return end_sessions(of_person, null, 2::smallint);
        end $$;
      grant execute on function person_sessions_end(uuid) to liandong_act;

      ${mendAll('enter', ENTER)};
      ${mendAll('lock_actor', LOCK)};
      ${mendAll('become', BECOME)};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${mendAll('become', back(BECOME))};
      ${mendAll('lock_actor', back(LOCK))};
      ${mendAll('enter', back(ENTER))};
      drop function person_sessions_end(uuid), sessions_end(uuid), end_sessions(uuid, uuid, smallint), session_end(uuid), sessions_of(uuid),
        administers(uuid), forget_sessions(), store_session_limits(interval, interval, integer), session_see(text, text, timestamptz, text, text),
        session_idle_at(timestamptz, interval), session_over(session, timestamptz);
      drop table session, session_limit;
    `);
  }
}

type Passages = readonly (readonly [from: string, to: string])[];

const back = (passages: Passages): Passages => passages.map(([from, to]) => [to, from] as const);

// LD030: no such session; LD031 to LD035: why it has ended. Where limits are kept, whoever enters does so in a session.
const ENTER: Passages = [
  ['held jsonb; cadre int8multirange;', 'held jsonb; cadre int8multirange; ended boolean;'],
  [
    `raise exception 'no such person' using errcode = 'LD001';
          end if;`,
    `raise exception 'no such person' using errcode = 'LD001';
          end if;
          select x.ended_at is not null or coalesce(least(x.idle_at, x.limit_at) <= app_now(), false) into ended
            from session x where x.id = (t->>'session')::uuid and x.person_id = p.id;
          if ended then
            raise exception 'the session has ended' using
              errcode = (select 'LD03' || session_over(x, app_now()) from session x where x.id = (t->>'session')::uuid);
          elsif ended is null and t->>'session' is not null then
            raise exception 'no such session' using errcode = 'LD030';
          -- What became somebody inside a transaction was let in before it.
          elsif ended is null and not coalesce((t->>'inside')::boolean, false) and exists (select from session_limit) then
            raise exception 'ticket refused' using errcode = '28000';
          end if;`,
  ],
];

/** Whoever looks through another's post, and a job that acts for who decided, has no session of his. */
const BECOME: Passages = [
  [`'post', x.id, 'mark', transaction_mark(),`, `'post', x.id, 'inside', true, 'mark', transaction_mark(),`],
];

// An act goes on in a session that does not end meanwhile; that it is seen does not wait. Acts that end one's own take
// them all, in their order: two that each held one would wait for each other.
const LOCK: Passages = [
  [
    `perform from post where person_id = actor order by id for share;`,
    `if of_act in ('sessionEnd', 'sessionsEnd') then
            perform from session where person_id = actor and ended_at is null order by id for update;
          else
            perform from session where id = (t->>'session')::uuid and person_id = actor for key share;
          end if;
          perform from post where person_id = actor order by id for share;`,
  ],
];
