import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAllDutyFacets } from './data/duty-facets.js';
import { facetConditions, storeFacetConditions } from './data/facet-conditions.js';
import { mendAll } from './data/mend.js';
import { storeSight } from './data/sight.js';

/**
 * What acts leave behind is seen by whom its matter may be known to, and by nobody else: the opening of an alias only
 * while the trail on what is behind it is open to its reader; an interference record not by whom a correction names. What
 * policies ask of one row answers of another's as of one that is not there. An approved unmasking passes the cadre
 * compartment, and nothing else; and a refused emergency access does not tell that there is one.
 */
export class SightsOfActs1763700000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const query = (text: string) => runner.query(text);
    await query(`
      -- His own, unless its object is kept from him as the trail keeps it.
      create function alias_opening_mine(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$
        select exists (select from alias_opening o where o.id = of_id and o.requested_by = (me()).post
          and not trail_kept_from(o.object, o.object_id, me()))
        $$;
      grant execute on function alias_opening_mine(uuid) to liandong_api, liandong_act;
      alter policy reach on alias_opening using (
        requested_by = (select (liandong.me()).post) and alias_opening_mine(id) or alias_opening_mine_to_decide(id));

      -- The clues in whose compartment the principal is, and whose reporter an unmasking that he asked for shows him now.
      create function unmasked() returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); moment timestamptz := act_now(); shown uuid[];
        begin
          shown := array(select u.clue_id from access_grant g join unmasking u on u.grant_id = g.id
            where g.post_id = m.post and u.requester_id = m.person
              and g.valid_from <= moment and (g.valid_to is null or g.valid_to > moment));
          return case when shown = '{}' then shown else reached('clue', 'content', shown) end;
        end $$;
      grant execute on function unmasked() to liandong_api, liandong_act;

      -- Whether a record, or one that corrects it or corrects what does, is about a person; or, where places are given,
      -- about somebody who led one of them then or leads one now.
      create function interference_is_about(of_id uuid, of_person uuid, of_places int8multirange) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive told(id) as (
          select of_id union select n.id from told join interference_record n on n.corrects = told.id)
        select exists (
          select from told join interference_record r on r.id = told.id
          where r.person_id = of_person
            or of_places is not null and (r.denied_units && of_places or led_by(r.person_id) && of_places))
        $$;
      -- Everybody named by post in a record, in what it corrects and in what corrects any of these.
      create function interference_named(of_id uuid) returns uuid[]
        language sql stable set search_path = liandong, pg_temp
        as $$
        with recursive older(id, corrects) as (
            select id, corrects from interference_record where id = of_id
            union select o.id, o.corrects from older join interference_record o on o.id = older.corrects),
          chain(id) as (
            select id from older where corrects is null
            union select n.id from chain join interference_record n on n.corrects = chain.id)
        select array(select distinct r.person_id from chain join interference_record r on r.id = chain.id where r.person_id is not null)
        $$;
    `);
    await query(SIGHTS.after);
    for (const [name, passages] of MENDED) await query(mendAll(name, passages));
    // Databases that were made before have lines of offices that are none.
    await storeAllDutyFacets((sql, values) => runner.query(sql, values));
    await storeFacetConditions(query);
    await storeSight(query);
  }

  async down(runner: QueryRunner): Promise<void> {
    const query = (text: string) => runner.query(text);
    await storeFacetConditions(query, (...facet) => facetConditions(...facet, 'my_reach', 'none'));
    await storeSight(query);
    for (const [name, passages] of MENDED)
      await query(
        mendAll(
          name,
          passages.map(([from, to]) => [to, from]),
        ),
      );
    await query(SIGHTS.before);
    await query(`
      alter policy reach on alias_opening using (
        requested_by = (select (liandong.me()).post) or alias_opening_mine_to_decide(id));
      drop function alias_opening_mine(uuid), unmasked(), interference_is_about(uuid, uuid, int8multirange), interference_named(uuid);
    `);
  }
}

