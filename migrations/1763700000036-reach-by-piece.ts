import type { MigrationInterface, QueryRunner } from 'typeorm';
import { facetConditions, storeFacetConditions } from './data/facet-conditions.js';
import { mendAll } from './data/mend.js';
import { FACET_TABLES, storeSight } from './data/sight.js';
import { storeClueDenials } from './data/clue-denials.js';
import { storeCoverage } from './data/coverage.js';

const REACHES = FACET_TABLES.map(({ object, facet }) => `${object}_${facet}`);

/** What lines of duties × facets come to, each with its range; their range; and those of a duty. */
const REACH = `row(
  coalesce(range_agg(r) filter (where place = 'owner' and relation <> 'LINKED'), '{}'),
  coalesce(range_agg(r) filter (where place = 'handling'), '{}'),
  coalesce(range_agg(r) filter (where place = 'received'), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner' and relation = 'LINKED'), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner_cadre'), '{}'),
  coalesce(range_agg(r) filter (where cadre and place in ('owner', 'owner_cadre')), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner_sealed'), '{}'),
  coalesce(range_agg(r) filter (where cadre and place = 'handling'), '{}'))::reach`;
const RANGE = `(select case f.relation
          when 'OWN' then own when 'ORGAN' then organ when 'SUBTREE' then subtree when 'BRANCH' then branch
          when 'BRANCH_CADRE' then (select coalesce(range_agg(int8range(u.pos, u.pos, '[]')), '{}') from unit u
            where u.office_kind = 7 and u.pos <@ branch)
          when 'LINKED' then linked end)`;
const OF_DUTY = `(unit_kind is null or unit_kind = of_unit_kind)
          and (office_kind is null or office_kind = of_office_kind)
          and (duty = of_duty or duty is null and of_duty not between 5 and 7)`;

/**
 * The sealed principal in named pieces: one says who is asking, and each facet's reach is one. A policy asks some
 * twenty times a statement and reads one piece each time, where it took the whole apart. enter() makes all reaches in
 * one statement. One seal is still over all of it, so that no piece stands for another. Nor is asked any more what
 * cannot be: of supervision items and joint cases no post is named, and a joint case was received nowhere.
 */
