import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reading the audit trail is the audit administrator's: of the posts of his organ and below, under aliases that are his
 * alone. What is behind one is for two persons to open: he asks, another audit administrator or the organ's head decides,
 * never himself and never on himself (三员 are kept apart); then he may read it for a day.
 */
export class AuditReading1763700000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A page is merged from those of the units that one reads: nobody waits for what others do elsewhere.
      create index audit_entry_unit on audit_entry (unit_pos, txid desc, id desc);

      -- Of what the trail names, that which is not denied to a person by his own name or by any of his posts; in its order.
      -- What is about a matter is as the matter; what is about himself is nothing to him.
      create function trail_open_to(of_object text, of_ids uuid[], p principal) returns uuid[]
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          kept uuid[];
        begin
          case of_object
            when 'clue', 'supervision_item', 'joint_case' then
              kept := array(select id from matters(of_object, of_ids) where p.person = any (denied_persons) or denied_units && p.places);
            when 'recusal' then
              kept := array(select id from recusal where id = any (of_ids)
                and (person_id = p.person or trail_open_to('clue', array[clue_id], p) = '{}'));
            when 'interference_record' then
              kept := array(select id from interference_record where id = any (of_ids)
                and (person_id = p.person or denied_units && p.places or trail_open_to('clue', array[clue_id], p) = '{}'));
            when 'unmasking' then
              kept := array(select id from unmasking where id = any (of_ids) and trail_open_to('clue', array[clue_id], p) = '{}');
            when 'emergency_access' then
              kept := array(select id from emergency_access where id = any (of_ids) and trail_open_to('clue', array[clue_id], p) = '{}');
            when 'grant', 'access_grant' then
              kept := array(select id from access_grant where id = any (of_ids) and trail_open_to(object, array[object_id], p) = '{}');
            when 'alias_opening' then
              kept := array(select id from alias_opening where id = any (of_ids) and trail_open_to(object, array[object_id], p) = '{}');
            else
              kept := '{}';
          end case;
          return case when kept <> '{}'
            then array(select x from unnest(of_ids) with ordinality as o (x, n) where x <> all (kept) order by n) else of_ids end;
        end $$;
      create function trail_kept_from(of_object text, of_id uuid, p principal) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select trail_open_to(of_object, array[of_id], p) = '{}' $$;

      -- An act on a matter tells in its details what came of it; that too can be about him who reads.
      create function trail_tells_of(of_details jsonb, p principal) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select of_details ? 'recusal' and trail_kept_from('recusal', (of_details->>'recusal')::uuid, p)
          or of_details ? 'interferenceRecord' and trail_kept_from('interference_record', (of_details->>'interferenceRecord')::uuid, p) $$;

      create function audit_trail(of_first integer, after_txid xid8, after_id uuid, of_kinds smallint[], of_operations text[],
          of_from timestamptz, of_until timestamptz) returns table (txid text, id uuid, entry jsonb)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); his text; asked integer := greatest(least(of_first, 100), 0) + 1; given integer := 0; tried integer;
          last_txid xid8 := coalesce(after_txid, '18446744073709551615'); last_id uuid := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
          e record; shown uuid[];
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if acting_duty() is distinct from 7::smallint then
            raise exception 'the audit administrator alone' using errcode = 'LD020';
          end if;
          his := 'audit ' || m.person;
          while given < asked loop
            tried := 0;
            for e in
              with recursive units (pos) as (
                (select a.unit_pos from audit_entry a where a.unit_pos between m.organ and m.organ_hi order by a.unit_pos limit 1)
                union all
                select (select a.unit_pos from audit_entry a where a.unit_pos > units.pos and a.unit_pos <= m.organ_hi order by a.unit_pos limit 1)
                from units where units.pos is not null)
              select a.* from units cross join lateral (
                select x.* from audit_entry x
                where x.unit_pos = units.pos and (x.txid, x.id) < (last_txid, last_id)
                  and (of_kinds is null or x.kind = any (of_kinds)) and (of_operations is null or x.operation = any (of_operations))
                  and (of_from is null or x.at >= of_from) and (of_until is null or x.at < of_until)
                order by x.txid desc, x.id desc limit asked) a
              order by a.txid desc, a.id desc limit asked
            loop
              tried := tried + 1; last_txid := e.txid; last_id := e.id;
              shown := trail_open_to(e.object, e.object_ids, m);
              -- What was about nothing but what is denied to him, was not; nor what came of it.
              continue when e.object_ids <> '{}' and shown = '{}' or coalesce(trail_tells_of(e.details, m), false);
              txid := e.txid::text; id := e.id;
              entry := jsonb_build_object('at', e.at, 'kind', e.kind, 'operation', e.operation,
                'organ', (select u.organ_pos from unit u where u.pos = e.unit_pos),
                'person', alias_of(his, 'person', e.person_id), 'post', alias_of(his, 'post', e.post_id),
                'object', e.object, 'objects', case when e.object in ('clue', 'supervision_item', 'joint_case', 'post')
                  then (select coalesce(jsonb_agg(alias_of(his, o.kind, o.i) order by o.kind <> e.object, o.n), '[]') from (
                      select e.object as kind, i, n from unnest(shown[1:20]) with ordinality as x (i, n)
                      union all
                      select 'post', i::uuid, n from jsonb_array_elements_text(e.details->'posts') with ordinality as x (i, n)) o)
                  else '[]' end,
                'facets', e.facets, 'paths', e.paths, 'code', e.code);
              return next;
              given := given + 1;
              exit when given = asked;
            end loop;
            exit when tried < asked;
          end loop;
        end $$;
      grant execute on function audit_trail(integer, xid8, uuid, smallint[], text[], timestamptz, timestamptz) to liandong_api;

      create table alias_opening (
        id uuid primary key,
        alias text not null check (length(alias) <= 100),
        object text not null check (object in ('person', 'post', 'clue', 'supervision_item', 'joint_case')),
        object_id uuid not null,
        reason text not null check (length(reason) between 1 and 2000),
        requested_by uuid not null references post (id),
        requester uuid not null references person (id),
        requester_name text not null,
        unit_pos bigint not null references unit (pos),
        organ_pos bigint not null references unit (pos),
        requested_at timestamptz not null default app_now(),
        state smallint not null default 1 check (state between 1 and 3),
        decided_by uuid references post (id),
        decided_at timestamptz,
        decision_reason text check (length(decision_reason) between 1 and 2000),
        open_until timestamptz,
        version integer not null default 1,
        check ((state = 1) = (decided_at is null)),
        check ((state = 2) = (open_until is not null))
      );
      comment on table alias_opening is 'What is behind an alias of the audit trail: asked for by one person, decided by another, open for a day';
      create unique index alias_opening_asked on alias_opening (requester, alias) where state = 1;
      create index alias_opening_requested_by on alias_opening (requested_by, id);
      create index alias_opening_unit on alias_opening (unit_pos, id);
      alter table alias_opening enable row level security;
      alter table alias_opening force row level security;
      create policy owner_all on alias_opening to current_user using (true) with check (true);

      -- Who may decide: the audit administrator of the organ or above, or the organ's head; not on himself, nor on what is kept from him.
      create function alias_opening_decides(o alias_opening, p principal, of_duty smallint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select coalesce((of_duty = 7 and o.unit_pos between p.organ and p.organ_hi or of_duty = 1 and p.unit = o.organ_pos)
          and o.requester <> p.person and not trail_kept_from(o.object, o.object_id, p)
          and not (o.object = 'person' and o.object_id = p.person)
          and not (o.object = 'post' and exists (select from post where id = o.object_id and person_id = p.person)), false) $$;
      create function alias_opening_mine_to_decide(of_id uuid) returns boolean
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select coalesce((select alias_opening_decides(o, me(), acting_duty()) from alias_opening o where o.id = of_id), false) $$;
      grant execute on function alias_opening_mine_to_decide(uuid) to liandong_api, liandong_act;
      create policy reach on alias_opening for select to liandong_api, liandong_act using (
        requested_by = (select (liandong.me()).post) or alias_opening_mine_to_decide(id));
      grant select (id, alias, object, reason, requester_name, requested_at, state, decided_at, decision_reason, open_until, version)
        on alias_opening to liandong_api, liandong_act;

      create function audit_alias_open_request(of_id uuid, of_alias text, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); behind record; o alias_opening;
        begin
          perform require_act('auditAliasOpenRequest');
          if acting_duty() is distinct from 7::smallint then
            raise exception 'the audit administrator alone' using errcode = 'LD020';
          end if;
          select * into behind from behind_alias('audit ' || m.person, of_alias);
          if behind.id is null or behind.kind not in ('person', 'post', 'clue', 'supervision_item', 'joint_case')
            or trail_kept_from(behind.kind, behind.id, m) then
            raise exception 'no such alias' using errcode = 'LD021';
          end if;
          if exists (select from alias_opening where requester = m.person and alias = of_alias and state = 1) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          insert into alias_opening (id, alias, object, object_id, reason, requested_by, requester, requester_name, unit_pos, organ_pos)
            select of_id, of_alias, behind.kind, behind.id, of_reason, m.post, m.person, p.name, m.unit, m.organ from person p where p.id = m.person
            returning * into o;
          -- Somebody must be in office who may decide in general; whether on this, is not for the asker to learn.
          if not exists (
              select from post x join unit u on u.pos = x.unit_pos join unit g on g.pos = u.organ_pos
              where x.person_id <> m.person and in_force(x.valid_from, x.valid_to)
                and (x.duty = 7 and m.unit between g.pos and g.hi or x.duty = 1 and x.unit_pos = m.organ)) then
            raise exception 'nobody to decide' using errcode = 'LD024';
          end if;
          perform tell('auditAliasOpenRequested', 'alias_opening', of_id);
        end $$;

      create function audit_alias_open_decide(of_id uuid, of_version integer, approved boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          o alias_opening;
        begin
          perform require_act('auditAliasOpenDecide');
          select * into o from alias_opening where id = of_id for update;
          if not found or not alias_opening_decides(o, me(), acting_duty()) then
            raise exception 'not his to decide' using errcode = 'LD020';
          end if;
          if o.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if o.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          update alias_opening set state = case when approved then 2 else 3 end, decided_by = (me()).post, decided_at = app_now(),
            decision_reason = of_reason, open_until = case when approved then app_now() + interval '24 hours' end, version = version + 1
            where id = of_id;
          perform tell(case when approved then 'auditAliasOpened' else 'auditAliasOpenRefused' end, 'alias_opening', of_id);
        end $$;
      grant execute on function audit_alias_open_request(uuid, text, text), audit_alias_open_decide(uuid, integer, boolean, text) to liandong_act;

      -- To who asked, as long as it is open: a person's name and a post's place; of a matter no more than its number and
      -- whose it is, and of what is secret, compartmented or unresolved not even the number.
      create function alias_opened(of_ids uuid[]) returns table (id uuid, opened jsonb)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); o alias_opening; cleared smallint;
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select clearance into cleared from person p where p.id = m.person;
          for o in select * from alias_opening a where a.id = any (of_ids) and a.requested_by = m.post and a.state = 2 and a.open_until > app_now()
              and acting_duty() = 7 and not trail_kept_from(a.object, a.object_id, m) loop
            id := o.id;
            if o.object = 'person' then
              select jsonb_build_object('object', o.object, 'objectId', p.id, 'name', p.name) into opened from person p where p.id = o.object_id;
            elsif o.object = 'post' then
              select jsonb_build_object('object', o.object, 'objectId', w.id, 'name', p.name, 'unit', w.unit_pos) into opened
                from post w join person p on p.id = w.person_id where w.id = o.object_id;
            else
              execute format('select jsonb_build_object(''object'', $2, ''objectId'', id, ''unit'', owner_pos, ''number'',
                case when classification <= $3 and compartment = 0 and subject_state <> 0 then number end) from %I where id = $1', o.object)
                into opened using o.object_id, o.object, cleared;
            end if;
            return next;
          end loop;
        end $$;
      grant execute on function alias_opened(uuid[]) to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function alias_opened(uuid[]), audit_alias_open_decide(uuid, integer, boolean, text), audit_alias_open_request(uuid, text, text);
      drop policy reach on alias_opening;
      drop function alias_opening_mine_to_decide(uuid), alias_opening_decides(alias_opening, principal, smallint);
      drop table alias_opening;
      drop function audit_trail(integer, xid8, uuid, smallint[], text[], timestamptz, timestamptz), trail_tells_of(jsonb, principal), trail_kept_from(text, uuid, principal),
        trail_open_to(text, uuid[], principal);
      drop index audit_entry_unit;
    `);
  }
}
