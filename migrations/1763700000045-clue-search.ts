import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More matches than these are found sooner by going through the list from its beginning. */
const MOST = 2000;
/** So many numbers are looked at before that is decided by those among them that he sees. */
const LOOKED_AT = 20_000;
/** The clue that is nobody's: asked of along with what is found, so that the policies do the same work where nothing is. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';
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
      create index clue_number_pairs on clue using gin (pairs_of((owner_pos / ${PROVINCE})::integer, number)) with (fastupdate = off);

      -- The clues in whose number a text is, or in whose content where the principal sees that. Null: go through the list
      -- instead, since his jurisdiction is no wider than a city, the text has no pair, or it is in very many. What is not
      -- his to know is not looked at for its content; and what looks at numbers fails on none.
      create function clues_found(of_text text) returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); reach reach := my_reach('clue_ledger'); content reach := my_reach('clue_content');
          near uuid[]; numbered uuid[]; told uuid[]; found uuid[];
        begin
          if of_text is null or m.post is null or length(of_text) < 2
              or not exists (select from unnest(reach.owned) r where upper(r) - lower(r) > ${CITY}) then
            return null;
          end if;
          near := array(
            ${inHand('reach')}
            union select id from unnest(reach.received) r join clue on received_pos between lower(r) and upper(r) - 1
            union select id from unnest(reach.linked + reach.cadre_owned) r join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'ledger')));
          numbered := array(
            select id from clue where id = any (near) and strpos(number, of_text) > 0
            union
            select c.id from unnest(reach.owned) r, generate_series(lower(r) / ${PROVINCE}, (upper(r) - 1) / ${PROVINCE}) p
              join clue c on pairs_of((c.owner_pos / ${PROVINCE})::integer, c.number) @> pairs_of(p::integer, of_text)
            where strpos(c.number, of_text) > 0
            limit ${LOOKED_AT});
          if cardinality(numbered) = ${LOOKED_AT} then
            return null;
          end if;
          near := reached('clue', 'content', '${NOWHERE}'::uuid || array(
            ${inHand('content')}
            union select id from unnest(content.owned + content.cadre_owned) r
              join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'content'))));
          told := array(
            select clue_id from clue_content
            where clue_id = any (near) and (strpos(subject_name, of_text) > 0 or strpos(allegation, of_text) > 0));
          found := array(select unnest(reached('clue', 'ledger', '${NOWHERE}'::uuid || numbered)) union select unnest(told));
          return case when cardinality(found) <= ${MOST} then found end;
        end $$;
      grant execute on function clues_found(text) to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function clues_found(text);
      drop index clue_number_pairs;
      drop function pairs_of(integer, text);
    `);
  }
}
