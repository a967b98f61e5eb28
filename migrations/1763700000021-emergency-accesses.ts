import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropClueDenials, storeClueDenials } from './data/clue-denials.js';

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Emergency access (紧急访问): a post that knows of a clue opens its petition or content for hours, for itself, and is
 * answerable for it: told in the trail as such, told to the organ above, which has to say whether it was justified. Who
 * reviews is found anew each time, so that a review waits for nobody who has left. It opens nothing that is denied; and
 * where nobody above may know of it, nothing either.
 */
export class EmergencyAccesses1763700000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table emergency_access (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        facets text[] not null check (facets <@ array['petition', 'content'] and cardinality(facets) between 1 and 2),
        reason text not null check (length(reason) between 1 and 2000),
        opened_by uuid references post (id),
        opener_id uuid references person (id),
        opener_name text not null,
        opener_pos bigint not null references unit (pos),
        organ_pos bigint not null references unit (pos),
        opened_at timestamptz not null default app_now(),
        until timestamptz not null check (until > opened_at),
        grant_id uuid references access_grant (id),
        yellow_at timestamptz not null,
        review_due_at timestamptz not null check (yellow_at <= review_due_at),
        justified boolean,
        reviewed_by uuid references post (id),
        reviewer_pos bigint references unit (pos),
        reviewed_at timestamptz,
        review_reason text check (length(review_reason) between 1 and 2000),
        version integer not null default 1,
        check (num_nonnulls(justified, reviewed_by, reviewer_pos, reviewed_at, review_reason) in (0, 5)),
        check (id = '${NIL}' or num_nulls(opened_by, opener_id, grant_id) = 0)
      );
      comment on table emergency_access is 'A facet opened in an emergency (紧急访问): by whom, why, until when, and how it was reviewed';
      create index emergency_access_opened_by on emergency_access (opened_by, id);
      create index emergency_access_opener on emergency_access (opener_id, opened_at);
      create index emergency_access_organ on emergency_access (organ_pos, id);
      create index emergency_access_unreviewed on emergency_access (organ_pos) where reviewed_at is null;
      create index emergency_access_reviewer on emergency_access (reviewer_pos, id) where reviewer_pos is not null;
      alter table emergency_access enable row level security;
      alter table emergency_access force row level security;
      create policy owner_all on emergency_access to current_user using (true) with check (true);

      create function acting_office() returns smallint
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select office_kind from unit where pos = (me()).unit $$;
      create function emergency_access_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select kept_from(clue_id, (me()).person) from emergency_access where id = of_id), true) $$;

      -- Who is in line to review what was opened in an organ, nearest first: the principal and the head of 案管 of the organ
      -- above, and so on; at the top there is only one's own.
      create function emergency_heads(of_organ bigint) returns table (post uuid, person uuid, organ bigint, turn integer)
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive above(pos, turn) as (
          select coalesce(superior_of(of_organ), of_organ), 1
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, a.pos, a.turn from above a join unit u on u.pos between a.pos and a.pos + 499
          join post x on x.unit_pos = u.pos
          where (u.pos = a.pos and x.duty = 1 or u.office_kind = 1 and x.duty = 3) and in_office(x.id)
        $$;
      -- The posts that review now: the first in line that are not the opener's and may know of the clue.
      create function emergency_reviewers(of_clue uuid, of_organ bigint, of_opener uuid) returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        select array_agg(post) from (
          select h.post, h.turn, min(h.turn) over () as first from emergency_heads(of_organ) h
          where h.person <> of_opener and not kept_from(of_clue, h.person)) able
        where turn = first
        $$;
      -- Those that wait for the principal's review, found once for a statement, as unmaskings_to_decide() has it.
      create function emergency_accesses_to_review() returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return array(
            with waiting as materialized (
              select e.id, e.clue_id, e.opener_id, e.organ_pos,
                c.subject_state <> 0 and c.classification = 0 and c.compartment = 0
                  and c.denied_persons is null and c.denied_units is null as plain
              from emergency_access e join clue c on c.id = e.clue_id
              where e.reviewed_at is null and e.organ_pos between m.organ and m.organ_hi),
            line as (
              select w.organ_pos, h.person, h.turn, min(h.turn) filter (where h.post = m.post) over (partition by w.organ_pos) as mine
              from (select distinct organ_pos from waiting) w cross join lateral emergency_heads(w.organ_pos) h),
            organs as materialized (
              select organ_pos, array_agg(distinct person) filter (where turn < mine) as earlier from line where mine is not null
              group by organ_pos)
            select w.id from waiting w join organs o on o.organ_pos = w.organ_pos
            where case when w.plain then coalesce(o.earlier = array[w.opener_id], true)
                and w.opener_id <> m.person and not kept_from(w.clue_id, m.person)
              else m.post = any (emergency_reviewers(w.clue_id, w.organ_pos, w.opener_id)) end);
        end $$;
      grant execute on function acting_office(), emergency_access_kept_from_me(uuid), emergency_accesses_to_review()
        to liandong_api, liandong_act;

      -- Who opened it, unless he may not know of the clue; his organ's principal; who is to review it; and the principal and
      -- the head of 案管 of the organ that did.
      create policy reach on emergency_access for select to liandong_api, liandong_act using (
        (select (liandong.me()).clearance) >= 0 and (
          coalesce(opened_by = (select (liandong.me()).post), false)
            and (exists (select from clue c where c.id = emergency_access.clue_id) or not emergency_access_kept_from_me(id))
          or ((select liandong.acting_duty()) = 1
                and (organ_pos = (select (liandong.me()).unit) or coalesce(reviewer_pos = (select (liandong.me()).unit), false))
              or (select liandong.acting_duty()) = 3 and (select liandong.acting_office()) = 1
                and coalesce(reviewer_pos = (select (liandong.me()).organ), false))
            and not emergency_access_kept_from_me(id)
          or id = any ((select liandong.emergency_accesses_to_review())::uuid[])));
      grant select (id, clue_id, facets, reason, opener_name, opener_pos, reviewer_pos, opened_at, until, yellow_at, review_due_at,
        justified, reviewed_at, review_reason, version) on emergency_access to liandong_api, liandong_act;

      -- Midnight in China after so many days from Monday to Friday, the day itself not counted; holidays, and the days that
      -- are worked for them, are not known here.
      create function weekdays_after(from_at timestamptz, days integer) returns timestamptz
        language sql immutable set search_path = liandong, pg_temp
        as $$
        select (max(d) + 1)::timestamp at time zone 'Asia/Shanghai' from (
          select d from (select (from_at at time zone 'Asia/Shanghai')::date + n as d from generate_series(1, days * 2 + 5) n) later
          where extract(isodow from d) < 6 order by d limit days) counted
        $$;

      create function emergency_access_open(of_id uuid, of_clue uuid, of_facets text[], of_reason text, of_source text,
          of_correlation_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); opened uuid := gen_random_uuid(); ends timestamptz := app_now() + interval '4 hours';
        begin
          perform require_act('emergencyAccessOpen');
          if not coalesce(of_facets <@ array['petition', 'content'] and cardinality(of_facets) > 0, false) then
            raise exception 'petition or content' using errcode = '22023';
          end if;
          -- One after another for one person, so that nobody counts past another of his; and before the clue,
          -- so that the answer does not tell one clue from another.
          perform pg_advisory_xact_lock(hashtextextended('emergency ' || m.person, 0));
          if (select count(*) from emergency_access where opener_id = m.person and opened_at > app_now() - interval '24 hours')
              >= 3 then
            raise exception 'too many in a day' using errcode = 'LD028';
          end if;
          perform lock_known_clue(of_clue);
          if 'petition' = any (of_facets) and denies_petition(of_clue)
            or 'content' = any (of_facets) and denies_content(of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          if exists (select from unnest(of_facets) f where sees('clue', f, of_clue))
            or exists (select from emergency_access where clue_id = of_clue and opened_by = m.post and until > app_now()) then
            raise exception 'open already' using errcode = 'LD023';
          end if;
          if emergency_reviewers(of_clue, m.organ, m.person) is null then
            raise exception 'nobody to review it' using errcode = 'LD024';
          end if;
          insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, valid_to)
            values (opened, 'clue', of_clue, of_facets, m.post, 8, m.post, app_now(), ends);
          insert into emergency_access (id, clue_id, facets, reason, opened_by, opener_id, opener_name, opener_pos, organ_pos,
              until, grant_id, yellow_at, review_due_at)
            select of_id, of_clue, of_facets, of_reason, m.post, m.person, p.name, m.unit, m.organ, ends, opened,
              weekdays_after(app_now(), 2), weekdays_after(app_now(), 3)
              from person p where p.id = m.person;
          perform audit_act('emergencyAccessOpen', 'clue', array[of_clue], array(select upper(f) from unnest(of_facets) f), '{}',
            of_reason, jsonb_build_object('emergencyAccess', of_id), of_source, of_correlation_id, 6::smallint);
          perform tell('emergencyAccessOpened', 'emergency_access', of_id);
        end $$;

      -- Or was, before another of his organ reviewed it.
      create function emergency_access_mine_to_review(of_id uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me();
        begin
          return of_id = any (emergency_accesses_to_review()) or exists (
            select from emergency_access where id = of_id and opener_id <> m.person
              and (reviewer_pos = m.unit and acting_duty() = 1
                or reviewer_pos = m.organ and acting_duty() = 3 and acting_office() = 1)
              and not kept_from(clue_id, m.person));
        end $$;

      create function emergency_access_review(of_id uuid, of_version integer, was_justified boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); e emergency_access;
        begin
          perform require_act('emergencyAccessReview');
          for look in 1..2 loop
            if not emergency_access_mine_to_review(of_id) then
              raise exception 'not his to review' using errcode = 'LD020';
            end if;
            select * into e from emergency_access where id = of_id;
            perform lock_object('clue', e.clue_id);
          end loop;
          select * into e from emergency_access where id = of_id for update;
          if e.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if e.reviewed_at is not null then
            raise exception 'reviewed already' using errcode = 'LD023';
          end if;
          -- What was not justified ends at once.
          if not was_justified and e.until > app_now() then
            update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond') where id = e.grant_id;
          end if;
          update emergency_access set justified = was_justified, reviewed_by = m.post, reviewer_pos = m.organ, reviewed_at = app_now(), review_reason = of_reason,
            until = case when was_justified then until else greatest(least(until, app_now()), opened_at + interval '1 microsecond') end,
            version = version + 1 where id = of_id;
          perform tell('emergencyAccessReviewed', 'emergency_access', of_id);
        end $$;
      grant execute on function emergency_access_open(uuid, uuid, text[], text, text, uuid),
        emergency_access_review(uuid, integer, boolean, text) to liandong_act;

      -- Nobody's, as the unmasking that lies nowhere.
      insert into emergency_access (id, clue_id, facets, reason, opener_name, opener_pos, organ_pos, opened_at, until, yellow_at, review_due_at)
        values ('${NIL}', '${NIL}', '{content}', '–', '–', -1, -1, '2000-01-01T00:00:00Z', '2000-01-01T04:00:00Z',
          '2000-01-04T00:00:00Z', '2000-01-05T00:00:00Z');
    `);
    await storeClueDenials((text) => runner.query(text));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropClueDenials((text) => runner.query(text));
    await runner.query(`
      drop function emergency_access_review(uuid, integer, boolean, text),
        emergency_access_mine_to_review(uuid), emergency_access_open(uuid, uuid, text[], text, text, uuid),
        weekdays_after(timestamptz, integer);
      drop table emergency_access;
      drop function emergency_access_kept_from_me(uuid), emergency_accesses_to_review(), emergency_reviewers(uuid, bigint, uuid),
        emergency_heads(bigint), acting_office();
    `);
  }
}
