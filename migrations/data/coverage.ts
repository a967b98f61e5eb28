type Query = (text: string) => Promise<unknown>;

/**
 * Every clue is counted once, at one place: the office that handles it where that is one of the accountable organ's,
 * else who is accountable. Places are labels of the tree, so that whatever is counted for a unit is an interval.
 */
const PLACE = `case when mod(owner_pos, 1000) = 0 and handling_pos between owner_pos and owner_pos + 499
  then handling_pos else owner_pos end`;

const COLOUR = `case when red_at <= app_now() then 3 when yellow_at <= app_now() then 2 else 1 end`;

const COLOUR_AT_MIDNIGHT = `case when red_at <= midnight then 3 when yellow_at <= midnight then 2 else 1 end`;

/** What is kept from anybody is in nobody's figures but his whose ledger has it: two people's figures tell nothing of it. */
const PLAIN = `denied_persons is null and denied_units is null and classification = 0 and compartment = 0 and subject_state <> 0`;

/**
 * Counts of clues in two parts: `own`, what the caller's ledger has, and `rest`, what it has not but is kept from nobody.
 * Places are told apart only at `of_bounds`, where they are given. `mark` says which clues a figure's rest is among: of
 * those alike in all that figures tell apart, all that are kept from nobody, if any is in the rest. So whatever counts
 * the same rest has the same mark, and what somebody's ledger gets or loses hardly changes it. By colour the rest is of
 * the last midnight; what the ledger reaches and is denied in is in neither part, so that nobody sees it come over.
 *
 * Whether the ledger has a clue is asked of the policies themselves, as the catalog has them: whoever changes the
 * ledger's policies calls this again, and a test compares. Nobody but the definers that protect figures may call them.
 */
export async function storeCoverage(query: Query): Promise<void> {
  await query(`
    do $make$ declare reach text; deny text; begin
      select pg_get_expr(polqual, polrelid) into strict reach from pg_policy where polrelid = 'clue'::regclass and polname = 'reach';
      select pg_get_expr(polqual, polrelid) into strict deny from pg_policy where polrelid = 'clue'::regclass and polname = 'deny';
      execute format($counts$
        create or replace function statistics_counts(of_measure text, of_dimension text, of_lo bigint, of_hi bigint,
            of_from timestamptz, of_to timestamptz, of_bounds bigint[] default null) returns setof statistics_count
          language sql stable security definer set search_path = liandong, pg_temp
          as $body$
          select coalesce(of_bounds[width_bucket(place, of_bounds)], place), month, code::smallint,
            count(*) filter (where covered), count(*) filter (where plain and not covered), coalesce(sum(mark) filter (where plain and mixed), 0)
          from (select *, bool_or(plain and not covered) over (partition by place, month, source, method, outcome, owner_pos) as mixed from (
            select ${PLACE} as place, source, method, outcome, owner_pos, hashtextextended(id::text, 0) as mark,
              date_trunc('month', (case of_measure when 'RECEIVED' then received_at else closed_at end) at time zone 'Asia/Shanghai')::date as month,
              case of_dimension when 'SOURCE' then source when 'METHOD' then coalesce(method, 0) when 'OUTCOME' then coalesce(outcome, 0)
                when 'TIER' then (select u.tier from unit u where u.pos = clue.owner_pos) else 0 end as code,
              ${PLAIN} as plain,
              coalesce((%1$s) and (%2$s), false) as covered
            from clue
            where owner_pos >= 0
              and owner_pos between case when mod(of_lo, 1000) < 500 then of_lo - mod(of_lo, 1000) else of_lo end and of_hi
              and (of_measure = 'RECEIVED' and received_at >= of_from and received_at < of_to
                or of_measure = 'CONCLUDED' and closed_at >= of_from and closed_at < of_to)) counted) c
          where place between of_lo and of_hi
          group by 1, 2, 3 $body$
      $counts$, reach, deny);
      execute format($counts$
        create or replace function colour_tally(of_owners bigint[]) returns table (owner bigint, colour smallint, own integer, rest integer)
          language sql stable security definer set search_path = liandong, pg_temp
          as $body$
          select owner, colour::smallint, count(*) filter (where is_own)::integer, count(*) filter (where not is_own)::integer
          from (
            select owner_pos as owner, ${COLOUR} as colour, true as is_own
            from clue where owner_pos = any (of_owners) and open and (%1$s) and (%2$s)
            union all
            select counted_for, colour_then, false
            from colour_day_clue join clue on id = counted_clue
            where counted_on = colours_as_of() and counted_for = any (of_owners) and (%1$s) is not true) c
          group by 1, 2 $body$
      $counts$, reach, deny);
    end $make$`);
}

/** What is open by colour as of the last midnight in China, once a day. */
export const TAKE_COLOURS = `
  create function take_colours() returns void
    language plpgsql volatile security definer set search_path = liandong, pg_temp
    as $$
    declare
      today date := app_now() at time zone 'Asia/Shanghai';
      midnight timestamptz := today::timestamp at time zone 'Asia/Shanghai';
    begin
      insert into colour_day (day) values (today) on conflict do nothing; -- one server waits for the other, and is done
      if not found then
        return;
      end if;
      insert into colour_day_clue (counted_on, counted_clue, counted_for, colour_then)
        select today, id, owner_pos, ${COLOUR_AT_MIDNIGHT}
        from clue where owner_pos >= 0 and received_at < midnight and (open or closed_at >= midnight) and ${PLAIN};
      delete from colour_day where day < today;
    end $$;
  grant execute on function take_colours() to liandong_jobs;
`;
