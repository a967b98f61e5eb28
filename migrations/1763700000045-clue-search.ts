import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More matches than these are found sooner by going through the list from its beginning. */
const MOST = 2000;
/** Labels of one city, and of one province. */
const [CITY, PROVINCE] = [100_000_000, 10_000_000_000];

/** What is in the hands of the principal's offices, or in his own. */
const near = (reach: string) => `
              select id from unnest(${reach}.handled) r join clue on handling_pos between lower(r) and upper(r) - 1
              union select id from clue where handler_post = m.post
              union select unnest(entrusted())`;

/**
 * Whose jurisdiction is wider than a city cannot have every row looked at for a text. Most Chinese names have two or three
 * characters, which trigrams cannot serve: numbers are kept by their pairs of characters, each with its province, so that a
 * search goes no further than the searcher's jurisdiction. Content he has of his own organ, and of single matters, alone:
 * it is looked at row by row, and the policies are asked of what matches.
 */
export class ClueSearch1763700000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Pairs of characters that follow one another, under the province: of '甲1号', '33:甲1' and '33:1号'.
      create function pairs_of(of_province integer, of_text text) returns text[]
        language sql immutable parallel safe
        as $$
        select coalesce(array_agg(distinct of_province || ':' || substr(of_text, i, 2)), '{}')
        from generate_series(1, length(of_text) - 1) i
        $$;
      create index clue_number_pairs on clue using gin (pairs_of((owner_pos / ${PROVINCE})::integer, number));

      -- The clues in whose number a text is (as the pattern of LIKE says it), or in whose content where the principal sees
      -- that. Null: go through the list instead, since his jurisdiction is no wider than a city, the text has no pair, or it
      -- is in very many.
      create function clues_found(of_text text, of_pattern text) returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); reach reach := my_reach('clue_ledger'); content reach := my_reach('clue_content');
          place int; numbered uuid[]; told uuid[];
        begin
          if m.post is null or length(of_text) < 2
              or not exists (select from unnest(reach.owned) r where upper(r) - lower(r) > ${CITY}) then
            return null;
          end if;
          numbered := array(
            select c.id from (
              ${near('reach')}
              union select id from unnest(reach.received) r join clue on received_pos between lower(r) and upper(r) - 1
              union select id from unnest(reach.linked) r join clue on owner_pos between lower(r) and upper(r) - 1
              union select unnest(granted('clue', 'ledger'))
            ) his join clue c on c.id = his.id where c.number like of_pattern limit ${MOST} + 1);
          for place in
            select distinct (u.pos / ${PROVINCE})::int from unit u, unnest(reach.owned) r
            where u.tier <= 2 and u.kind = 1 and u.pos >= 0 and u.pos between lower(r) and upper(r) - 1
          loop
            exit when cardinality(numbered) > ${MOST};
            numbered := numbered || array(
              select c.id from clue c
              where pairs_of((c.owner_pos / ${PROVINCE})::integer, c.number) @> pairs_of(place, of_text)
                and c.number like of_pattern
              limit ${MOST} + 1 - cardinality(numbered));
          end loop;
          told := array(
            select t.clue_id from (
              select id from unnest(content.owned + content.cadre_owned) r
                join clue on owner_pos between lower(r) and upper(r) - 1
              union ${near('content')}
              union select unnest(granted('clue', 'content'))
            ) his join clue_content t on t.clue_id = his.id
            where t.subject_name like of_pattern or t.allegation like of_pattern limit ${MOST} + 1);
          if cardinality(numbered) > ${MOST} or cardinality(told) > ${MOST} then
            return null;
          end if;
          return array(
            select unnest(reached('clue', 'ledger', numbered)) union select unnest(reached('clue', 'content', told)));
        end $$;
      grant execute on function clues_found(text, text) to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function clues_found(text, text);
      drop index clue_number_pairs;
      drop function pairs_of(integer, text);
    `);
  }
}
