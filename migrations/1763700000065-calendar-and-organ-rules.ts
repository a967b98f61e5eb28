import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAdministrativeActs } from './data/administrative-acts.js';
import { storeNationalDays } from './data/calendar.js';
import { mend } from './data/mend.js';
import { storeOrganRuleKinds } from './data/organ-rules.js';
import { ADMINISTRATIVE_ACTS } from '../src/jurisdiction/administrativeActs.js';

const TABLES = {
  calendar_day: ['id', 'organ_pos', 'day', 'kind', 'name', 'source', 'valid_from', 'valid_to'],
  calendar_year: ['id', 'organ_pos', 'year', 'source', 'valid_from', 'valid_to'],
  organ_rule_kind: ['rule', 'name', 'unit', 'smallest', 'largest', 'by_default', 'stricter'],
  organ_rule: ['id', 'organ_pos', 'rule', 'turn', 'value', 'binding', 'valid_from', 'ruled_at'],
} as const;

const OPEN = [
  `weekdays_after(app_now(), 2), weekdays_after(app_now(), 3)`,
  `emergency_review_due(m.organ, app_now(), 1), emergency_review_due(m.organ, app_now(), 0)`,
] as const;
const LOCKED = [
  `raise exception 'nobody to review it' using errcode = 'LD024';
          end if;`,
  `raise exception 'nobody to review it' using errcode = 'LD024';
          end if;
          -- A calendar that changes meanwhile is waited for, or waits.
          perform pg_advisory_xact_lock_shared(hashtextextended('calendar', 0));`,
] as const;

/**
 * Which days are worked, and what an organ decides for itself about how matters are watched, hold for its whole tree; the
 * nearest organ above that says something is heard, day by day and rule by rule. Nothing is overwritten: what was known
 * when a deadline was set can be asked for. What the State Council announced is in the tables from the beginning, without
 * an organ; a year not announced falls back to its weekends.
 */
