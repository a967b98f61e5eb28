import type pg from 'pg';

/** The numbers of a table's real rows that do not follow the one before in their series, taken in the order given. */
export async function gapsIn(owner: pg.Client, table: string, order = 'own'): Promise<unknown[]> {
  const { rows } = await owner.query(String.raw`
    with numbered as (
      select *, substring(number from '\d+$')::int as own, substring(number from '^(.*\D)\d+$') as series
      from ${table} where owner_pos >= 0)
    select number from (
      select number, own, row_number() over (partition by series order by ${order}, own) as nth from numbered) n
    where own <> nth`);
  return rows;
}
