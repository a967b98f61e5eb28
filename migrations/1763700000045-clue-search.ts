import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More matches than these are found sooner by going through the list from its beginning. */
const MOST = 2000;
/** Labels of one city, and of one province. */
const [CITY, PROVINCE] = [100_000_000, 10_000_000_000];

/** What is in the hands of the principal's offices, or in his own. */
const inHand = (reach: string) => `
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
          near uuid[]; numbered uuid[]; told uuid[];
        begin
          if m.post is null or length(of_text) < 2
              or not exists (select from unnest(reach.owned) r where upper(r) - lower(r) > ${CITY}) then
            return null;
          end if;
          near := array(
            ${inHand('reach')}
            union select id from unnest(reach.received) r join clue on received_pos between lower(r) and upper(r) - 1
            union select id from unnest(reach.linked) r join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'ledger')));
          numbered := array(
            select id from clue where id = any (near) and number like of_pattern
            union
            select c.id from unnest(reach.owned) r, generate_series(lower(r) / ${PROVINCE}, (upper(r) - 1) / ${PROVINCE}) p
              join clue c on pairs_of((c.owner_pos / ${PROVINCE})::integer, c.number) @> pairs_of(p::integer, of_text)
            where c.number like of_pattern
            limit ${MOST} + 1);
          near := array(
            ${inHand('content')}
            union select id from unnest(content.owned + content.cadre_owned) r
              join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'content')));
          told := array(
            select clue_id from clue_content
            where clue_id = any (near) and (subject_name like of_pattern or allegation like of_pattern) limit ${MOST} + 1);
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