export class CalendarAndOrganRules1763700000065 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const run = (sql: string) => runner.query(sql) as Promise<unknown>;
    await run(`
      create table calendar_day (
        id uuid primary key,
        organ_pos bigint references unit (pos),
        day date not null check (day between '2000-01-01' and '2200-12-31'),
        kind smallint not null check (kind in (1, 2)),
        name text not null check (length(name) between 1 and 40),
        source text not null check (length(source) between 1 and 200),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table calendar_day is 'Holidays, and days that are worked for them (节假日、调休上班日): whose, from when to when known';
      create unique index calendar_day_one on calendar_day (day, organ_pos) nulls not distinct where valid_to is null;
      create index calendar_day_day on calendar_day (day, organ_pos);
      create index calendar_day_organ on calendar_day (organ_pos, day);

      create table calendar_year (
        id uuid primary key,
        organ_pos bigint references unit (pos),
        year smallint not null check (year between 2000 and 2200),
        source text not null check (length(source) between 1 and 200),
        valid_from timestamptz not null,
        valid_to timestamptz check (valid_to > valid_from)
      );
      comment on table calendar_year is 'Years whose holidays are announced (已公布年份)';
      create unique index calendar_year_one on calendar_year (organ_pos, year) nulls not distinct where valid_to is null;

      create table organ_rule_kind (
        rule smallint primary key,
        name text not null unique,
        unit smallint not null check (unit between 1 and 5),
        smallest integer not null,
        largest integer not null check (largest >= smallest),
        by_default integer check (by_default between smallest and largest),
        stricter smallint not null check (stricter between -1 and 1)
      );
      comment on table organ_rule_kind is 'What an organ may rule (机关规则种类), within what bounds, and which way is stricter';

      -- Only ever added to. From its moment on a row holds in place of those before it; without a value nothing is ruled.
      create table organ_rule (
        id uuid primary key,
        organ_pos bigint not null references unit (pos),
        rule smallint not null references organ_rule_kind (rule),
        turn integer not null check (turn > 0),
        value integer,
        binding boolean not null check (value is not null or not binding),
        valid_from timestamptz not null,
        ruled_at timestamptz not null check (ruled_at <= valid_from),
        unique (organ_pos, rule, turn)
      );
      comment on table organ_rule is 'What an organ has ruled for itself and its tree (机关规则), one after another, and from when on';
      ${Object.entries(TABLES)
        .map(
          ([table, columns]) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);
      create policy principal on ${table} for select to liandong_api, liandong_act using ((select (liandong.me()).post) is not null);
      grant select (${columns.join(', ')}) on ${table} to liandong_api, liandong_act;`,
        )
        .join('\n      ')}
      alter table calendar_day alter column name set statistics 0, alter column source set statistics 0;
      alter table calendar_year alter column source set statistics 0;
      alter table organ_rule_kind alter column name set statistics 0;

      -- A unit and all above it. None of the functions below asks who asks: policies do.
      create function places_over(of_place bigint) returns bigint[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive over(pos, parent_pos) as (
          select pos, parent_pos from unit where pos = of_place
          union all select u.pos, u.parent_pos from over o join unit u on u.pos = o.parent_pos)
        select coalesce(array_agg(pos), '{}') from over
        $$;

      create function is_worked(places bigint[], of_day date, at timestamptz) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        select coalesce((select d.kind = 2 from calendar_day d
          where d.day = of_day and (d.organ_pos is null or d.organ_pos = any (places)) and d.valid_from <= at and (d.valid_to is null or d.valid_to > at)
          order by d.organ_pos desc nulls last limit 1), extract(isodow from of_day) < 6)
        $$;

      -- Days of a calendar as a place has it, the nearest of each.
      create function calendar_days(of_place bigint, first_day date, last_day date, at timestamptz)
        returns table (day date, kind smallint, name text, source text, organ_pos bigint)
        language sql stable set search_path = liandong, pg_temp
        as $$
        select distinct on (d.day) d.day, d.kind, d.name, d.source, d.organ_pos from calendar_day d
        where d.day between first_day and last_day and (d.organ_pos is null or d.organ_pos = any (places_over(of_place)))
          and d.valid_from <= at and (d.valid_to is null or d.valid_to > at)
        order by d.day, d.organ_pos desc nulls last
        $$;
      create function calendar_years(of_place bigint, at timestamptz) returns table (year smallint, source text, organ_pos bigint)
        language sql stable set search_path = liandong, pg_temp
        as $$
        select distinct on (y.year) y.year, y.source, y.organ_pos from calendar_year y
        where (y.organ_pos is null or y.organ_pos = any (places_over(of_place))) and y.valid_from <= at and (y.valid_to is null or y.valid_to > at)
        order by y.year, y.organ_pos desc nulls last
        $$;

      -- 监察法实施条例 2021 arts. 284, 285, as src/workflow/countingRule.ts has it: the midnight in China after the last day of a
      -- period of days (1), working days (2), months (3) or years (4).
      create function deadline_end(of_place bigint, started timestamptz, length integer, of_unit smallint, moves boolean,
          at timestamptz default app_now()) returns timestamptz
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          places bigint[] := places_over(of_place); day date := (started at time zone 'Asia/Shanghai')::date; counted integer := 0;
        begin
          if length is null or length not between 1 and 4000 or of_unit is null or of_unit not between 1 and 4 or day is null then
            raise exception 'no such period' using errcode = '22023';
          end if;
          case of_unit
            when 1 then day := day + length;
            when 2 then
              while counted < length loop
                day := day + 1;
                if is_worked(places, day, at) then
                  counted := counted + 1;
                end if;
              end loop;
            when 3 then day := (day + make_interval(months => length))::date;
            else day := (day + make_interval(years => length))::date;
          end case;
          while moves and not is_worked(places, day, at) loop
            day := day + 1;
          end loop;
          return (day + 1)::timestamp at time zone 'Asia/Shanghai';
        end $$;
      create function working_days_after(of_place bigint, started timestamptz, days integer, at timestamptz default app_now())
        returns timestamptz language sql stable set search_path = liandong, pg_temp
        as $$ select deadline_end(of_place, started, days, 2::smallint, true, at) $$;

      -- What holds at a place: the nearest organ's, unless one above it bound those below; they may only be stricter, and
      -- where nothing is stricter the highest decides.
      create function organ_rule_at(of_place bigint, of_rule smallint, at timestamptz) returns organ_rule
        language sql stable set search_path = liandong, pg_temp
        as $$
        with latest as (
          select distinct on (r.organ_pos) r as ruled, r.organ_pos, r.binding, r.value from organ_rule r
          where r.rule = of_rule and r.organ_pos = any (places_over(of_place)) and r.valid_from <= at order by r.organ_pos, r.turn desc),
        said as (select *, max(organ_pos) over () as nearest from latest where value is not null)
        select (s.ruled).* from said s join organ_rule_kind k on k.rule = of_rule
        where s.binding or s.organ_pos = s.nearest
        order by case when k.stricter <> 0 then -k.stricter * s.value when s.binding then s.organ_pos else 9223372036854775807 end, s.organ_pos desc
        limit 1
        $$;
      create function rule_for(of_place bigint, of_rule smallint, at timestamptz default app_now()) returns integer
        language sql stable set search_path = liandong, pg_temp
        as $$
        select coalesce((organ_rule_at(of_place, of_rule, at)).value, (select by_default from organ_rule_kind where rule = of_rule))
        $$;
      -- All of them; without an organ it is the default.
      create function organ_rules_at(of_place bigint, at timestamptz)
        returns table (rule smallint, value integer, organ_pos bigint, binding boolean, valid_from timestamptz, valid_to timestamptz)
        language sql stable set search_path = liandong, pg_temp
        as $$
        select k.rule, coalesce(r.value, k.by_default), r.organ_pos, coalesce(r.binding, false), r.valid_from,
          (select min(x.valid_from) from organ_rule x where x.organ_pos = r.organ_pos and x.rule = r.rule and x.turn > r.turn and x.valid_from > at)
        from organ_rule_kind k left join lateral organ_rule_at(of_place, k.rule, at) r on r.id is not null order by k.rule
        $$;
      grant execute on function places_over(bigint), is_worked(bigint[], date, timestamptz), calendar_days(bigint, date, date, timestamptz),
        calendar_years(bigint, timestamptz), deadline_end(bigint, timestamptz, integer, smallint, boolean, timestamptz),
        organ_rule_at(bigint, smallint, timestamptz), organ_rules_at(bigint, timestamptz) to liandong_api;

      -- An organ of the caller's tree that is there, locked against whatever else it rules, or declares.
      create function ruled_organ(of_id uuid) returns unit
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit(of_id);
        begin
          if u.kind not in (1, 4) then
            raise exception 'organs rule' using errcode = 'LD029';
          end if;
          if u.valid_to <= act_now() then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          return u;
        end $$;

      -- The organ above reviews, so its days are counted, and its limit holds as it was then.
      create function emergency_review_due(of_organ bigint, opened timestamptz, before integer) returns timestamptz
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          reviewer bigint := coalesce(superior_of(of_organ), of_organ); days integer := rule_for(reviewer, 8::smallint, opened) - before;
        begin
          return case when days < 1 then opened else working_days_after(reviewer, opened, days, act_now()) end;
        end $$;
      -- What is still to be reviewed in time is counted anew; none in a tree stands for all.
      create function emergency_reviews_counted_anew(of_tree unit) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$
        update emergency_access set yellow_at = emergency_review_due(organ_pos, opened_at, 1), review_due_at = emergency_review_due(organ_pos, opened_at, 0)
        where reviewed_at is null and review_due_at > act_now() and not exists (select from rehearsal)
          and (of_tree.pos is null or coalesce(superior_of(organ_pos), organ_pos) between of_tree.pos and of_tree.hi)
        $$;

      -- A day that has begun is counted as it was: nobody gives himself more time afterwards.
      create function calendar_days_ahead(of_days date[], of_year smallint) returns void
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          today date := (act_now() at time zone 'Asia/Shanghai')::date;
        begin
          if cardinality(of_days) + num_nonnulls(of_year) = 0 or cardinality(of_days) > 100 or cardinality(of_days) <> (select count(distinct d) from unnest(of_days) d)
            or exists (select from unnest(of_days) d where d <= today or d > make_date(extract(year from today)::integer + 5, 12, 31))
            or of_year not between extract(year from today) and extract(year from today) + 5 then
            -- A day that came while it waited for its confirmation is nobody's wrong input.
            raise exception using message = 'days to come, each once', errcode = case when exists (select from rehearsal) then 'LD029' else 'LD023' end;
          end if;
        end $$;

      -- Whoever opens an emergency access meanwhile is waited for; while it is only rehearsed, nobody is, and nothing follows.
      create function calendar_changes() returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ select pg_advisory_xact_lock(hashtextextended('calendar', 0)) where not exists (select from rehearsal) $$;
      -- Until now, and no earlier than it was known at all.
      create function known_until(since timestamptz) returns timestamptz
        language sql stable set search_path = liandong, pg_temp
        as $$ select greatest(act_now(), since + interval '1 microsecond') $$;
      create function calendar_day_words(of_kind smallint, of_name text) returns text
        language sql immutable set search_path = liandong, pg_temp
        as $$ select (array['HOLIDAY', 'WORKDAY'])[of_kind] || ' ' || of_name $$;

      create function administer_holiday_declare(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); announced smallint := (of_body->>'announces')::smallint;
          said text := of_body->>'source'; was calendar_day; had calendar_year; d record; r administered;
        begin
          perform calendar_days_ahead(array(select (e->>'day')::date from jsonb_array_elements(of_body->'days') e), announced);
          perform calendar_changes();
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, '[]');
          for d in select * from jsonb_to_recordset(of_body->'days') as e (day date, kind smallint, name text) order by e.day loop
            select * into was from calendar_day where organ_pos = o.pos and day = d.day and valid_to is null;
            continue when (was.kind, was.name, was.source) = (d.kind, d.name, said);
            update calendar_day set valid_to = known_until(valid_from) where id = was.id;
            insert into calendar_day (id, organ_pos, day, kind, name, source, valid_from)
              values (gen_random_uuid(), o.pos, d.day, d.kind, d.name, said, known_until(was.valid_from));
            r.lines := r.lines || change_line(d.day::text, calendar_day_words(was.kind, was.name) || '（' || was.source || '）',
              calendar_day_words(d.kind, d.name) || '（' || said || '）');
          end loop;
          select * into had from calendar_year where organ_pos = o.pos and year = announced and valid_to is null;
          if announced is not null and had.source is distinct from said then
            update calendar_year set valid_to = known_until(valid_from) where id = had.id;
            insert into calendar_year (id, organ_pos, year, source, valid_from)
              values (gen_random_uuid(), o.pos, announced, said, known_until(had.valid_from));
            r.lines := r.lines || change_line('announced ' || announced, had.source, said);
          end if;
          perform emergency_reviews_counted_anew(o);
          return r;
        end $$;

      create function administer_holiday_withdraw(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); announced smallint := (of_body->>'announces')::smallint;
          days date[] := array(select d::date from jsonb_array_elements_text(of_body->'days') d order by 1);
          d date; was calendar_day; had calendar_year; r administered;
        begin
          perform calendar_days_ahead(days, announced);
          perform calendar_changes();
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, '[]');
          foreach d in array days loop
            update calendar_day set valid_to = known_until(valid_from)
              where organ_pos = o.pos and day = d and valid_to is null returning * into was;
            if not found then
              raise exception 'not declared by this organ' using errcode = 'LD023';
            end if;
            r.lines := r.lines || change_line(d::text, calendar_day_words(was.kind, was.name) || '（' || was.source || '）', null);
          end loop;
          if announced is not null then
            update calendar_year set valid_to = known_until(valid_from)
              where organ_pos = o.pos and year = announced and valid_to is null returning * into had;
            if not found then
              raise exception 'not announced by this organ' using errcode = 'LD023';
            end if;
            r.lines := r.lines || change_line('announced ' || announced, had.source, null);
          end if;
          perform emergency_reviews_counted_anew(o);
          return r;
        end $$;

      -- What an organ has ruled, as it stands from a moment on; null: nothing.
      create function organ_rule_course(of_organ bigint, of_rule smallint, moment timestamptz) returns text
        language sql stable set search_path = liandong, pg_temp
        as $$
        select string_agg(coalesce(r.value || case when r.binding then ' binding' else '' end, 'ends') || case when r.valid_from > moment then ' ' || day_words(r.valid_from) else '' end,
          '；' order by r.valid_from) from organ_rule r
        where r.organ_pos = of_organ and r.rule = of_rule and (r.value is not null or r.valid_from > moment)
          and not exists (select from organ_rule x where x.organ_pos = r.organ_pos and x.rule = r.rule and x.turn > r.turn and x.valid_from <= greatest(r.valid_from, moment))
        $$;
      create function organ_rule_add(of_organ bigint, of_rule smallint, of_value integer, binds boolean, moment timestamptz) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$
        insert into organ_rule (id, organ_pos, rule, turn, value, binding, valid_from, ruled_at)
          select gen_random_uuid(), of_organ, of_rule, coalesce(max(turn), 0) + 1, of_value, binds, moment, least(act_now(), moment)
          from organ_rule where organ_pos = of_organ and rule = of_rule
        $$;
      -- From a moment on, which may lie ahead and never behind; one that came while it waited for its confirmation is that of
      -- the confirmation.
      create function organ_rule_moment(said text) returns timestamptz
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        begin
          if said::timestamptz < act_now() - interval '1 minute' and exists (select from rehearsal) or said::timestamptz > act_now() + interval '5 years' then
            raise exception 'from now on, or later' using errcode = 'LD029';
          end if;
          return greatest(said::timestamptz, act_now());
        end $$;

      create function administer_organ_rule_set(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); moment timestamptz := organ_rule_moment(of_body->>'from'); k organ_rule_kind;
          given integer := (of_body->>'value')::integer; binds boolean := (of_body->>'binding')::boolean; r administered; words text;
        begin
          select * into k from organ_rule_kind where rule = (of_body->>'rule')::smallint;
          if k.rule is null or binds is null or not coalesce(given between k.smallest and k.largest, false) then
            raise exception 'no such rule, or out of its bounds' using errcode = 'LD029';
          end if;
          words := given || case when binds then ' binding' else '' end;
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, change_line(k.name, organ_rule_course(o.pos, k.rule, moment), words));
          perform organ_rule_add(o.pos, k.rule, given, binds, moment);
          if (organ_rule_at(o.pos, k.rule, moment)).organ_pos <> o.pos then
            raise exception 'bound by an organ above' using errcode = 'LD020';
          end if;
          if r.lines <> '[]' and of_body ? 'from' then
            r.lines := r.lines || change_line('from', null, day_words(moment));
          end if;
          return r;
        end $$;

      create function administer_organ_rule_end(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); moment timestamptz := organ_rule_moment(of_body->>'from'); k organ_rule_kind;
          gone text; r administered;
        begin
          select * into k from organ_rule_kind where rule = (of_body->>'rule')::smallint;
          gone := organ_rule_course(o.pos, k.rule, moment);
          if gone is null then
            raise exception 'nothing of its own then' using errcode = 'LD023';
          end if;
          perform organ_rule_add(o.pos, k.rule, null, false, moment);
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, change_line(k.name, gone, null)
            || change_line('from', null, case when of_body ? 'from' then day_words(moment) end));
          return r;
        end $$;
    `);
    await storeOrganRuleKinds(run);
    await storeAdministrativeActs(run);
    await run(mend('emergency_access_open', ...LOCKED));
    await run(mend('emergency_access_open', ...OPEN));
    await run(`drop function weekdays_after(timestamptz, integer)`);
    await storeNationalDays(run);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function weekdays_after(from_at timestamptz, days integer) returns timestamptz
        language sql immutable set search_path = liandong, pg_temp
        as $$
        select (max(d) + 1)::timestamp at time zone 'Asia/Shanghai' from (
          select d from (select (from_at at time zone 'Asia/Shanghai')::date + n as d from generate_series(1, days * 2 + 5) n) later
          where extract(isodow from d) < 6 order by d limit days) counted
        $$;`);
    await runner.query(mend('emergency_access_open', OPEN[1], OPEN[0]));
    await runner.query(mend('emergency_access_open', LOCKED[1], LOCKED[0]));
    await storeAdministrativeActs(
      (sql) => runner.query(sql),
      ADMINISTRATIVE_ACTS.filter(({ act }) => !/^(?:holiday|organRule)/.test(act)),
    );
    await runner.query(`
      drop function administer_organ_rule_end(jsonb), administer_organ_rule_set(jsonb), organ_rule_moment(text),
        organ_rule_add(bigint, smallint, integer, boolean, timestamptz), organ_rule_course(bigint, smallint, timestamptz), administer_holiday_withdraw(jsonb), administer_holiday_declare(jsonb),
        calendar_day_words(smallint, text), known_until(timestamptz), calendar_changes(), calendar_days_ahead(date[], smallint), emergency_reviews_counted_anew(unit),
        emergency_review_due(bigint, timestamptz, integer), ruled_organ(uuid), organ_rules_at(bigint, timestamptz),
        rule_for(bigint, smallint, timestamptz), organ_rule_at(bigint, smallint, timestamptz),
        working_days_after(bigint, timestamptz, integer, timestamptz),
        deadline_end(bigint, timestamptz, integer, smallint, boolean, timestamptz), calendar_years(bigint, timestamptz),
        calendar_days(bigint, date, date, timestamptz),
        is_worked(bigint[], date, timestamptz), places_over(bigint);
      drop table organ_rule, organ_rule_kind, calendar_year, calendar_day;
    `);
  }
}
