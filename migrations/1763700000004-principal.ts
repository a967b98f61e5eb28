import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hmacPads } from '../src/database/hmac.js';
import { storeDutyFacets } from './data/duty-facets.js';

/**
 * The sealed principal. A host proves by a ticket – good for one transaction of one backend – who is asking;
 * enter() reads post, links and duties as they are now and leaves one setting, sealed with a key that only the
 * definer reads and bound to this transaction. Every policy reads it through me(), which verifies or raises 28000.
 */
export class Principal1763700000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_key (id text primary key, inner_pad bytea not null, outer_pad bytea not null, valid_to timestamptz);
      create table seal_key (one boolean primary key default true check (one), inner_pad bytea not null, outer_pad bytea not null);
      create function hmac_hex(inner_pad bytea, outer_pad bytea, message text) returns text
        language sql immutable parallel safe
        as $$ select encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex') $$;

      -- Duties × facets: which duty reaches which facet of which object, by which of the object's places.
      create table duty_facet (
        unit_kind smallint,    -- null: any
        office_kind smallint,  -- null: any
        duty smallint,         -- null: any
        object text not null check (object in ('clue', 'supervision_item', 'joint_case')),
        facet text not null check (facet in ('ledger', 'petition', 'content', 'reporter')),
        place text not null check (place in ('owner', 'handling', 'received', 'owner_cadre')),
        relation text not null check (relation in ('OWN', 'ORGAN', 'SUBTREE', 'BRANCH', 'LINKED')),
        cadre boolean not null -- reaches the cadre compartment (干部监督) there too
      );

      -- Where a post reaches one facet, as sets of labels for each of an object's places.
      create type reach as (
        owned int8multirange, handled int8multirange, received int8multirange,
        linked int8multirange, cadre_owned int8multirange, cadre int8multirange);
      create type principal as (
        person uuid, post uuid, unit bigint, organ bigint, organ_hi bigint, places int8multirange, clearance smallint,
        link_lo bigint[], link_hi bigint[], link_since bigint[],
        clue_ledger reach, clue_petition reach, clue_content reach, clue_reporter reach,
        supervision_item_ledger reach, supervision_item_content reach,
        joint_case_ledger reach, joint_case_content reach);
      grant usage on type reach, principal to liandong_api, liandong_act;

      create function transaction_mark() returns text language sql stable
        as $$ select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint $$;

      create function me() returns principal
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
          -- Nobody, and not a refusal: policies ask only when a row comes up, so a refusal would tell that there is one.
          if left(sealed, 64)
             is distinct from hmac_hex(k.inner_pad, k.outer_pad, transaction_mark() || substr(sealed, 65)) then
            return null;
          end if;
          return substr(sealed, 65)::principal;
        end $$;
      grant execute on function me() to liandong_api, liandong_act;

      create function reach_of(
        of_object text, of_facet text, of_unit_kind smallint, of_office_kind smallint, of_duty smallint,
        own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange
      ) returns reach language sql stable set search_path = liandong, pg_temp
        as $$
        select row(
          coalesce(range_agg(r) filter (where place = 'owner' and relation <> 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'handling'), '{}'),
          coalesce(range_agg(r) filter (where place = 'received'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner' and relation = 'LINKED'), '{}'),
          coalesce(range_agg(r) filter (where place = 'owner_cadre'), '{}'),
          coalesce(range_agg(r) filter (where cadre), '{}'))::reach
        from duty_facet f
        cross join lateral (select case f.relation when 'OWN' then own when 'ORGAN' then organ when 'SUBTREE' then subtree
                                                   when 'BRANCH' then branch else linked end) as m(r)
        where object = of_object and facet = of_facet
          and (unit_kind is null or unit_kind = of_unit_kind)
          and (office_kind is null or office_kind = of_office_kind)
          and (duty = of_duty or duty is null and of_duty not between 5 and 7)
        $$;

      create function ranges_json(m int8multirange) returns jsonb language sql immutable
        as $$ select coalesce(jsonb_agg(jsonb_build_array(lower(r), upper(r) - 1) order by lower(r)), '[]') from unnest(m) r $$;
      create function reach_json(r reach) returns jsonb language sql immutable set search_path = liandong, pg_temp
        as $$ select jsonb_build_object('owned', ranges_json(r.owned), 'handled', ranges_json(r.handled),
                'received', ranges_json(r.received), 'linked', ranges_json(r.linked),
                'cadreOwned', ranges_json(r.cadre_owned)) $$;

      -- The only door. Body: {key, iss, sub, post, mark, exp}; mark is transaction_mark() as the host read it.
      -- Errors: 28000 ticket refused; LD001 nobody by that subject; LD002 no post in force; LD003 not a post of his.
      create function enter(body text, seal text) returns jsonb
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          t jsonb; k ticket_key; s seal_key; p person; w post; u unit; o unit; m principal; sealed text;
          own int8multirange; organ int8multirange; subtree int8multirange; branches int8multirange; linked int8multirange;
        begin
          begin
            t := body::jsonb;
            select * into k from ticket_key
              where id = t->>'key' and (valid_to is null or valid_to > clock_timestamp());
            if not found
              or seal is distinct from hmac_hex(k.inner_pad, k.outer_pad, body)
              or t->>'mark' is distinct from transaction_mark()
              or coalesce(to_timestamp((t->>'exp')::double precision)
                not between clock_timestamp() and clock_timestamp() + interval '1 minute', true)
              or coalesce(current_setting('liandong.principal', true), '') <> '' then
              raise exception 'refused';
            end if;
          exception when others then
            raise exception 'ticket refused' using errcode = '28000';
          end;

          select * into p from person
            where issuer = t->>'iss' and subject = t->>'sub' and (left_at is null or left_at > app_now());
          if not found then
            raise exception 'no such person' using errcode = 'LD001';
          end if;
          if t->>'post' is not null then
            select * into w from post where id = (t->>'post')::uuid and person_id = p.id;
            if not found then
              raise exception 'not a post of this person' using errcode = 'LD003';
            end if;
          else
            select * into w from post where person_id = p.id and in_force(valid_from, valid_to)
              order by main desc, valid_from, id limit 1;
          end if;
          select * into u from unit where pos = w.unit_pos and in_force(valid_from, valid_to);
          if not found or not in_force(w.valid_from, w.valid_to) then
            raise exception 'no post in force' using errcode = 'LD002';
          end if;
          select * into o from unit where pos = u.organ_pos;

          own := int8multirange(int8range(u.pos, u.pos, '[]'));
          organ := int8multirange(int8range(o.pos, o.pos + 499, '[]'));
          subtree := int8multirange(int8range(o.pos, o.hi, '[]'));
          select coalesce(range_agg(int8range(b.office_pos, b.office_pos, '[]')), '{}') into branches
            from branch b where b.post_id = w.id and in_force(b.valid_from, b.valid_to);
          -- An office's links are its own, a leader's those of his branch, a principal's those of the whole organ.
          select coalesce(range_agg(int8range(x.pos, x.hi, '[]')), '{}'),
                 coalesce(array_agg(x.pos order by l.id), '{}'), coalesce(array_agg(x.hi order by l.id), '{}'),
                 coalesce(array_agg((extract(epoch from l.valid_from) * 1000000)::bigint order by l.id), '{}')
            into linked, m.link_lo, m.link_hi, m.link_since
            from contact_link l join unit x on x.pos = l.target_pos
            where in_force(l.valid_from, l.valid_to)
              and l.office_pos <@ (case when w.duty = 1 and u.kind in (1, 4) then organ when w.duty = 2 then branches else own end);

          m.person := p.id; m.post := w.id; m.unit := u.pos; m.organ := o.pos; m.organ_hi := o.hi;
          -- The three administrators (三员) see no case facet, whatever their unit is granted: nothing is as open as -1.
          m.clearance := case when w.duty between 5 and 7 then -1 else p.clearance end;
          select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')) into m.places
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to);
          m.clue_ledger := reach_of('clue', 'ledger', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.clue_petition := reach_of('clue', 'petition', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.clue_content := reach_of('clue', 'content', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.clue_reporter := reach_of('clue', 'reporter', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.supervision_item_ledger :=
            reach_of('supervision_item', 'ledger', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.supervision_item_content :=
            reach_of('supervision_item', 'content', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.joint_case_ledger := reach_of('joint_case', 'ledger', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);
          m.joint_case_content := reach_of('joint_case', 'content', u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked);

          sealed := m::text;
          select * into s from seal_key;
          perform set_config('liandong.principal',
            hmac_hex(s.inner_pad, s.outer_pad, transaction_mark() || sealed) || sealed, true);
          return jsonb_build_object(
            'person', jsonb_build_object('id', p.id, 'name', p.name),
            'post', w.id,
            'posts', (select jsonb_agg(jsonb_build_object('id', x.id, 'duty', x.duty, 'main', x.main, 'unitPos', x.unit_pos,
                        'from', x.valid_from, 'until', x.valid_to) order by x.main desc, x.valid_from, x.id)
                      from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to)),
            'unit', u.pos, 'organ', jsonb_build_array(o.pos, o.hi), 'clearance', p.clearance,
            'branches', ranges_json(branches),
            'links', (select coalesce(jsonb_agg(jsonb_build_array(lo, hi, since)), '[]')
                      from unnest(m.link_lo, m.link_hi, m.link_since) as l(lo, hi, since)),
            'reach', jsonb_build_object('clue', reach_json(m.clue_ledger),
              'supervisionItem', reach_json(m.supervision_item_ledger), 'jointCase', reach_json(m.joint_case_ledger)),
            'unitTreeVersion', (select version from unit_tree_version));
        end $$;
      grant execute on function enter(text, text) to liandong_api, liandong_act;
    `);
    const seal = hmacPads(randomBytes(32));
    await runner.query('insert into seal_key (inner_pad, outer_pad) values ($1, $2)', [seal.inner, seal.outer]);
    await storeDutyFacets((sql, values) => runner.query(sql, values));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function enter(text, text);
      drop function reach_json(reach), ranges_json(int8multirange);
      drop function reach_of(text, text, smallint, smallint, smallint, int8multirange, int8multirange, int8multirange, int8multirange, int8multirange);
      drop function me(), transaction_mark();
      drop type principal, reach;
      drop table duty_facet, seal_key, ticket_key;
      drop function hmac_hex(bytea, bytea, text);
    `);
  }
}