/** What policies ask of one row: true also where it is not there, or not one that the principal could have. */
const SIGHTS = {
  before: `
    create or replace function unmasking_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$ select coalesce((select kept_from(clue_id, (me()).person) from unmasking where id = of_id), true) $$;
    create or replace function emergency_access_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$ select coalesce((select kept_from(clue_id, (me()).person) from emergency_access where id = of_id), true) $$;
    create or replace function interference_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select not exists (
          select from interference_record r join clue c on c.id = r.clue_id join person p on p.id = (me()).person
          where r.id = of_id and (sees('clue', 'ledger', c.id)
            or c.subject_state <> 0 and c.classification <= p.clearance and c.compartment <= 1
              and not (p.id = any (coalesce(c.denied_persons, '{}')))
              and not (coalesce(c.denied_units, '{}') && (me()).places)))
        $$;
    create or replace function interference_mine(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select exists (select from interference_record r where r.id = of_id and r.recorded_by = (me()).post
          and (sees('clue', 'ledger', r.clue_id) or not kept_from(r.clue_id, (me()).person)))
        $$;`,
  after: `
    create or replace function unmasking_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select not exists (select from unmasking u
          where u.id = of_id and (me()).post in (u.requested_by, u.decided_by) and not kept_from(u.clue_id, (me()).person))
        $$;
    create or replace function emergency_access_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select not exists (select from emergency_access e
          where e.id = of_id
            and (e.opened_by = (me()).post
              or acting_duty() = 1 and (me()).unit in (e.organ_pos, e.reviewer_pos)
              or acting_duty() = 3 and acting_office() = 1 and e.reviewer_pos = (me()).organ)
            and not kept_from(e.clue_id, (me()).person))
        $$;
    create or replace function interference_kept_from_me(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select not exists (
          select from interference_record r join clue c on c.id = r.clue_id join person p on p.id = (me()).person
          where r.id = of_id
            and (acting_duty() = 1 and (me()).unit in (r.organ_pos, r.principal_pos)
              or acting_office() = 7 and (me()).organ in (r.organ_pos, r.superior_pos))
            and not interference_is_about(r.id, p.id, (me()).places)
            and (sees('clue', 'ledger', c.id)
              or c.subject_state <> 0 and c.classification <= p.clearance and c.compartment <= 1
                and not (p.id = any (coalesce(c.denied_persons, '{}')))
                and not (coalesce(c.denied_units, '{}') && (me()).places)))
        $$;
    create or replace function interference_mine(of_id uuid) returns boolean
      language sql stable security definer set search_path = liandong, pg_temp
      as $$
        select exists (select from interference_record r where r.id = of_id and r.recorded_by = (me()).post
          and not interference_is_about(r.id, (me()).person, null)
          and (sees('clue', 'ledger', r.clue_id) or not kept_from(r.clue_id, (me()).person)))
        $$;`,
} as const;

/** Functions, with passages as landed migrations leave them and as they are now. */
const MENDED = [
  [
    'audit_alias_open_request',
    [
      // Of two at once, the second waits for the first, and finds what it left.
      [
        `from person p where p.id = m.person
            returning * into o;`,
        `from person p where p.id = m.person
            on conflict (requester, alias) where state = 1 do nothing
            returning * into o;
          if not found then
            raise exception 'asked already' using errcode = 'LD023';
          end if;`,
      ],
    ],
  ],
  [
    'emergency_access_open',
    [
      [
        `if 'petition' = any (of_facets) and denies_petition(of_clue)
            or 'content' = any (of_facets) and denies_content(of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          if exists`,
        'if exists',
      ],
      // Who knows of the clue learns no more of what is denied than of what nobody may review.
      [
        'if emergency_reviewers(of_clue, m.organ, m.person) is null then',
        `if 'petition' = any (of_facets) and denies_petition(of_clue)
            or 'content' = any (of_facets) and denies_content(of_clue)
            or emergency_reviewers(of_clue, m.organ, m.person) is null then`,
      ],
    ],
  ],
  [
    'interference_mine_to_handle',
    [
      ['m principal := me(); r interference_record;', 'm principal := me(); r interference_record; named uuid[];'],
      [
        `select * into r from interference_record where id = of_record;`,
        `named := interference_named(of_record);
          if m.person = any (named) then
            return false;
          end if;
          select * into r from interference_record where id = of_record;`,
      ],
      [
        'or m.unit = r.organ_pos and not has_cadre_supervision(r.organ_pos, r.person_id, led_by(r.person_id))), false);',
        `or m.unit = r.organ_pos and not exists (
              select from unit u join post x on x.unit_pos = u.pos
              where u.pos between r.organ_pos and r.organ_pos + 499 and u.office_kind = 7 and x.duty = 3
                and x.person_id <> all (named) and may_be_told(x.id, r.person_id, led_by(r.person_id)))), false);`,
      ],
    ],
  ],
  [
    'interference_handle',
    [
      [
        `insert into interference_handling`,
        `if exists (select from interference_record where corrects = of_record) then
            raise exception 'corrected' using errcode = 'LD023';
          end if;
          insert into interference_handling`,
      ],
    ],
  ],
  [
    'trail_open_to',
    [
      [
        "and (person_id = p.person or denied_units && p.places or trail_open_to('clue', array[clue_id], p) = '{}'));",
        "and (interference_is_about(id, p.person, p.places) or trail_open_to('clue', array[clue_id], p) = '{}'));",
      ],
    ],
  ],
] as const satisfies readonly (readonly [string, readonly (readonly [string, string])[]])[];
