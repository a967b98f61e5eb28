import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropClueDenials, storeClueDenials } from './data/clue-denials.js';

/**
 * Emergency access (紧急访问): a post that knows of a clue opens its petition or content for hours, for itself, and is
 * answerable for it: told in the trail as such, told to the organ above, which has to say whether it was justified. It
 * opens nothing that is denied; and where nobody above may know of it, nothing either.
 */
export class EmergencyAccesses1763700000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table emergency_access (
        id uuid primary key,
        clue_id uuid not null references clue (id),
        facets text[] not null check (facets <@ array['petition', 'content'] and cardinality(facets) between 1 and 2),
        reason text not null check (length(reason) between 1 and 2000),
        opened_by uuid not null references post (id),
        opener_id uuid not null references person (id),
        opener_name text not null,
        opener_pos bigint not null references unit (pos),
        organ_pos bigint not null references unit (pos),
        superior_pos bigint not null references unit (pos),
        opened_at timestamptz not null default app_now(),
        until timestamptz not null check (until > opened_at),
        grant_id uuid not null references access_grant (id),
        yellow_at timestamptz not null,
        review_due_at timestamptz not null check (yellow_at <= review_due_at),
        justified boolean,
        reviewed_by uuid references post (id),
        reviewed_at timestamptz,
        review_reason text check (length(review_reason) between 1 and 2000),
        version integer not null default 1,
        check (num_nonnulls(justified, reviewed_by, reviewed_at, review_reason) in (0, 4))
      );
      comment on table emergency_access is 'A facet opened in an emergency (紧急访问): by whom, why, until when, and how it was reviewed';
      create index emergency_access_opened_by on emergency_access (opened_by, id);
      create index emergency_access_opener on emergency_access (opener_id, opened_at);
      create index emergency_access_organ on emergency_access (organ_pos, id);
      create index emergency_access_superior on emergency_access (superior_pos, id);
      alter table emergency_access enable row level security;
      alter table emergency_access force row level security;
      create policy owner_all on emergency_access to current_user using (true) with check (true);

      create function acting_office() returns smallint
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select office_kind from unit where pos = (me()).unit $$;
      create function emergency_access_kept_from_me(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select kept_from(clue_id, (me()).person) from emergency_access where id = of_id), true) $$;
      grant execute on function acting_office(), emergency_access_kept_from_me(uuid) to liandong_api, liandong_act;

      -- Who opened it, unless he may not know of the clue; his organ's principal; the principal and the head of 案管 of the organ above.
      create policy reach on emergency_access for select to liandong_api, liandong_act using (
        opened_by = (select (liandong.me()).post)
          and (exists (select from clue c where c.id = emergency_access.clue_id) or not emergency_access_kept_from_me(id))
        or (organ_pos = (select (liandong.me()).unit) and (select liandong.acting_duty()) = 1
            or superior_pos = (select (liandong.me()).unit) and (select liandong.acting_duty()) = 1
            or superior_pos = (select (liandong.me()).organ) and (select liandong.acting_duty()) = 3 and (select liandong.acting_office()) = 1)
          and not emergency_access_kept_from_me(id));
      grant select (id, clue_id, facets, reason, opener_name, opener_pos, superior_pos, opened_at, until, yellow_at, review_due_at,
        justified, reviewed_at, review_reason, version) on emergency_access to liandong_api, liandong_act;

      -- Midnight in China after so many days from Monday to Friday, the day itself not counted.
      create function weekdays_after(from_at timestamptz, days integer) returns timestamptz
        language sql immutable set search_path = liandong, pg_temp
        as $$
        select (max(d) + 1)::timestamp at time zone 'Asia/Shanghai' from (
          select d from (select (from_at at time zone 'Asia/Shanghai')::date + n as d from generate_series(1, days * 2 + 5) n) later
          where extract(isodow from d) < 6 order by d limit days) counted
        $$;

      -- Whether an organ has somebody else in office to review it, who may know of the clue.
      create function emergency_reviewed_by(of_organ bigint, of_clue uuid, of_opener uuid) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select exists (
          select from unit u join post x on x.unit_pos = u.pos
          where u.pos between of_organ and of_organ + 499 and (u.pos = of_organ and x.duty = 1 or u.office_kind = 1 and x.duty = 3)
            and in_force(u.valid_from, u.valid_to) and in_force(x.valid_from, x.valid_to)
            and x.person_id <> of_opener and not kept_from(of_clue, x.person_id))
        $$;

      create function emergency_access_open(of_id uuid, of_clue uuid, of_facets text[], of_reason text, of_source text,
          of_correlation_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); superior bigint; opened uuid := gen_random_uuid(); ends timestamptz := app_now() + interval '4 hours';
        begin
          perform require_act('emergencyAccessOpen');
          if not coalesce(of_facets <@ array['petition', 'content'] and cardinality(of_facets) > 0, false) then
            raise exception 'petition or content' using errcode = '22023';
          end if;
          perform lock_object('clue', of_clue);
          if not sees('clue', 'ledger', of_clue)
            or 'petition' = any (of_facets) and denies_petition(of_clue)
            or 'content' = any (of_facets) and denies_content(of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          if exists (select from unnest(of_facets) f where sees('clue', f, of_clue))
            or exists (select from emergency_access where clue_id = of_clue and opened_by = m.post and until > app_now()) then
            raise exception 'open already' using errcode = 'LD023';
          end if;
          -- One after another for one person, so that nobody counts past another of his.
          perform pg_advisory_xact_lock(hashtextextended('emergency ' || m.person, 0));
          if (select count(*) from emergency_access where opener_id = m.person and opened_at > app_now() - interval '24 hours')
              >= 3 then
            raise exception 'too many in a day' using errcode = 'LD028';
          end if;
          superior := superior_of(m.organ);
          if superior is null then
            superior := m.organ; -- at the top there is only one's own
          end if;
          while superior is not null and not emergency_reviewed_by(superior, of_clue, m.person) loop
            superior := superior_of(superior);
          end loop;
          if superior is null then
            raise exception 'nobody to review it' using errcode = 'LD024';
          end if;
          insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, valid_to)
            values (opened, 'clue', of_clue, of_facets, m.post, 8, m.post, app_now(), ends);
          insert into emergency_access (id, clue_id, facets, reason, opened_by, opener_id, opener_name, opener_pos, organ_pos,
              superior_pos, until, grant_id, yellow_at, review_due_at)
            select of_id, of_clue, of_facets, of_reason, m.post, m.person, p.name, m.unit, m.organ, superior, ends, opened,
              weekdays_after(app_now(), 2), weekdays_after(app_now(), 3)
              from person p where p.id = m.person;
          perform audit_act('emergencyAccessOpen', 'clue', array[of_clue], array(select upper(f) from unnest(of_facets) f), '{}',
            of_reason, jsonb_build_object('emergencyAccess', of_id), of_source, of_correlation_id, 6::smallint);
          perform tell('emergencyAccessOpened', 'emergency_access', of_id);
        end $$;

      create function emergency_access_review(of_id uuid, of_version integer, was_justified boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); e emergency_access;
        begin
          perform require_act('emergencyAccessReview');
          select * into e from emergency_access where id = of_id;
          if found then
            perform lock_object('clue', e.clue_id);
            select * into e from emergency_access where id = of_id for update;
          end if;
          if not coalesce(e.superior_pos = m.unit and acting_duty() = 1
                or e.superior_pos = m.organ and acting_duty() = 3 and acting_office() = 1, false)
            or e.opener_id = m.person or kept_from(e.clue_id, m.person) then
            raise exception 'not his to review' using errcode = 'LD020';
          end if;
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
          update emergency_access set justified = was_justified, reviewed_by = m.post, reviewed_at = app_now(), review_reason = of_reason,
            until = case when was_justified then until else greatest(least(until, app_now()), opened_at + interval '1 microsecond') end,
            version = version + 1 where id = of_id;
          perform tell('emergencyAccessReviewed', 'emergency_access', of_id);
        end $$;
      grant execute on function emergency_access_open(uuid, uuid, text[], text, text, uuid),
        emergency_access_review(uuid, integer, boolean, text) to liandong_act;
    `);
    await storeClueDenials((text) => runner.query(text));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropClueDenials((text) => runner.query(text));
    await runner.query(`
      drop function emergency_access_review(uuid, integer, boolean, text),
        emergency_access_open(uuid, uuid, text[], text, text, uuid), emergency_reviewed_by(bigint, uuid, uuid), weekdays_after(timestamptz, integer);
      drop table emergency_access;
      drop function emergency_access_kept_from_me(uuid), acting_office();
    `);
  }
}
