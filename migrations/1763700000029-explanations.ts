import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hmacPads } from '../src/database/hmac.js';

/** Of grants on these grounds nobody is told but their grantee, and who is let in by the same: that there is one tells of whom the matter is. 10: COMPARTMENT, 14: RECUSAL. */
const SECRET = 'array[10, 14]::smallint[]';
/** That there are these is no secret, but on what they stand is known to who asked for them and who decides. 7: UNMASKING, 8: EMERGENCY. */
const DISCREET = 'array[7, 8]::smallint[]';

/**
 * Why somebody sees an object or does not, for who sees its ledger; what may see it, as rules; and what a post reaches,
 * as numbers. Whoever has not the content is told of others by rule alone: whether a single decision is there – a
 * denial, a grant, a name – would be told by a yes that is missing as well as by a no.
 */
export class Explanations1763700000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether the principal knows the content of an object and of every clue it is about.
      create function knows_content(of_object text, of_id uuid) returns boolean
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          clues uuid[] := clues_of(of_object, of_id);
        begin
          return of_id = any (reached(of_object, 'content', array[of_id])) and clues <@ reached('clue', 'content', clues);
        end $$;

      -- Why the policies deny an object to a principal whom a way leads to it. The compartment is told by the caller.
      create function denied_for(of_object text, of_id uuid, p principal) returns text[]
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
        return array(
          select case d.basis when 1 then 'RECUSAL' when 2 then 'SUBJECT' when 3 then 'COMPARTMENT' else 'OTHER' end as reason from denial d
            where d.ended_at is null
              and (d.object = of_object and d.object_id = of_id or d.object = 'clue' and d.object_id = any (clues_of(of_object, of_id)))
              and (d.person_id = p.person or d.unit_lo is not null and int8multirange(int8range(d.unit_lo, d.unit_hi, '[]')) && p.places)
          union select 'CLASSIFICATION' from matters(of_object, array[of_id]) m where m.classification > p.clearance
          union select 'UNRESOLVED_SUBJECT' from matters(of_object, array[of_id]) m where m.subject_state = 0
            and p.post is distinct from m.registered_by and p.post is distinct from m.custodian_post
          order by reason);
        end $$;

      create function explain_access(of_object text, of_id uuid, of_person uuid, of_post uuid) returns jsonb
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); own text := current_setting('liandong.principal', true); knows boolean; exempt boolean; x record; p principal;
          facets text[] := array(select distinct facet from duty_facet where object = of_object); of_facet text;
          entered boolean; open_facets text[]; reasons text[]; answer jsonb := '[]';
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if not (of_id = any (reached(of_object, 'ledger', array[of_id]))) then
            return null;
          end if;
          knows := knows_content(of_object, of_id);
          exempt := of_id = any (exempted(of_object, 'content'));
          for x in select w.id, w.person_id, w.unit_pos, w.duty from post w
              where w.id = of_post or w.person_id = of_person and in_force(w.valid_from, w.valid_to)
              order by w.main desc, w.valid_from, w.id loop
            entered := become(x.id);
            open_facets := '{}'; reasons := '{}';
            if entered then
              p := me();
              foreach of_facet in array case when knows or x.person_id = m.person then facets else '{}' end loop
                if of_id = any (reached(of_object, of_facet, array[of_id])) then
                  open_facets := open_facets || of_facet;
                end if;
              end loop;
              reasons := denied_for(of_object, of_id, p);
              perform resume(own);
            end if;
            answer := answer || jsonb_build_array(jsonb_build_object('post', x.id, 'unit', x.unit_pos, 'duty', x.duty, 'facets',
              case when knows or x.person_id = m.person
                then facets_explained(x.id, of_object, of_id, open_facets, reasons, knows, exempt or x.person_id = m.person, entered)
                else facets_by_rule(x.id, of_object, of_id, entered) end));
          end loop;
          return answer;
        end $$;

      -- One post's facets as the matrix, the object's public places and the post itself promise them: nothing here depends
      -- on who is denied, granted or named, nor on secrecy, compartment or subject.
      create function facets_by_rule(of_post uuid, of_object text, of_id uuid, entered boolean) returns jsonb
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
        return (
        with w as materialized (
          select facet, via, until from ways_to(of_post, of_object, array[of_id], true) where entered and state = 'OPEN'),
        f as (select distinct facet from duty_facet where object = of_object)
        select jsonb_agg(jsonb_build_object('facet', upper(f.facet), 'code', case when x.ways = '[]' then 'NOT_BY_RULE' else 'BY_RULE' end,
            'reasons', '[]'::jsonb, 'ways', x.ways)
          order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.facet))
        from f cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('via', w.via, 'basis', null, 'code', 'BY_RULE', 'until', w.until) order by w.via, w.until), '[]') as ways
          from w where w.facet = f.facet) x);
        end $$;

      -- One post's facets in words and codes, to who knows the content, and to its own person.
      create function facets_explained(of_post uuid, of_object text, of_id uuid, open_facets text[], reasons text[], knows boolean,
          inside boolean, entered boolean) returns jsonb
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
        return (
        with tried as (
          select facet, via, case when w.secret or not inside and basis = any (${DISCREET}) then null else basis end as basis,
            case when w.secret then 'NO_GRANT' else state end as state, case when w.secret then null else until end as until, w.secret
          from (select t.*, not inside and coalesce(basis = any (${SECRET}), false) as secret
                from ways_to(of_post, of_object, array[of_id]) t) w),
        shown as (
          select distinct on (facet, via, basis, state, until) t.* from tried t where t.state <> 'NO_GRANT'
            or not exists (select from tried o where o.facet = t.facet and o.via = 'GRANT' and o.state <> 'NO_GRANT')
            order by facet, via, basis, state, until, secret desc),
        f as (
          select facet, bool_or(state = 'OPEN') as ways_open,
            -- Of who comes by a secret grant alone, or is let past a denial by one, it is not told either.
            facet = any (open_facets) and (inside or not reasons && array['RECUSAL', 'SUBJECT', 'COMPARTMENT', 'OTHER']
              and (bool_or(state = 'OPEN') or not bool_or(secret))) as granted
          from shown group by facet)
        select jsonb_agg(
          case
            when f.granted then jsonb_build_object('facet', upper(f.facet), 'code', 'GRANTED', 'reasons', '[]'::jsonb, 'ways', w.ways)
            when not knows then jsonb_build_object('facet', upper(f.facet), 'code', 'NOT_ENTITLED', 'reasons', '[]'::jsonb, 'ways', '[]'::jsonb)
            else jsonb_build_object('facet', upper(f.facet),
              'code', case when not entered then 'POST_NOT_IN_FORCE' when f.ways_open then 'DENIED' else 'NO_WAY' end,
              'reasons', case when not entered or not f.ways_open then '[]' when reasons = '{}' then '["COMPARTMENT"]' else to_jsonb(reasons) end,
              'ways', w.ways)
          end order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.facet))
        from f cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('via', s.via, 'basis', s.basis,
              'code', case when s.state = 'OPEN' and not f.granted then 'DENIED' when s.state = 'OPEN' then 'GRANTED' else s.state end,
              'until', s.until) order by s.state <> 'OPEN', s.via, s.basis, s.until), '[]') as ways
          from shown s where s.facet = f.facet and (knows or s.state = 'OPEN')) w);
        end $$;
      grant execute on function explain_access(text, uuid, uuid, uuid) to liandong_api;

      -- Rules, not persons: by the matrix, the object's places and the grants in force. Nothing here depends on who is denied.
      create function access_review(of_object text, of_id uuid) returns jsonb
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); o matter; here unit;
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if not (of_id = any (reached(of_object, 'ledger', array[of_id]))) then
            return null;
          end if;
          select * into o from matters(of_object, array[of_id]);
          select * into here from unit where pos = m.unit;
          if not exists (select from unit u where u.pos = o.owner_pos and u.organ_pos = m.organ)
            or not (acting_duty() = 1 and here.kind in (1, 4) or acting_duty() = 3 and here.office_kind = 1 or here.office_kind = 7) then
            raise exception 'not his to review' using errcode = 'LD020';
          end if;
          return (
            with d as (
              select f.*, p.pos as place_pos, u.organ_pos as place_organ, u.office_kind as place_kind,
                case when f.place = 'owner_cadre' then 'CADRE_COMPARTMENT' when f.place = 'owner_sealed' then 'SEALED' when f.facet = 'reporter' then 'WHILE_OPEN'
                     when not f.cadre then 'NOT_CADRE_COMPARTMENT' end as only_if
              from duty_facet f
              cross join lateral (select case f.place when 'handling' then o.handling_pos when 'received' then o.received_pos
                                                      else o.owner_pos end as pos) p
              join unit u on u.pos = p.pos
              where f.object = of_object),
            at_units as (
              select d.facet, split_part(d.relation, '_', 1) as via, null::smallint as basis, x.pos as unit, d.duty, d.only_if, null::timestamptz as until
              from d join unit x on in_force(x.valid_from, x.valid_to)
                and (d.unit_kind is null or d.unit_kind = x.kind) and (d.office_kind is null or d.office_kind = x.office_kind)
                and case d.relation when 'OWN' then x.pos = d.place_pos
                  when 'ORGAN' then x.organ_pos = d.place_organ and d.place_pos between d.place_organ and d.place_organ + 499
                  when 'SUBTREE' then x.organ_pos in (select s.pos from unit s where s.pos <= d.place_pos and d.place_pos <= s.hi and s.pos = s.organ_pos)
                  when 'BRANCH' then x.pos = d.place_organ
                  when 'BRANCH_CADRE' then x.pos = d.place_organ and d.place_kind = 7 else false end
              union all
              -- A link is its office's, its leaders' and its head's.
              select d.facet, 'LINKED', null, x.pos, d.duty, d.only_if, l.valid_to
              from d join contact_link l on d.relation = 'LINKED' and in_force(l.valid_from, l.valid_to)
                and (o.closed_at is null or o.closed_at >= l.valid_from)
              join unit t on t.pos = l.target_pos and d.place_pos between t.pos and t.hi
              join unit office on office.pos = l.office_pos
              join unit x on x.pos = case when d.duty in (1, 2) then office.organ_pos else office.pos end
                and (d.unit_kind is null or d.unit_kind = x.kind) and (d.office_kind is null or d.office_kind = x.office_kind)),
            named as (
              select f.facet, n.via, null::smallint, coalesce(n.pos, o.owner_pos), null::smallint,
                case when f.facet = 'reporter' then 'WHILE_OPEN' when n.via = 'HANDLER' then null else 'UNRESOLVED_SUBJECT' end, null::timestamptz
              from (select distinct facet from duty_facet where object = of_object) f
              cross join (values ('HANDLER', o.handling_pos), ('REGISTRAR', o.received_pos), ('CUSTODIAN', o.owner_pos)) as n (via, pos)
              where of_object = 'clue' and (f.facet = 'reporter') <= (n.via = 'REGISTRAR')),
            granted as (
              select f.facet, 'GRANT', case when g.basis <> all (${DISCREET}) then g.basis end, coalesce(g.unit_pos, p.unit_pos), p.duty, null, g.valid_to
              from access_grant g cross join lateral unnest(g.facets) as f (facet)
              left join lateral (select x.unit_pos, x.duty from post x where x.id = g.post_id
                or g.person_id = x.person_id and in_force(x.valid_from, x.valid_to) order by x.main desc, x.valid_from, x.id limit 1) p on true
              where g.object = of_object and g.object_id = of_id and in_force(g.valid_from, g.valid_to) and g.basis <> all (${SECRET})
                and coalesce(g.unit_pos, p.unit_pos) is not null),
            rules (facet, via, basis, unit, duty, only_if, until) as (
              select * from at_units union select * from named union select * from granted)
            select coalesce(jsonb_agg(jsonb_build_object('facet', upper(facet), 'via', via, 'basis', basis, 'unit', unit, 'duty', duty,
                'onlyIf', only_if, 'until', until)
              order by array_position(array['ledger', 'petition', 'content', 'reporter'], facet), via, unit, duty, basis, only_if, until), '[]')
            from rules);
        end $$;
      grant execute on function access_review(text, uuid) to liandong_api;

      -- Aliases: an id and its kind under a key that only the definer reads, and under what they are for – so that they
      -- mean something to their reader alone, and nobody else's can be made or opened. Deterministic and authenticated.
      create table alias_key (one boolean primary key default true check (one), inner_pad bytea not null, outer_pad bytea not null);
      alter table alias_key enable row level security;
      alter table alias_key force row level security;
      create policy owner_all on alias_key to current_user using (true) with check (true);
      create function crossed(a text, b text) returns text language plpgsql immutable
        as $$ begin
          return lpad(to_hex(('x' || left(a, 16))::bit(64)::bigint # ('x' || left(b, 16))::bit(64)::bigint), 16, '0')
            || lpad(to_hex(('x' || right(a, 16))::bit(64)::bigint # ('x' || right(b, 16))::bit(64)::bigint), 16, '0');
        end $$;
      create function alias_part(of_use text, of_kind text, part text) returns text
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          k alias_key;
        begin
          select * into k from alias_key;
          return hmac_hex(k.inner_pad, k.outer_pad, jsonb_build_array(of_use, of_kind, part)::text);
        end $$;
      create function alias_of(of_use text, of_kind text, of_id uuid) returns text
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          tag text := left(alias_part(of_use, of_kind, 'id ' || of_id), 16);
        begin
          return of_kind || '-' || tag || crossed(replace(of_id::text, '-', ''), left(alias_part(of_use, of_kind, tag), 32));
        end $$;
      create function behind_alias(of_use text, of_alias text, out kind text, out id uuid)
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          part text[] := regexp_match(of_alias, '^([a-z_]{1,40})-([0-9a-f]{16})([0-9a-f]{32})$');
        begin
          if part is not null then
            kind := part[1];
            id := crossed(part[3], left(alias_part(of_use, kind, part[2]), 32))::uuid;
            if alias_of(of_use, kind, id) <> of_alias then
              kind := null; id := null;
            end if;
          end if;
        end $$;

      -- What a post of one's organ or below reaches, for the security administrator: bands, and as many aliases as the
      -- least of the band. Nothing that is denied to anybody, secret, compartmented or unresolved is counted: what a post
      -- is denied cannot be read off by comparing it with another.
      create function view_as(of_post uuid) returns jsonb
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); own text := current_setting('liandong.principal', true);
          day text; look record; ids uuid[]; found jsonb := '[]';
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if acting_duty() is distinct from 6::smallint then
            raise exception 'the security administrator alone' using errcode = 'LD020';
          end if;
          if not exists (select from post where id = of_post and unit_pos between m.organ and m.organ_hi) or not become(of_post) then
            return null;
          end if;
          day := 'view-as ' || m.person || ' ' || (app_now() at time zone 'Asia/Shanghai')::date;
          for look in
            with w as (
              select p.id, p.person_id, p.duty, u.pos, u.kind, u.office_kind, o.pos as organ, o.hi as organ_hi
              from post p join unit u on u.pos = p.unit_pos join unit o on o.pos = u.organ_pos where p.id = of_post),
            r (relation, lo, hi, since) as (
              select 'OWN', pos, pos, null::timestamptz from w union all select 'ORGAN', organ, organ + 499, null from w
              union all select 'SUBTREE', organ, organ_hi, null from w
              union all select 'BRANCH', b.office_pos, b.office_pos, null from w join branch b on b.post_id = w.id and in_force(b.valid_from, b.valid_to)
              union all select 'LINKED', l.lo, l.hi, to_timestamp(l.since / 1000000.0)
                from unnest((me()).link_lo, (me()).link_hi, (me()).link_since) as l (lo, hi, since)),
            f as (select distinct object, facet from duty_facet)
            select d.object, d.facet, d.relation as via, format('%I between %s and %s', case d.place when 'handling' then 'handling_pos'
                when 'received' then 'received_pos' else 'owner_pos' end, r.lo, r.hi)
              || case when d.facet = 'reporter' then ' and closed_at is null' else '' end
              || case when r.since is null then '' else format(' and (closed_at is null or closed_at >= %L)', r.since) end as condition
            from w join duty_facet d on (d.unit_kind is null or d.unit_kind = w.kind)
              and (d.office_kind is null or d.office_kind = w.office_kind)
              and (d.duty = w.duty or d.duty is null and w.duty not between 5 and 7) and d.place not in ('owner_cadre', 'owner_sealed')
            join r on r.relation = d.relation
            union all
            select f.object, f.facet, n.via, format('%I = %L', n.name, w.id) || case when f.facet = 'reporter' then ' and closed_at is null' else '' end
            from w cross join f cross join (values ('HANDLER', 'handler_post'), ('REGISTRAR', 'registered_by')) as n (via, name)
            where f.object = 'clue' and (f.facet = 'reporter') = (n.via = 'REGISTRAR')
            union all
            select f.object, f.facet, 'GRANT', format('id = any (%L::uuid[])', array(select g.object_id from grants_to(of_post, f.object) g
                where f.facet = any (g.facets) and in_force(g.valid_from, g.valid_to)))
            from f
          loop
            execute format('select array(select id from %I where %s and owner_pos >= 0 and compartment = 0 and subject_state <> 0
                and classification = 0 and coalesce(denied_persons, ''{}'') = ''{}'' and coalesce(denied_units, ''{}'') = ''{}'' limit 400)',
                look.object, look.condition) into ids;
            found := found || (select coalesce(jsonb_agg(jsonb_build_object('object', look.object, 'facet', look.facet, 'via', look.via, 'id', x)), '[]')
              from (select x from unnest(reached(look.object, look.facet, ids)) x limit 20) y);
          end loop;
          perform resume(own);
          return (
            with seen as (
              select distinct f->>'object' as object, f->>'facet' as facet, f->>'via' as via, (f->>'id')::uuid as id from jsonb_array_elements(found) f),
            counted as (
              select object, facet, via, case when count(*) >= 20 then 20 when count(*) >= 5 then 5 else 1 end as least,
                array_agg(alias_of(day, object, id) order by alias_of(day, object, id)) as aliases
              from seen group by object, facet, via)
            select coalesce(jsonb_agg(jsonb_build_object('object', object, 'facet', upper(facet), 'via', via, 'least', least,
                'aliases', to_jsonb(aliases[1:least]))
              order by object, array_position(array['ledger', 'petition', 'content', 'reporter'], facet), via), '[]')
            from counted);
        end $$;
      grant execute on function view_as(uuid) to liandong_api;
    `);
    const pads = hmacPads(randomBytes(32));
    await runner.query('insert into alias_key (inner_pad, outer_pad) values ($1, $2)', [pads.inner, pads.outer]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function view_as(uuid), behind_alias(text, text), alias_of(text, text, uuid), alias_part(text, text, text), crossed(text, text);
      drop table alias_key;
      drop function access_review(text, uuid), explain_access(text, uuid, uuid, uuid),
        facets_by_rule(uuid, text, uuid, boolean), facets_explained(uuid, text, uuid, text[], text[], boolean, boolean, boolean), denied_for(text, uuid, principal),
        knows_content(text, uuid);
    `);
  }
}
