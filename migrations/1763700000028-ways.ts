import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeSight } from './data/sight.js';

/**
 * By which ways a post comes to an object's facets. Whether it does is never said here: that is `reached()`, made of the
 * policies themselves. These functions are the definer's own, for explanations to stand on.
 */
export class Ways1763700000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Databases that were made before explanations have not got the second half.
    await storeSight((text) => runner.query(text));
    await runner.query(`
      create type way as (id uuid, facet text, via text, basis smallint, state text, until timestamptz);

      -- What the rules ask of an object, whatever its kind.
      create type matter as (id uuid, owner_pos bigint, handling_pos bigint, received_pos bigint, handler_post uuid,
        registered_by uuid, custodian_post uuid, subject_state smallint, closed_at timestamptz, classification smallint,
        compartment smallint, denied_persons uuid[], denied_units int8multirange);
      create function matters(of_object text, of_ids uuid[]) returns setof matter
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
          return query execute format('select id, owner_pos, handling_pos, received_pos, handler_post, registered_by, custodian_post,
            subject_state, closed_at, classification, compartment, denied_persons, denied_units from %I where id = any ($1)',
            of_object) using of_ids;
        end $$;

      -- What is granted to a post: by itself, its unit or its person; each by its own index.
      create function grants_to(of_post uuid, of_object text) returns setof access_grant
        language sql stable set search_path = liandong, pg_temp
        as $$
          select * from access_grant where object = of_object and post_id = of_post
          union all select * from access_grant where object = of_object and unit_pos = (select unit_pos from post where id = of_post)
          union all select * from access_grant where object = of_object and person_id = (select person_id from post where id = of_post)
        $$;

      -- Every way of a post to the facets of objects, open or not. An end is that of what opens it, or of the post.
      -- By rule: as duties, units and the public places have it, whatever is secret, named or granted.
      -- plpgsql, here and below, where a function is long and often called: its plan is kept.
      create function ways_to(of_post uuid, of_object text, of_ids uuid[], by_rule boolean default false) returns setof way
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
        return query with w as (
          select p.id, p.person_id, p.duty, u.pos, u.kind, u.office_kind, o.pos as organ, o.hi as organ_hi,
            least(p.valid_to, u.valid_to) as ends
          from post p join unit u on u.pos = p.unit_pos join unit o on o.pos = u.organ_pos where p.id = of_post),
        m as (select * from matters(of_object, of_ids)),
        f as (select distinct facet from duty_facet where object = of_object),
        r (relation, lo, hi, starts, ends, since) as (
          select 'OWN', pos, pos, null::timestamptz, null::timestamptz, null::timestamptz from w
          union all select 'ORGAN', organ, organ + 499, null, null, null from w
          union all select 'SUBTREE', organ, organ_hi, null, null, null from w
          union all select 'BRANCH', b.office_pos, b.office_pos, b.valid_from, b.valid_to, null
            from w join branch b on b.post_id = w.id
          union all select 'BRANCH_CADRE', b.office_pos, b.office_pos, b.valid_from, b.valid_to, null
            from w join branch b on b.post_id = w.id join unit x on x.pos = b.office_pos and x.office_kind = 7
          union all select 'LINKED', x.pos, x.hi, l.valid_from, l.valid_to, l.valid_from
            from w join contact_link l on case when w.duty = 1 and w.kind in (1, 4) then l.office_pos between organ and organ + 499
                                               else w.duty <> 2 and l.office_pos = w.pos end
            join unit x on x.pos = l.target_pos
          union all select 'LINKED', x.pos, x.hi, greatest(l.valid_from, b.valid_from), least(l.valid_to, b.valid_to), l.valid_from
            from w join branch b on w.duty = 2 and b.post_id = w.id join contact_link l on l.office_pos = b.office_pos
            join unit x on x.pos = l.target_pos),
        his as (
          select d.facet, d.relation, d.place from w join duty_facet d on d.object = of_object
            and (d.unit_kind is null or d.unit_kind = w.kind) and (d.office_kind is null or d.office_kind = w.office_kind)
            and (d.duty = w.duty or d.duty is null and w.duty not between 5 and 7)
            and not (by_rule and d.place in ('owner_cadre', 'owner_sealed'))),
        by_duty as (
          select m.id, h.facet, split_part(h.relation, '_', 1) as via, null::smallint as basis,
            case when not coalesce(p.pos between r.lo and r.hi, false) or h.place = 'owner_cadre' and m.compartment <> 1
                     or h.place = 'owner_sealed' and m.compartment <> 2
                   then 'NOT_THIS_PLACE'
                 when r.starts > app_now() then 'NOT_YET'
                 when r.ends <= app_now() then 'PERIOD_OVER'
                 when m.closed_at is not null and (h.facet = 'reporter' or h.relation = 'LINKED' and m.closed_at < r.since)
                   then 'CLOSED'
                 else 'OPEN' end as state,
            r.ends
          from m cross join his h left join r on r.relation = h.relation
          cross join lateral (select case h.place when 'handling' then m.handling_pos when 'received' then m.received_pos
                                                  else m.owner_pos end as pos) p
          union all
          select m.id, d.facet, d.relation, null, 'NOT_THIS_DUTY', null
          from m cross join (select facet, split_part(relation, '_', 1) as relation from duty_facet where object = of_object
                             except select facet, split_part(relation, '_', 1) from his) d),
        by_name as (
          select m.id, f.facet, n.via, null::smallint,
            case when n.post is distinct from w.id then 'NOT_NAMED'
                 -- Who registered it where it came in, and not who once wrote it down elsewhere.
                 when f.facet = 'reporter' and m.received_pos is distinct from w.pos then 'NOT_THIS_PLACE'
                 when f.facet = 'reporter' and m.closed_at is not null then 'CLOSED'
                 when f.facet <> 'reporter' and n.via <> 'HANDLER' and m.subject_state <> 0 then 'NOT_NAMED'
                 else 'OPEN' end,
            null::timestamptz
          from w cross join m cross join f
          cross join lateral (values ('HANDLER', m.handler_post), ('REGISTRAR', m.registered_by), ('CUSTODIAN', m.custodian_post))
            as n (via, post)
          where of_object = 'clue' and (f.facet = 'reporter') <= (n.via = 'REGISTRAR')),
        by_grant as (
          select m.id, f.facet, 'GRANT', g.basis,
            case when g.id is null then 'NO_GRANT' when g.valid_from > app_now() then 'NOT_YET'
                 when g.valid_to <= app_now() then 'PERIOD_OVER' else 'OPEN' end,
            g.valid_to
          from m cross join f
          left join (select * from grants_to(of_post, of_object) where object_id = any (of_ids)) g
            on g.object_id = m.id and f.facet = any (g.facets)),
        tried (id, facet, via, basis, state, ends) as (
          select * from by_duty union all select * from by_name where not by_rule
          union all select * from by_grant where not by_rule)
        select distinct on (t.id, t.facet, t.via, t.basis) t.id, t.facet, t.via, t.basis, t.state,
          case when t.state = 'OPEN' then least(t.ends, w.ends) end
        from tried t cross join w
        order by t.id, t.facet, t.via, t.basis,
          array_position(array['OPEN', 'CLOSED', 'PERIOD_OVER', 'NOT_YET', 'NOT_THIS_PLACE', 'NOT_THIS_DUTY', 'NOT_NAMED', 'NO_GRANT'], t.state),
          coalesce(t.ends, 'infinity') desc;
        end $$;

      -- Everything after this is asked as somebody else would be who enters now, until resume(). False: he cannot enter.
      create function become(of_post uuid) returns boolean
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          k ticket_key; t text;
        begin
          select * into strict k from ticket_key where valid_to is null or valid_to > clock_timestamp()
            order by valid_to desc nulls first, id limit 1;
          select jsonb_build_object('key', k.id, 'iss', p.issuer, 'sub', p.subject, 'post', x.id, 'mark', transaction_mark(),
              'exp', extract(epoch from clock_timestamp()) + 5)::text
            into t from post x join person p on p.id = x.person_id where x.id = of_post;
          if t is null then
            return false;
          end if;
          perform set_config('liandong.principal', '', true);
          perform enter(t, hmac_hex(k.inner_pad, k.outer_pad, t));
          return true;
        exception when sqlstate 'LD001' or sqlstate 'LD002' or sqlstate 'LD003' then
          return false; -- and one is who one was
        end $$;
      create function resume(own text) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ select set_config('liandong.principal', own, true) $$;

      -- For oneself, of a list at once: the facets that reach one, by which ways, and what the offers of acts ask for.
      create function viewer_of(of_object text, of_ids uuid[]) returns table (id uuid, viewer jsonb)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          mine uuid := (me()).post; seen uuid[]; of_facet text; found jsonb := '{}'; ends timestamptz;
        begin
          if mine is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select least(p.valid_to, u.valid_to) into ends from post p join unit u on u.pos = p.unit_pos where p.id = mine;
          seen := reached(of_object, 'ledger', of_ids);
          for of_facet in select distinct facet from duty_facet where object = of_object loop
            found := found || jsonb_build_object(of_facet, to_jsonb(reached(of_object, of_facet, seen)));
          end loop;
          return query
            with ways as materialized (select * from ways_to(mine, of_object, seen) where state = 'OPEN')
            select m.id, jsonb_build_object('facets', (
                select jsonb_agg(jsonb_build_object('facet', upper(f.key), 'via', coalesce(y.via, 'OTHER'), 'basis', y.basis, 'until', case when y.via is null then ends else y.until end)
                    order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.key), y.until desc nulls first, y.via, y.basis)
                from jsonb_each(found) f left join ways y on y.id = m.id and y.facet = f.key
                where f.value ? m.id::text),
              'owner', m.owner_pos, 'handling', m.handling_pos, 'received', m.received_pos,
              'handler', coalesce(m.handler_post = mine, false), 'open', m.closed_at is null)
            from matters(of_object, seen) m;
        end $$;
      grant execute on function viewer_of(text, uuid[]) to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function viewer_of(text, uuid[]), resume(text), become(uuid), ways_to(uuid, text, uuid[], boolean), grants_to(uuid, text),
        matters(text, uuid[]);
      drop type matter, way;
    `);
  }
}