export class ReachByPiece1763700000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const query = (text: string) => runner.query(text);
    await query(`
      -- Stable, so that it is a part of whatever asks, and no call.
      create function principal_seal(inner_pad bytea, outer_pad bytea, pieces text) returns text
        language sql stable
        as $$ select encode(sha256(outer_pad || sha256(inner_pad || int4send(pg_backend_pid())
          || timestamptz_send(transaction_timestamp()) || convert_to(pieces, 'UTF8'))), 'hex') $$;

      -- Null is nobody, and not a refusal: policies ask only when a row comes up, so a refusal would tell that there is one.
      create function sealed_piece(of_name text) returns text
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          sealed text := current_setting('liandong.principal', true); i bytea; o bytea;
        begin
          if sealed is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select inner_pad, outer_pad into i, o from seal_key;
          if left(sealed, 64) is distinct from principal_seal(i, o, substr(sealed, 65)) then
            return null;
          end if;
          return split_part(split_part(sealed, '#' || of_name, 2), '#', 1);
        end $$;

      create or replace function me() returns principal
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin return sealed_piece('me')::principal; end $$;

      -- Where the principal reaches one facet of one kind of object: 'clue_ledger', 'joint_case_content', …
      create function my_reach(of_facet text) returns reach
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin return sealed_piece(of_facet)::reach; end $$;
      grant execute on function my_reach(text) to liandong_api, liandong_act;

      create function reaches_of(of_unit_kind smallint, of_office_kind smallint, of_duty smallint,
        own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange
      ) returns table (name text, reach reach) language sql stable set search_path = liandong, pg_temp
        as $$
        select a.name, ${REACH}
        from unnest(array['${REACHES.join("', '")}']) as a (name)
        left join duty_facet f on object || '_' || facet = a.name
          and ${OF_DUTY}
        left join lateral ${RANGE} as m(r) on true
        group by a.name
        $$;
    `);
    await query(`
      alter table supervision_item add constraint supervision_item_names_nobody check (${NOBODY});
      alter table joint_case add constraint joint_case_names_nobody check (${NOBODY} and received_pos is null);
    `);
    await query(mendAll('enter', ENTER));
    await query(mendAll('statistics_cells', STATISTICS));
    await storeFacetConditions(query, (...facet) => facetConditions(...facet, 'my_reach', 'none'));
    await storeSight(query);
    await storeClueDenials(query);
    await storeCoverage(query);
    await query(`
      alter type principal ${REACHES.map((name) => `drop attribute ${name}`).join(', ')};
      drop function reach_of(text, text, smallint, smallint, smallint, int8multirange, int8multirange, int8multirange, int8multirange, int8multirange);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const query = (text: string) => runner.query(text);
    await query(`
      alter type principal ${REACHES.map((name) => `add attribute ${name} reach`).join(', ')};
      create function reach_of(
        of_object text, of_facet text, of_unit_kind smallint, of_office_kind smallint, of_duty smallint,
        own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange
      ) returns reach language sql stable set search_path = liandong, pg_temp
        as $$
        select ${REACH}
        from duty_facet f cross join lateral ${RANGE} as m(r)
        where object = of_object and facet = of_facet and ${OF_DUTY}
        $$;
      create or replace function me() returns principal
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          sealed text := current_setting('liandong.principal', true);
          k seal_key;
        begin
          if sealed is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select * into k from seal_key;
          if left(sealed, 64)
             is distinct from hmac_hex(k.inner_pad, k.outer_pad, transaction_mark() || substr(sealed, 65)) then
            return null;
          end if;
          return substr(sealed, 65)::principal;
        end $$;
    `);
    await query(`
      alter table supervision_item drop constraint supervision_item_names_nobody;
      alter table joint_case drop constraint joint_case_names_nobody;
    `);
    await query(mendAll('enter', back(ENTER)));
    await query(mendAll('statistics_cells', back(STATISTICS)));
    await storeFacetConditions(query, (...facet) => facetConditions(...facet, 'principal'));
    await storeSight(query);
    await storeClueDenials(query);
    await storeCoverage(query);
    await query(`
      drop function my_reach(text), sealed_piece(text), principal_seal(bytea, bytea, text),
        reaches_of(smallint, smallint, smallint, int8multirange, int8multirange, int8multirange, int8multirange, int8multirange);
    `);
  }
}

const NOBODY = 'handler_post is null and registered_by is null and custodian_post is null';

const OF = 'u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked)';
const ENTER = [
  ['m principal; sealed text;', 'm principal; pieces text; shown jsonb;'],
  [
    `m.clue_ledger := reach_of('clue', 'ledger', ${OF};
          m.clue_petition := reach_of('clue', 'petition', ${OF};
          m.clue_content := reach_of('clue', 'content', ${OF};
          m.clue_reporter := reach_of('clue', 'reporter', ${OF};
          m.supervision_item_ledger :=
            reach_of('supervision_item', 'ledger', ${OF};
          m.supervision_item_content :=
            reach_of('supervision_item', 'content', ${OF};
          m.joint_case_ledger := reach_of('joint_case', 'ledger', ${OF};
          m.joint_case_content := reach_of('joint_case', 'content', ${OF};

          sealed := m::text;`,
    `select string_agg('#' || r.name || r.reach, ''), jsonb_object_agg(r.name, reach_json(r.reach)) filter (where r.name like '%ledger')
            into pieces, shown from reaches_of(${OF} r;
          pieces := '#me' || m || pieces;`,
  ],
  [
    'hmac_hex(s.inner_pad, s.outer_pad, transaction_mark() || sealed) || sealed, true)',
    'principal_seal(s.inner_pad, s.outer_pad, pieces) || pieces, true)',
  ],
  [
    `jsonb_build_object('clue', reach_json(m.clue_ledger),
              'supervisionItem', reach_json(m.supervision_item_ledger), 'jointCase', reach_json(m.joint_case_ledger)),`,
    `jsonb_build_object('clue', shown->'clue_ledger', 'supervisionItem', shown->'supervision_item_ledger',
              'jointCase', shown->'joint_case_ledger'),`,
  ],
] as const;

const STATISTICS = [
  [
    `<@ (select ((me()).clue_ledger).owned)
              or lo = hi and lo % 1000 <> 0 and lo <@ (select ((me()).clue_ledger).handled) as exact`,
    `<@ (select (my_reach('clue_ledger')).owned)
              or lo = hi and lo % 1000 <> 0 and lo <@ (select (my_reach('clue_ledger')).handled) as exact`,
  ],
] as const;

const back = (passages: readonly (readonly [string, string])[]) => passages.map(([from, to]) => [to, from] as const);
