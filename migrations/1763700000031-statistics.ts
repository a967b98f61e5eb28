import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeCoverage, TAKE_COLOURS } from './data/coverage.js';
import { DISCLOSURE, DROP_DISCLOSURE } from './data/disclosure.js';
import { storeDutyStatistics } from './data/duty-statistics.js';

const TABLES = ['duty_statistics', 'statistics_key', 'colour_day', 'colour_day_clue'];

/**
 * Figures beyond one's own ledger (DOMAIN B4, STATISTICS): fixed tables over closed months, and counts by colour. Who
 * has whose follows from duty_statistics; what keeps a matter from being found in them stands in data/disclosure.ts.
 */
export class Statistics1763700000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table duty_statistics (
        unit_kind smallint,    -- null: any
        office_kind smallint,  -- null: any
        duty smallint,         -- null: any but an administrator's
        relation text not null check (relation in ('OWN', 'ORGAN', 'SUBTREE', 'BELOW', 'LINKED', 'ROUND'))
      );
      comment on table duty_statistics is 'Whose figures a post may have (统计): the STATISTICS column of the visibility matrix';
      create table statistics_key (one boolean primary key default true check (one), secret bytea not null check (length(secret) = 32));
      comment on table statistics_key is 'What the rounding and suppression of figures is drawn from';
      create table colour_day (day date primary key);
      comment on table colour_day is 'The days, in China, of which counts by colour were taken: the last, and none before it';
      create table colour_day_clue (
        counted_on date not null references colour_day (day) on delete cascade,
        counted_clue uuid not null references clue (id) on delete cascade,
        counted_for bigint not null,
        colour_then smallint not null check (colour_then between 1 and 3),
        primary key (counted_on, counted_clue)
      );
      comment on table colour_day_clue is 'What counts by colour are made of where the ledger has it not: open at midnight, kept from nobody, each with its colour';
      create index colour_day_clue_for on colour_day_clue (counted_for, counted_on);
      create index colour_day_clue_clue on colour_day_clue (counted_clue);
      ${TABLES.map(
        (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
      ).join('\n      ')}

      create type statistics_count as (place bigint, month date, code smallint, own integer, rest integer, mark numeric);
      create type statistics_cell as (
        part integer, lo bigint, hi bigint, month date, code smallint, own integer, rest integer, exact boolean, draw bytea, hidden boolean);
    `);
    await runner.query(`
      -- The midnight in China that counts by colour are of.
      create function colours_as_of() returns date
        language sql stable set search_path = liandong, pg_temp
        as $$ select max(day) from colour_day where day <= (app_now() at time zone 'Asia/Shanghai')::date $$`);
    await storeCoverage((text) => runner.query(text));
    await runner.query(TAKE_COLOURS);
    await runner.query(DISCLOSURE);
    await runner.query(`
      -- The places whose figures the principal may have.
      create function statistics_reach() returns int8multirange
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); w post; u unit;
        begin
          select * into w from post where id = m.post;
          select * into u from unit where pos = m.unit;
          return (
            select coalesce(range_agg(r), '{}')
            from duty_statistics s
            cross join lateral (select case s.relation
              when 'OWN' then int8multirange(int8range(m.unit, m.unit, '[]'))
              when 'ORGAN' then int8multirange(int8range(m.organ, m.organ + 499, '[]'))
              when 'SUBTREE' then int8multirange(int8range(m.organ, m.organ_hi, '[]'))
              when 'BELOW' then int8multirange(int8range(m.organ + 500, m.organ_hi, '[]'))
              when 'LINKED' then (select range_agg(int8range(lo, hi, '[]')) from unnest(m.link_lo, m.link_hi) as l (lo, hi))
              else (select range_agg(int8range(i.inspected_pos, i.inspected_pos + case when i.inspected_pos % 1000 = 0 then 499 else 0 end, '[]'))
                    from inspection_round i where i.body_pos = m.unit and in_force(i.valid_from, i.valid_to)) end) as p (r)
            where w.duty not between 5 and 7
              and (s.unit_kind is null or s.unit_kind = u.kind)
              and (s.office_kind is null or s.office_kind = u.office_kind)
              and (s.duty is null or s.duty = w.duty));
        end $$;

      -- What a unit's figures are the sum of. An organ with everything below it: itself with its offices, its groups and
      -- lower organs; an organ with its offices: what lies with itself, and each office.
      create function statistics_parts(of_lo bigint, of_hi bigint) returns table (lo bigint, hi bigint)
        language sql stable set search_path = liandong, pg_temp
        as $$
        select of_lo, of_lo + 499 where of_lo % 1000 = 0 and of_hi > of_lo + 499
        union all select of_lo, of_lo where of_lo % 1000 = 0 and of_hi = of_lo + 499
        union all select u.pos, u.hi from unit u
          where u.parent_pos = of_lo and u.pos between of_lo + case when of_hi > of_lo + 499 then 500 else 1 end and of_hi
            and of_lo % 1000 = 0 and of_hi >= of_lo + 499
        $$;

      -- From the widest whose figures the principal may have down to the one asked for: each decides for its parts. The
      -- asked unit's own organ comes too, for those of its parts that he may have.
      create function statistics_way(of_pos bigint, of_reach int8multirange) returns table (lo bigint, hi bigint, within boolean)
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive above as (
          select u.pos, u.hi, u.parent_pos, u.organ_pos from unit u where u.pos = of_pos and of_pos >= 0
          union all select u.pos, u.hi, u.parent_pos, u.organ_pos from unit u join above a on u.pos = a.parent_pos),
        nodes as (
          select pos as lo, above.hi from above
          union select organ_pos, organ_pos + 499 from above where pos = of_pos and pos - organ_pos < 500)
        select n.lo, n.hi, int8range(n.lo, n.hi, '[]') <@ of_reach from nodes n
        where int8range(n.lo, n.hi, '[]') <@ of_reach or n.lo = (select organ_pos from above where pos = of_pos)
        $$;

      create function statistics_codes(of_dimension text) returns smallint[]
        language sql immutable parallel safe
        as $$ select array(select -1 union all select * from generate_series(
          case when of_dimension in ('METHOD', 'OUTCOME') then 0 else 1 end,
          case of_dimension when 'SOURCE' then 7 when 'METHOD' then 4 when 'OUTCOME' then 12 when 'TIER' then 5 else 0 end))::smallint[] $$;

      -- The cells of some parts, with what is suppressed before their sums are looked at.
      create function statistics_cells(of_measure text, of_dimension text, of_counts statistics_count[], of_months date[],
          of_parts int8range[]) returns statistics_cell[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        with part as (
          select n::integer as part, lower(r) as lo, upper(r) - 1 as hi from unnest(of_parts) with ordinality as p (r, n)),
        place as (
          select place, part from (select distinct place from unnest(of_counts)) x join part on place between lo and hi),
        counted as (
          select part, month, code, sum(own)::integer as own, sum(rest)::integer as rest, sum(mark) as mark
          from unnest(of_counts) join place using (place) group by grouping sets ((part, month, code), (part, month))),
        cell as (
          select part.*, m.month, d.code, coalesce(n.own, 0) as own, coalesce(n.rest, 0) as rest, n.mark,
            -- Figures are the ledger's where it has, or reaches, whatever there is.
            coalesce(n.own > 0 and n.rest = 0, false)
              or int8range(lo - case when lo % 1000 < 500 then lo % 1000 else 0 end, hi, '[]') <@ (select ((me()).clue_ledger).owned)
              or lo = hi and lo % 1000 <> 0 and lo <@ (select ((me()).clue_ledger).handled) as exact
          from part cross join unnest(of_months) as m (month) cross join unnest(statistics_codes(of_dimension)) as d (code)
          left join counted n on n.part = part.part and n.month = m.month and coalesce(n.code, -1) = d.code)
        select array_agg(row(part, lo, hi, month, code, own, rest, exact, draw, not exact and statistics_small(draw, rest))::statistics_cell)
        from (select c.*, statistics_draw(k.secret, case when rest > 0 then mark::text
                else concat_ws(' ', of_measure, case when code >= 0 then of_dimension end, lo, hi, month, code) end) as draw
              from cell c, statistics_key k offset 0) x -- each drawn once
        $$;

      -- Months that are not over in China are not there.
      create function statistics_closed() returns date
        language sql stable
        as $$ select (date_trunc('month', liandong.app_now() at time zone 'Asia/Shanghai') - interval '1 month')::date $$;
      grant execute on function statistics_closed() to liandong_api;

      create function statistics_figures(of_measure text, of_dimension text, of_pos bigint, of_from date, of_to date)
        returns table (lo bigint, hi bigint, month date, code smallint, value integer, suppressed boolean, rounded boolean)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          reach int8multirange := statistics_reach();
          months date[] := array(select generate_series(of_from, least(of_to, statistics_closed()), interval '1 month')::date limit 12);
          x unit; node record; counted int8range; bounds bigint[]; counts statistics_count[]; cells statistics_cell[];
          parts int8range[]; decided statistics_cell[] := '{}'; asked int8range[];
        begin
          select * into x from unit where pos = of_pos and pos >= 0;
          bounds := array(
            select b from statistics_way(of_pos, reach) w, lateral (
              select w.lo, w.hi union all select p.lo, p.hi from statistics_parts(w.lo, w.hi) p) n, lateral (values (n.lo), (n.hi + 1)) v (b)
            group by b order by b);
          for node in select * from statistics_way(of_pos, reach) w order by w.hi - w.lo desc loop
            if counts is null then -- of the widest: the others lie in it
              counted := range_merge(int8multirange(int8range(node.lo, node.hi, '[]')) * reach);
              exit when isempty(counted) or cardinality(months) = 0;
              counts := array(select n::statistics_count from statistics_counts(of_measure, of_dimension, lower(counted), upper(counted) - 1,
                months[1]::timestamp at time zone 'Asia/Shanghai',
                (months[cardinality(months)] + interval '1 month') at time zone 'Asia/Shanghai', bounds) n);
            end if;
            if node.within and not exists (select from unnest(decided) d where d.lo = node.lo and d.hi = node.hi) then
              decided := decided || statistics_suppress(
                statistics_cells(of_measure, of_dimension, counts, months, array[int8range(node.lo, node.hi, '[]')]));
            end if;
            parts := array(select int8range(p.lo, p.hi, '[]') from statistics_parts(node.lo, node.hi) p
                           where int8range(p.lo, p.hi, '[]') <@ reach);
            if cardinality(parts) > 0 then
              cells := array(select row(0, d.lo, d.hi, d.month, d.code, d.own, d.rest, d.exact, d.draw, d.hidden)::statistics_cell
                             from unnest(decided) d where d.lo = node.lo and d.hi = node.hi)
                || statistics_cells(of_measure, of_dimension, counts, months, parts);
              decided := decided || array(select c::statistics_cell from unnest(statistics_suppress(cells)) c where c.part > 0);
            end if;
          end loop;
          asked := array(select int8range(x.pos, x.hi, '[]')
            union select int8range(p.lo, p.hi, '[]') from statistics_parts(x.pos, x.hi) p
            union select int8range(p.lo, p.hi, '[]') from statistics_parts(x.pos, x.pos + 499) p where x.pos = x.organ_pos);
          return query
            select d.lo, d.hi, d.month, d.code,
              case when not d.hidden then d.own + case when d.rest > 0 then statistics_rounded(d.draw, d.rest) else 0 end end,
              d.hidden, not d.hidden and d.rest > 0
            from unnest(decided) d where int8range(d.lo, d.hi, '[]') = any (asked)
            order by d.month, d.lo, d.hi desc, d.code;
        end $$;
      grant execute on function statistics_figures(text, text, bigint, date, date) to liandong_api;

      -- Open clues by colour, of a unit and of what is directly below it, each with its own and nothing that is below:
      -- no figure is the sum of others. What the caller's ledger has, as it is; what it has not, as of the last midnight,
      -- and until one was counted nothing is told. Null: one to four that his ledger has not.
      create function colour_counts(of_pos bigint) returns table (owner bigint, colour smallint, count integer)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          reach int8multirange := statistics_reach();
          owners bigint[] := array(
            select u.pos from unit u
            where colours_as_of() is not null and (u.pos = of_pos or u.parent_pos = of_pos) and u.pos >= 0 and (u.pos % 1000 = 0 or u.pos % 1000 >= 500)
              and int8range(u.pos, u.pos + case when u.pos % 1000 = 0 then 499 else 0 end, '[]') <@ reach);
        begin
          return query
            select o, k::smallint, case when coalesce(t.rest, 0) between 1 and 4 then null else coalesce(t.own + t.rest, 0) end
            from unnest(owners) o cross join generate_series(1, 3) k
            left join colour_tally(owners) t on t.owner = o and t.colour = k
            order by 1, 2;
        end $$;
      grant execute on function colour_counts(bigint) to liandong_api;
    `);
    await storeDutyStatistics((sql, values) => runner.query(sql, values));
    await runner.query('insert into statistics_key (secret) values ($1)', [randomBytes(32)]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function colour_counts(bigint), statistics_figures(text, text, bigint, date, date);
      ${DROP_DISCLOSURE}
      drop function take_colours(), colour_tally(bigint[]), colours_as_of(), statistics_counts(text, text, bigint, bigint, timestamptz, timestamptz, bigint[]);
      drop function statistics_closed(), statistics_cells(text, text, statistics_count[], date[], int8range[]),
        statistics_codes(text), statistics_way(bigint, int8multirange), statistics_parts(bigint, bigint), statistics_reach();
      drop type statistics_cell, statistics_count;
      drop table colour_day_clue, colour_day, statistics_key, duty_statistics;
    `);
  }
}
