/**
 * How figures are protected where the caller's own ledger does not have them. A figure's \`rest\` (what his ledger has
 * not) is suppressed under five, always; from five on by a draw that grows rarer, so that nobody can say of what is
 * suppressed that it is under five. What is part of something suppressed is suppressed too, and nothing is suppressed
 * alone among the parts of a sum. What is shown is rounded to a multiple of five by a draw whose error has no bound,
 * though it rarely reaches five.
 *
 * Each draw is a digest of a secret and of which clues the figure's rest is among: the same each time, and the same in
 * whatever table and under whatever name the same rest is counted, so that there is nothing to take the average of;
 * and what a caller's own ledger has is not in it, so that he cannot draw anew by getting one matter more. Whatever is
 * published and however it is added up, one matter more in any cell that has one could have been published alike: no
 * arithmetic gives an upper bound, and without one no small figure can be had.
 */
export const DISCLOSURE = `
  create function statistics_draw(of_secret bytea, of_cell text) returns bytea
    language sql immutable parallel safe
    as $$ select sha256(of_secret || convert_to(of_cell, 'UTF8')) $$;

  -- 0 mostly; n or more once in base to the n.
  create function statistics_tail(of_draw bytea, of_byte integer, of_base double precision) returns integer
    language sql immutable parallel safe
    as $$ select floor(-ln((((get_byte(of_draw, of_byte) << 24 | get_byte(of_draw, of_byte + 1) << 16
            | get_byte(of_draw, of_byte + 2) << 8 | get_byte(of_draw, of_byte + 3)) & 1073741823) + 1) / 1073741824.0::double precision)
            / ln(of_base))::integer $$;

  create function statistics_small(of_draw bytea, of_rest integer) returns boolean
    language sql immutable parallel safe
    as $$ select of_rest > 0 and of_rest < 5 + liandong.statistics_tail(of_draw, 0, 2) $$;

  create function statistics_rounded(of_draw bytea, of_rest integer) returns integer
    language sql immutable parallel safe
    as $$ select greatest(5, of_rest - of_rest % 5
            + case when (get_byte(of_draw, 9) * 256 + get_byte(of_draw, 10)) % 5 < of_rest % 5 then 5 else 0 end
            + 5 * liandong.statistics_tail(of_draw, 4, 8) * case when get_byte(of_draw, 8) < 128 then 1 else -1 end) $$;

  -- The parts of a whole by the codes of a dimension: which figures are suppressed. Part 0 is the whole, already decided;
  -- without it the parts have no published sum. Code -1 is the sum of a part's codes.
  create function statistics_suppress(of_cells statistics_cell[]) returns statistics_cell[]
    language plpgsql stable set search_path = liandong, pg_temp
    as $$
    declare
      cells statistics_cell[] := of_cells; before integer; hidden_now integer;
    begin
      loop
        select count(*) filter (where c.hidden) into before from unnest(cells) c;
        select array_agg(row(part, lo, hi, month, code, own, rest, exact, draw,
            hidden or part > 0 and not exact and (
              coalesce(row_hidden, false) or coalesce(column_hidden, false)
              or code >= 0 and row_rank = 1 and in_row = 1 and not row_hidden
              or whole_shown and column_rank = 1 and in_column = 1))::statistics_cell)
          into cells
          from (
            select c.*,
              bool_or(hidden and code = -1) over line as row_hidden,
              count(*) filter (where hidden and code >= 0) over line as in_row,
              row_number() over (partition by part, month order by hidden or exact or code = -1, rest = 0, substr(draw, 12)) as row_rank,
              bool_or(hidden and part = 0) over pile as column_hidden,
              coalesce(bool_or(not hidden and part = 0) over pile, false) as whole_shown,
              count(*) filter (where hidden and part > 0) over pile as in_column,
              row_number() over (partition by month, code order by hidden or exact or part = 0, rest = 0, substr(draw, 12)) as column_rank
            from unnest(cells) c
            window line as (partition by part, month), pile as (partition by month, code)) x;
        select count(*) filter (where c.hidden) into hidden_now from unnest(cells) c;
        exit when hidden_now is not distinct from before;
      end loop;
      return cells;
    end $$;
`;

export const DROP_DISCLOSURE = `
  drop function statistics_suppress(statistics_cell[]);
  drop function statistics_rounded(bytea, integer), statistics_small(bytea, integer), statistics_tail(bytea, integer, double precision),
    statistics_draw(bytea, text);
`;
