import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAdministrativeActs } from './data/administrative-acts.js';
import { mend } from './data/mend.js';
import { REHOMED_ROWS } from './data/unit-places.js';

const MATTERS = { clue: true, supervision_item: true, joint_case: false } as const;

/** Where nothing may come to any more: the statement is asked for the units that it newly names. */
const GUARDED: readonly { table: string; columns: string; update?: true }[] = [
  { table: 'clue', columns: "'owner_pos', 'handling_pos', 'received_pos'", update: true },
  { table: 'supervision_item', columns: "'owner_pos', 'handling_pos', 'received_pos', 'report_to_pos'", update: true },
  { table: 'joint_case', columns: "'owner_pos', 'handling_pos'", update: true },
  { table: 'access_grant', columns: "'unit_pos'" },
  { table: 'supervision_item_cc', columns: "'unit_pos'" },
  { table: 'post', columns: "'unit_pos'" },
  { table: 'unit', columns: "'parent_pos'" },
  { table: 'branch', columns: "'office_pos'" },
  { table: 'contact_link', columns: "'office_pos', 'target_pos'" },
  { table: 'cooperation_zone', columns: "'owner_pos', 'lead_pos'", update: true },
  { table: 'zone_member', columns: "'unit_pos'" },
  { table: 'group_counterpart', columns: "'group_pos', 'counterpart_pos'" },
  { table: 'resident_unit', columns: "'group_pos'" },
  { table: 'inspection_round', columns: "'body_pos', 'organ_pos'" },
];

/** With the units that a range names, those that their people go to. */
const going = (ranges: string) => {
  const from = `select coalesce(range_agg(${ranges}), '{}') from`;
  return [
    from,
    from.replace(
      ' from',
      ` + coalesce((
              select range_agg(int8range(g.to_pos, g.to_pos, '[]')) from reorganisation_pair g
                join reorganisation r on r.id = g.reorganisation_id
              where r.state = 1 and g.from_pos <@ range_agg(${ranges})), '{}') from`,
    ),
  ] as const;
};
const GOING = { units_of_subject: going('known'), led_by: going("int8range(led.pos, led.hi, '[]')") };
const ABOVE = [
  'where p.id = of_post and in_force(p.valid_from, p.valid_to)',
  `where p.id = of_post and exists (select from unit o where o.pos = u.organ_pos and c.owner_pos between o.pos and o.hi)
            and in_force(p.valid_from, p.valid_to)`,
] as const;

/** One column of one table, as many rows as asked: those that are busy wait for the next step. */
const rows = ({ table, column, while: condition = 'true', key = 'id' }: (typeof REHOMED_ROWS)[number]) => `
          with m as materialized (
              select x.${key} as id, p.from_pos, p.to_pos from ${table} x
                join reorganisation_pair p on p.from_pos = x.${column} and p.reorganisation_id = r.id
                where ${condition} order by 1 limit most for update of x skip locked),
            moved as (update ${table} x set ${column} = m.to_pos from m
              where x.${key} = m.id and x.${column} = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, '${table}', id, '${column}', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, '${table}', ids, jsonb_build_object('place', '${column}'));
            return cardinality(ids);
          end if;
          if exists (select from ${table} x join reorganisation_pair p on p.from_pos = x.${column} and p.reorganisation_id = r.id
              where ${condition}) then
            return 0;
          end if;`;

/**
 * A reorganisation ends units and names who comes after each; two persons decide on it. From then on nothing new comes to
 * an ending unit, and a job takes what is there to the successor, a batch at a time: each row with all that hangs on it in
 * one transaction, so that nobody sees it who may see it at neither place. First of all what is denied to the old
 * place is denied to the new; then go matters, then people; and last, when nothing is left, the units end.
 */
export class Reorganisations1763700000064 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reorganisation (
        id uuid primary key,
        organ_pos bigint not null references unit (pos),
        moves_posts boolean not null,
        state smallint not null default 1 check (state between 1 and 2),
        progress smallint not null default 0 check (progress between 0 and 100 and progress % 10 = 0),
        confirmed_by uuid not null references post (id),
        confirmer uuid not null references person (id),
        confirmer_pos bigint not null references unit (pos),
        begun_at timestamptz not null,
        done_at timestamptz,
        check ((state = 2) = (done_at is not null))
      );
      comment on table reorganisation is 'Units end and others come after them (机构改革)';
      create index reorganisation_organ on reorganisation (organ_pos, id);
      -- A unit ends once.
      create table reorganisation_pair (
        from_pos bigint primary key references unit (pos),
        to_pos bigint not null references unit (pos),
        reorganisation_id uuid not null references reorganisation (id),
        finished boolean not null default false,
        check (from_pos <> to_pos)
      );
      comment on table reorganisation_pair is 'Which unit ends, and which comes after it';
      create index reorganisation_pair_of on reorganisation_pair (reorganisation_id, from_pos);
      create index reorganisation_pair_to on reorganisation_pair (to_pos);
      create table former_place (
        reorganisation_id uuid not null references reorganisation (id),
        relation text not null,
        row_id uuid not null,
        place text not null,
        pos bigint not null references unit (pos),
        until timestamptz not null,
        primary key (row_id, relation, place, pos)
      );
      comment on table former_place is 'Which unit a row named before, until when';
      ${['reorganisation', 'reorganisation_pair', 'former_place']
        .map(
          (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
        )
        .join('\n      ')}
      alter table former_place alter column relation set statistics 0, alter column place set statistics 0;

      -- As administrative changes are seen. How far a single unit is would tell how much it had: nobody is told.
      create policy reach on reorganisation for select to liandong_api, liandong_act using (
        (select acting_duty()) between 5 and 7 and organ_pos between (select (liandong.me()).organ) and (select (liandong.me()).organ_hi)
        or (select acting_duty()) = 1 and (select (liandong.me()).unit) = (select (liandong.me()).organ) and organ_pos = (select (liandong.me()).organ));
      grant select (id, organ_pos, moves_posts, state, progress, begun_at, done_at) on reorganisation to liandong_api, liandong_act;
      create policy with_reorganisation on reorganisation_pair for select to liandong_api, liandong_act using (
        exists (select from reorganisation r where r.id = reorganisation_id));
      grant select (from_pos, to_pos, reorganisation_id) on reorganisation_pair to liandong_api, liandong_act;

      -- What comes to a unit holds it while it looks, so that a reorganisation begins before or after it, never beside it.
      create function nothing_comes_to_its_end() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$
        declare
          places bigint[];
        begin
          if tg_op = 'INSERT' then
            execute (select format('select array_agg(distinct v) from came n cross join lateral (values %s) x (v) where v is not null',
              string_agg(format('(n.%I)', c), ', ')) from unnest(tg_argv) c) into places;
          else
            execute (select format('select array_agg(distinct v) from came n join gone o using (id) cross join lateral (values %s) x (v)
              where v is not null', string_agg(format('(case when n.%1$I is distinct from o.%1$I then n.%1$I end)', c), ', '))
              from unnest(tg_argv) c) into places;
          end if;
          if places is null then
            return null;
          end if;
          perform from unit where pos = any (places) order by pos for key share;
          if exists (select from reorganisation_pair where from_pos = any (places)) then
            raise exception 'a unit that ends' using errcode = 'LD023';
          end if;
          return null;
        end $$;
      ${GUARDED.map(
        ({
          table,
          columns,
          update,
        }) => `create trigger comes_to_no_end after insert on ${table} referencing new table as came
        for each statement execute function nothing_comes_to_its_end(${columns});${
          update
            ? `
      create trigger goes_to_no_end after update on ${table} referencing old table as gone new table as came
        for each statement execute function nothing_comes_to_its_end(${columns});`
            : ''
        }`,
      ).join('\n      ')}

      -- What is denied to his colleagues, or to whom he leads, is denied where they go, whoever of them went first.
      ${Object.entries(GOING)
        .map(([name, passage]) => mend(name, ...passage))
        .join(';\n      ')};
      -- Who keeps a clue is of its organ, or of one above it; not of one above where it was.
      ${mend('may_keep', ...ABOVE)};

      create function rehomed(before bigint, after bigint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select before is not distinct from after
          or exists (select from reorganisation_pair where from_pos = before and to_pos = after) $$;

      -- A clue whose subject is not found stays where it is, unless where it is goes.
      create or replace function unresolved_stays() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if new.stage is distinct from old.stage or new.handler_post is distinct from old.handler_post
            or new.closed_at is distinct from old.closed_at
            or not (rehomed(old.owner_pos, new.owner_pos) and rehomed(old.handling_pos, new.handling_pos)) then
            raise exception 'its subject is not resolved' using errcode = 'LD023';
          end if;
          return new;
        end $$;

      -- What is recorded never changes; who keeps it may come to be another unit.
      drop trigger append_only on interference_record;
      create trigger append_only before delete or truncate on interference_record
        for each statement execute function interference_append_only();
      alter table interference_record enable always trigger append_only;
      create function interference_only_rehomed() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if new is not distinct from old or to_jsonb(new) - '{organ_pos,superior_pos,principal_pos,denied_units}'::text[]
              is distinct from to_jsonb(old) - '{organ_pos,superior_pos,principal_pos,denied_units}'::text[]
            or not (rehomed(old.organ_pos, new.organ_pos) and rehomed(old.superior_pos, new.superior_pos)
              and rehomed(old.principal_pos, new.principal_pos) and new.denied_units @> old.denied_units) then
            raise exception 'an interference record is only ever added to' using errcode = '42501';
          end if;
          return new;
        end $$;
      create trigger only_rehomed before update on interference_record for each row execute function interference_only_rehomed();
      alter table interference_record enable always trigger only_rehomed;
      create policy owner_rehomes on interference_record for update to current_user using (true) with check (true);

      -- Pairs of units that end and units that come after them, one for each, all below one organ.
      create function administer_reorganise(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); r administered; moment timestamptz; place bigint;
          ends uuid[] := array(select (i->>'from')::uuid from jsonb_array_elements(of_body->'pairs') with ordinality x (i, n) order by n);
          follows uuid[] := array(select (i->>'to')::uuid from jsonb_array_elements(of_body->'pairs') with ordinality x (i, n) order by n);
          froms bigint[]; tos bigint[];
        begin
          perform from unit where id = any (ends || follows) order by pos for no key update;
          perform from unit where id = any (ends) order by pos for update;
          moment := act_now();
          select array_agg(a.pos order by a.pos), array_agg(b.pos order by a.pos) into froms, tos
            from unnest(ends, follows) as e (a, b) join unit a on a.id = e.a and a.pos >= 0 join unit b on b.id = e.b and b.pos >= 0;
          if cardinality(ends) = 0 or (select count(distinct e) from unnest(ends) e) < cardinality(ends) then
            raise exception 'nothing, or two successors of one' using errcode = 'LD029';
          end if;
          if coalesce(cardinality(froms), 0) < cardinality(ends) then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if exists (select from unnest(froms || tos) x where x not between m.organ and m.organ_hi) then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          -- Of whatever ends all ends, and nothing that ends comes after another.
          if exists (select from unit e join unit u on u.pos between e.pos and e.hi and (u.valid_to is null or u.valid_to > moment)
              where e.pos = any (froms) and u.pos <> all (froms))
            or exists (select from unit e join unnest(tos) t on t between e.pos and e.hi where e.pos = any (froms)) then
            raise exception 'left below what ends' using errcode = 'LD029';
          end if;
          if exists (select from unnest(froms, tos) as x (f, t) join unit e on e.pos = f join unit s on s.pos = t
                left join unnest(froms, tos) as y (of, ot) on of = e.organ_pos left join unit o on o.pos = ot
              where s.kind not in (1, 4) and s.kind <> e.kind or e.kind in (1, 4) and (s.kind not in (1, 4) or s.tier > e.tier)
                -- What an office has is its organ's: it goes where the organ goes, or stays there.
                or e.kind not in (1, 3, 4) and s.organ_pos <> coalesce(o.organ_pos, e.organ_pos)) then
            raise exception 'not its like' using errcode = 'LD029';
          end if;
          if exists (select from unit where pos = any (froms) and not in_force(valid_from, valid_to)
                or pos = any (tos) and (valid_from > moment or valid_to is not null))
            or exists (select from reorganisation_pair where from_pos = any (froms || tos))
            or exists (select from reorganisation_pair p join reorganisation o on o.id = p.reorganisation_id
              where p.to_pos = any (froms) and o.state = 1) then
            raise exception 'not in force, or in another reorganisation' using errcode = 'LD023';
          end if;
          -- Neither by a post that goes along, nor by one of the organ that what is another's goes to.
          if exists (select from post x join unit u on u.pos = x.unit_pos where x.person_id = m.person and x.duty between 1 and 4
              and (x.valid_to is null or x.valid_to > moment) and ((of_body->>'posts') = 'MOVE' and x.duty > 1 and x.unit_pos = any (froms)
                or exists (select from unnest(froms, tos) as y (f, t) join unit e on e.pos = f join unit s on s.pos = t
                  where s.organ_pos = u.organ_pos and e.organ_pos <> s.organ_pos))) then
            raise exception 'to his own good' using errcode = 'LD020';
          end if;
          select max(o.pos) into place from unit o where o.kind in (1, 4) and in_force(o.valid_from, o.valid_to)
            and not exists (select from unnest(froms || tos) x where x not between o.pos and o.hi);
          insert into reorganisation (id, organ_pos, moves_posts, confirmed_by, confirmer, confirmer_pos, begun_at)
            values ((of_body->>'id')::uuid, place, of_body->>'posts' = 'MOVE', m.post, m.person, m.unit, moment);
          insert into reorganisation_pair (from_pos, to_pos, reorganisation_id)
            select f, t, (of_body->>'id')::uuid from unnest(froms, tos) as x (f, t);
          perform reach_goes_along(o, false) from reorganisation o where o.id = (of_body->>'id')::uuid;
          r := (place, 'reorganisation', (of_body->>'id')::uuid, unit_words(place), null, (
            select jsonb_agg(jsonb_build_object('field', 'successor', 'before', unit_words(f), 'after', unit_words(t)) order by f) from unnest(froms, tos) as x (f, t))
            || change_line('posts', null, of_body->>'posts'));
          return r;
        end $$;

      -- The trail shows who confirmed it, through the post he did it by.
      create function audit_rehoming(r reorganisation, of_object text, ids uuid[], of_details jsonb) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ insert into audit_entry (kind, person_id, post_id, unit_pos, operation, object, object_ids, details, correlation_id)
          select 1, r.confirmer, r.confirmed_by, r.confirmer_pos, 'reorganise', of_object, ids,
            jsonb_build_object('reorganisation', r.id) || of_details, r.id where ids <> '{}' $$;

      -- Each phase: how many it moved; 0 where the rest is busy; null where nothing is left.
      -- What was denied to people of the old place is denied to them at the new one, before they come there.
      create function rehome_denials(r reorganisation, most integer) returns integer
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          d record; ids uuid[]; linked boolean; n integer := 0;
        begin
          for d in
            select x.object, x.object_id, x.basis, array_agg(distinct p.to_pos) as places
              from reorganisation_pair p join denial x
                on int8range(x.unit_lo, x.unit_hi, '[]') @> p.from_pos and x.ended_at is null and x.unit_lo is not null
              where p.reorganisation_id = r.id and not exists (
                select from denial y where y.object = x.object and y.object_id = x.object_id and y.ended_at is null
                  and p.to_pos between y.unit_lo and y.unit_hi)
              group by 1, 2, 3 order by 1, 2, 3 limit most
          loop
            linked := d.object = 'clue' and exists (select from clue_subject where clue_id = d.object_id and ended_at is null);
            if linked then
              perform from clue where id = d.object_id for update;
              perform clue_leaves_joint_cases(d.object_id, '{}', (select range_agg(int8range(x, x, '[]')) from unnest(d.places) x));
            end if;
            insert into denial (id, object, object_id, unit_lo, unit_hi, basis)
              select gen_random_uuid(), d.object, d.object_id, x, x, d.basis from unnest(d.places) x;
            if linked then
              perform lay_before_keeper(d.object_id, null);
            end if;
            perform audit_rehoming(r, d.object, array[d.object_id], '{"place": "denial"}');
            n := n + 1;
          end loop;
          if n > 0 then
            return n;
          end if;
          with more as (
              select i.id, range_agg(int8range(p.to_pos, p.to_pos, '[]')) as places
              from interference_record i join reorganisation_pair p on i.denied_units @> p.from_pos
              where p.reorganisation_id = r.id and not i.denied_units @> p.to_pos group by 1 order by 1 limit most),
            done as (update interference_record i set denied_units = i.denied_units + m.places from more m where m.id = i.id returning i.id)
            select array_agg(id) into ids from done;
          if ids is not null then
            perform audit_rehoming(r, 'interference_record', ids, '{"place": "denied_units"}');
          end if;
          return cardinality(ids);
        end $$;

      ${Object.keys(MATTERS)
        .map(
          (table) => `create function rehome_${table}(r reorganisation, ids uuid[], attempt integer) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$
          with m as materialized (
              select x.id, x.owner_pos as o, x.handling_pos as h, x.received_pos as i, coalesce(o.to_pos, x.owner_pos) as owner,
                coalesce(h.to_pos, x.handling_pos) as handling, coalesce(i.to_pos, x.received_pos) as received
              from ${table} x
                left join reorganisation_pair o on o.from_pos = x.owner_pos and o.reorganisation_id = r.id
                left join reorganisation_pair h on h.from_pos = x.handling_pos and h.reorganisation_id = r.id
                left join reorganisation_pair i on i.from_pos = x.received_pos and i.reorganisation_id = r.id
              where x.id = any (ids)),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, '${table}', m.id, place, was, act_now() from m cross join lateral (values
                ('owner_pos', o, owner), ('handling_pos', h, handling), ('received_pos', i, received)) x (place, was, becomes)
              where was <> becomes),
            told as (insert into outbox (id, event, object, object_id)
              select gen_random_uuid(), 'matterRehomed', '${table}', id from m)
            -- A number that the successor has itself says whose it was; and where that is too long to tell it apart, which.
            update ${table} x set owner_pos = m.owner, handling_pos = m.handling, received_pos = m.received,
              number = case attempt when 0 then x.number when 1 then left(x.number, 39 - length(m.o::text)) || '@' || m.o
                else left(x.number, 26 - length(m.o::text)) || '@' || m.o || '#' || right(x.id::text, 12) end,
              version = x.version + 1, changed_at = app_now() from m where x.id = m.id $$;`,
        )
        .join('\n      ')}

      create function rehome_matters(r reorganisation, most integer) returns integer
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p reorganisation_pair; ids uuid[]; one uuid; busy boolean;
        begin
          for p in select * from reorganisation_pair where reorganisation_id = r.id and not finished order by from_pos loop
            ${Object.entries(MATTERS)
              .map(([table, received]) => {
                const places = ['owner_pos', 'handling_pos', ...(received ? ['received_pos'] : [])];
                // Each along its own index, in its order: whatever has moved is not gone through again.
                const found = places.map(
                  (place) =>
                    `select * from (select id from ${table} where ${place} = p.from_pos order by id limit most) ${place}`,
                );
                return `ids := array(${found.join('\n              union ')});
            busy := ids <> '{}';
            ids := array(select id from ${table} where id = any (ids) and p.from_pos in (${places.join(', ')})
              order by id limit most for update skip locked);
            if ids <> '{}' then
              begin
                perform rehome_${table}(r, ids, 0);
              exception when unique_violation then
                -- The successor has such a number, or two of them come together: one after the other.
                foreach one in array ids loop
                  for attempt in 0 .. 2 loop
                    begin
                      perform rehome_${table}(r, array[one], attempt);
                      exit;
                    exception when unique_violation then
                      if attempt = 2 then
                        raise;
                      end if;
                    end;
                  end loop;
                end loop;
              end;
              ${
                table === 'clue'
                  ? `update unmasking k set organ_pos = u.organ_pos from clue c join unit u on u.pos = coalesce(c.received_pos, c.owner_pos)
                where k.clue_id = c.id and c.id = any (ids) and k.organ_pos <> u.organ_pos;
              `
                  : ''
              }perform audit_rehoming(r, '${table}', ids, '{"place": "owner_pos, handling_pos, received_pos"}');
              return cardinality(ids);
            end if;
            if busy then
              return 0;
            end if;`;
              })
              .join('\n            ')}
            update reorganisation_pair set finished = true where from_pos = p.from_pos;
            update reorganisation set progress = greatest(progress, (select floor(9.0 * count(*) filter (where finished) / count(*)) * 10
              from reorganisation_pair where reorganisation_id = r.id)) where id = r.id;
          end loop;
          return null;
        end $$;

      -- What was granted goes along only to where it may be: 案件审理 gets no petition by a reorganisation either.
      create function goes_along(g access_grant, before bigint, after bigint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select exists (select from unit f join unit t on t.pos = after where f.pos = before
            and ((f.kind, f.office_kind) is not distinct from (t.kind, t.office_kind) or exists (
              select from grant_ceiling c where c.unit_kind = t.kind and (c.office_kind is null or c.office_kind = t.office_kind)
                and c.act = 'grantIssue' and g.object = any (c.objects) and g.facets <@ c.facets))) $$;

      create function rehome_rows(r reorganisation, most integer) returns integer
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          ids uuid[];
        begin
          with gone as (
              select g.id from access_grant g join reorganisation_pair p on p.from_pos = g.unit_pos and p.reorganisation_id = r.id
              where (g.valid_to is null or g.valid_to > greatest(act_now(), g.valid_from + interval '1 microsecond')) and not goes_along(g, p.from_pos, p.to_pos)
              order by 1 limit most for update of g skip locked),
            ended as (update access_grant g set valid_to = greatest(act_now(), valid_from + interval '1 microsecond') from gone
              where g.id = gone.id returning g.id)
            select array_agg(id) into ids from ended;
          if ids is not null then
            perform audit_rehoming(r, 'access_grant', ids, '{"place": "ended"}');
            return cardinality(ids);
          end if;
          -- What was copied to the successor too, or to another unit that goes there, is copied to it once.
          with twice as (
            delete from supervision_item_cc x using reorganisation_pair p where p.reorganisation_id = r.id and p.from_pos = x.unit_pos
              and exists (select from supervision_item_cc y where y.supervision_item_id = x.supervision_item_id and (y.unit_pos = p.to_pos
                or y.unit_pos < x.unit_pos and exists (select from reorganisation_pair q where q.from_pos = y.unit_pos
                  and q.to_pos = p.to_pos and q.reorganisation_id = r.id)))
            returning x.supervision_item_id as id, p.from_pos)
            insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
            select r.id, 'supervision_item_cc', id, 'unit_pos', from_pos, act_now() from twice;
          ${REHOMED_ROWS.map(rows).join('\n')}
          return null;
        end $$;
    `);
    await runner.query(POSTS_AND_UNITS);
    await storeAdministrativeActs((sql) => runner.query(sql));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function reorganisation_step(integer), reorganisation_goes_on(reorganisation, integer),
        custody_goes_on(reorganisation, post, uuid[]), in_custody(clue), custodian_for(clue, uuid[]), end_reorganised_units(reorganisation), rehome_posts(reorganisation, integer),
        rehome_post(reorganisation, post, uuid), rehome_rows(reorganisation, integer), rehome_matters(reorganisation, integer),
        rehome_clue(reorganisation, uuid[], integer), rehome_supervision_item(reorganisation, uuid[], integer),
        rehome_joint_case(reorganisation, uuid[], integer),
        rehome_denials(reorganisation, integer), reach_goes_along(reorganisation, boolean), goes_along(access_grant, bigint, bigint),
        audit_rehoming(reorganisation, text, uuid[], jsonb), administer_reorganise(jsonb);
      drop policy owner_rehomes on interference_record;
      drop trigger only_rehomed on interference_record;
      drop function interference_only_rehomed();
      drop trigger append_only on interference_record;
      create trigger append_only before delete or update or truncate on interference_record
        for each statement execute function interference_append_only();
      alter table interference_record enable always trigger append_only;
      create or replace function unresolved_stays() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          raise exception 'its subject is not resolved' using errcode = 'LD023';
        end $$;
      drop function rehomed(bigint, bigint);
      ${mend('may_keep', ABOVE[1], ABOVE[0])};
      ${Object.entries(GOING)
        .map(([name, [before, after]]) => mend(name, after, before))
        .join(';\n      ')};
      ${GUARDED.map(
        ({ table, update }) =>
          `drop trigger comes_to_no_end on ${table};${update ? ` drop trigger goes_to_no_end on ${table};` : ''}`,
      ).join('\n      ')}
      drop function nothing_comes_to_its_end();
      drop table former_place, reorganisation_pair, reorganisation;
      delete from administrative_act where act = 'reorganise';
    `);
  }
}

const POSTS_AND_UNITS = `
      -- The same person, the same duty, at the successor: what was open in his hands stays there. What he was given for a
      -- time and a reason of its own (an unmasking, an emergency, as somebody's keeper or decider) ended with the post.
      create function rehome_post(r reorganisation, was post, becomes uuid) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          moment timestamptz := act_now(); ids uuid[];
        begin
          ids := array(select id from clue where closed_at is null and was.id in (handler_post, registered_by, custodian_post)
            order by id for update);
          update clue set handler_post = case when handler_post = was.id then becomes else handler_post end,
              registered_by = case when registered_by = was.id then becomes else registered_by end,
              custodian_post = case when custodian_post = was.id then becomes else custodian_post end,
              version = version + 1, changed_at = app_now() where id = any (ids);
          perform audit_rehoming(r, 'clue', ids, jsonb_build_object('posts', array[was.id, becomes]));
          ids := array(select g.id from access_grant g where g.post_id = was.id and (g.valid_to is null or g.valid_to > moment)
            and g.basis not in (10, 14) and goes_along(g, was.unit_pos, (select unit_pos from post where id = becomes))
            and not exists (select from unmasking where grant_id = g.id)
            and not exists (select from emergency_access where grant_id = g.id) order by g.id for update);
          update access_grant set post_id = becomes where id = any (ids);
          perform audit_rehoming(r, 'access_grant', ids, jsonb_build_object('posts', array[was.id, becomes]));
          insert into joint_case_assignment (id, joint_case_id, post_id, person_name, unit_pos, force, tasks, valid_from, valid_to)
            select gen_random_uuid(), a.joint_case_id, becomes, a.person_name, (select unit_pos from post where id = becomes), a.force, a.tasks,
              greatest(moment, a.valid_from), a.valid_to
            from joint_case_assignment a where a.post_id = was.id and (a.valid_to is null or a.valid_to > moment);
          update joint_case_assignment set valid_to = greatest(moment, valid_from + interval '1 microsecond')
            where post_id = was.id and (valid_to is null or valid_to > moment);
        end $$;

      -- A clue whose subject is not found is its registrar's and its custodian's alone: when the last of the two leaves, the
      -- one who would keep it if its subject were one's own, at its organ or the next above, becomes its custodian.
      create function custodian_for(c clue, barred uuid[]) returns uuid
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          place bigint; becomes uuid;
        begin
          select organ_pos into place from unit where pos = c.owner_pos;
          while becomes is null and place is not null loop
            select x.id into becomes from unit u join post x on x.unit_pos = u.pos
              where u.organ_pos = place and (u.office_kind = 7 and x.duty = 3 and c.compartment < 2 or u.pos = place and x.duty = 1)
                and x.person_id <> all (barred) and may_keep(c, x.id)
              order by x.duty desc, x.main desc, x.valid_from, x.id limit 1;
            place := superior_of(place);
          end loop;
          return becomes;
        end $$;
      create function in_custody(c clue) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select exists (select from post x join person p on p.id = x.person_id where x.id in (c.registered_by, c.custodian_post)
          and in_force(x.valid_from, x.valid_to) and (p.left_at is null or p.left_at > act_now())) $$;
      create function custody_goes_on(r reorganisation, was post, barred uuid[]) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          c clue; becomes uuid;
        begin
          for c in select k.* from clue k where subject_state = 0 and closed_at is null and was.id in (registered_by, custodian_post)
              and not in_custody(k) order by id for update loop
            becomes := custodian_for(c, barred);
            continue when becomes is null;
            update clue set custodian_post = becomes, version = version + 1, changed_at = app_now() where id = c.id;
            insert into outbox (id, event, object, object_id) values (gen_random_uuid(), 'matterRehomed', 'clue', c.id);
            perform audit_rehoming(r, 'clue', array[c.id], jsonb_build_object('posts', array[was.id, becomes]));
          end loop;
        end $$;

      -- Head and administrators of what ends do not become so of what comes after it, nor a second head of an office;
      -- and nobody who proposed or confirmed it has a post by it.
      create function rehome_posts(r reorganisation, most integer) returns integer
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          w post; t unit; moment timestamptz := act_now(); becomes uuid; offices bigint[]; those uuid[] := '{}'; mine uuid[]; after uuid[] := '{}';
        begin
          mine := array(select unnest(array[proposer, decider]) from administrative_change where object_id = r.id and state = 2);
          for w in select x.* from reorganisation_pair p join post x on x.unit_pos = p.from_pos
              where p.reorganisation_id = r.id and (x.valid_to is null
                -- What has not begun, and is named, has ended as soon as it begins.
                or x.valid_to > greatest(moment, x.valid_from + interval '1 microsecond')) order by x.id limit most for update of x loop
            select u.* into t from reorganisation_pair p join unit u on u.pos = p.to_pos where p.from_pos = w.unit_pos;
            offices := array(select p.to_pos from branch b join reorganisation_pair p on p.from_pos = b.office_pos
              where b.post_id = w.id and (b.valid_to is null or b.valid_to > moment));
            perform post_ends(w.id, moment);
            those := those || w.id;
            if not r.moves_posts or w.person_id = any (mine) or w.duty not between 2 and 4
              or w.duty = 2 and t.kind not in (1, 4) or w.duty = 3 and (t.kind in (1, 4) or exists (select from post x
                where x.unit_pos = t.pos and x.duty = 3 and x.person_id <> w.person_id and (x.valid_to is null or x.valid_to > moment)))
              or exists (select from person where id = w.person_id and left_at <= moment) then
              perform custody_goes_on(r, w, mine);
              continue;
            end if;
            select id into becomes from post x where x.person_id = w.person_id and x.unit_pos = t.pos and x.duty = w.duty
              and in_force(x.valid_from, x.valid_to) order by id limit 1;
            if becomes is null then
              becomes := gen_random_uuid();
              insert into post (id, person_id, unit_pos, duty, main, valid_from, valid_to)
                values (becomes, w.person_id, t.pos, w.duty, w.main, greatest(moment, w.valid_from), w.valid_to);
            end if;
            insert into branch (id, post_id, office_pos, valid_from)
              select gen_random_uuid(), becomes, u.pos, greatest(moment, w.valid_from) from unit u where u.pos = any (offices)
                and u.organ_pos = t.pos and u.kind in (2, 3, 6) and not exists (select from branch b where b.post_id = becomes
                  and b.office_pos = u.pos and (b.valid_to is null or b.valid_to > moment));
            perform rehome_post(r, w, becomes);
            perform person_follows_posts(w.person_id);
            after := after || becomes;
          end loop;
          if those = '{}' then
            return null;
          end if;
          perform audit_rehoming(r, 'post', those, jsonb_build_object('posts', after));
          return cardinality(those);
        end $$;

      -- What lets people beside the tree see: it begins at the successor with the reorganisation, so that what goes there is
      -- never out of their sight, and ends at the old place with it. Where either end goes by another one, that counts too.
      create function reach_goes_along(r reorganisation, ends boolean) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          moment timestamptz := act_now(); l record;
        begin
          -- Who looks after a successor, and not for as long after what goes there, begins anew: what was closed before is not his.
          for l in select c.* from contact_link c join unit t on t.pos = c.target_pos
              where not ends and in_force(c.valid_from, c.valid_to) and exists (
                select from reorganisation_pair p join unit f on f.pos = p.from_pos
                where p.reorganisation_id = r.id and p.to_pos between t.pos and t.hi and f.kind in (1, 3, 4) and not exists (
                  select from contact_link k join unit x on x.pos = k.target_pos where k.office_pos = c.office_pos
                    and p.from_pos between x.pos and x.hi and k.valid_from <= c.valid_from and (k.valid_to is null or k.valid_to > moment)))
              order by c.id for update of c loop
            continue when l.valid_from >= moment;
            update contact_link set valid_to = moment where id = l.id;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              values (gen_random_uuid(), l.office_pos, l.target_pos, moment, l.valid_to);
          end loop;

          for l in select b.*, p.to_pos from branch b join reorganisation_pair p on p.from_pos = b.office_pos
              where p.reorganisation_id = r.id and (b.valid_to is null or b.valid_to > moment) order by b.id for update of b loop
            if ends then
              update branch set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            end if;
            insert into branch (id, post_id, office_pos, valid_from, valid_to)
              select gen_random_uuid(), l.post_id, u.pos, greatest(moment, l.valid_from), l.valid_to from unit u join post x on x.id = l.post_id
              where u.pos = l.to_pos and u.organ_pos = x.unit_pos and u.kind in (2, 3, 6) and not exists (select from branch b
                where b.post_id = l.post_id and b.office_pos = u.pos and (b.valid_to is null or b.valid_to > moment));
          end loop;

          for l in select c.*, coalesce(o.to_pos, c.office_pos) as office, coalesce(t.to_pos, c.target_pos) as target
              from contact_link c left join reorganisation_pair o on o.from_pos = c.office_pos
                left join reorganisation_pair t on t.from_pos = c.target_pos
              where r.id in (o.reorganisation_id, t.reorganisation_id) and (c.valid_to is null or c.valid_to > moment) order by c.id for update of c loop
            if ends and l.valid_from >= moment then
              delete from contact_link where id = l.id;
            elsif ends then
              update contact_link set valid_to = moment where id = l.id;
            end if;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              select gen_random_uuid(), o.pos, t.pos, greatest(moment, l.valid_from), l.valid_to from unit o, unit t
              where o.pos = l.office and t.pos = l.target and o.office_kind in (2, 4)
                and (t.kind in (1, 4) and t.parent_pos = o.organ_pos or t.kind = 3 and t.organ_pos = o.organ_pos)
                and not exists (select from contact_link x join unit u on u.pos = x.office_pos where x.target_pos = t.pos
                  and u.organ_pos = o.organ_pos and (x.valid_to is null or x.valid_to > moment));
          end loop;
        end $$;

      -- When nothing is left there: what stands beside the tree ends or goes, and the units end.
      create function end_reorganised_units(r reorganisation) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          moment timestamptz := act_now(); l record;
          froms bigint[] := array(select from_pos from reorganisation_pair where reorganisation_id = r.id order by from_pos);
        begin
          perform reach_goes_along(r, true);
          update cooperation_zone z set lead_pos = (select p.to_pos from reorganisation_pair p join unit o on o.pos = z.owner_pos
              where p.from_pos = z.lead_pos and p.to_pos between o.pos and o.hi)
            where lead_pos = any (froms) and owner_pos <> all (froms);
          for l in select z.*, p.to_pos, t.hi as to_hi from zone_member z left join reorganisation_pair p on p.from_pos = z.unit_pos
                join cooperation_zone c on c.id = z.zone_id left join unit t on t.pos = p.to_pos
              where (z.unit_pos = any (froms) or c.owner_pos = any (froms)) and (z.valid_to is null or z.valid_to > moment)
              order by z.id for update of z loop
            update zone_member set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into zone_member (id, zone_id, unit_pos, valid_from)
              select gen_random_uuid(), c.id, l.to_pos, moment from cooperation_zone c join unit o on o.pos = c.owner_pos
              where c.id = l.zone_id and c.owner_pos <> all (froms) and l.to_pos > o.pos and l.to_pos <= o.hi
                and not exists (select from zone_member x where x.zone_id = c.id and x.unit_pos = l.to_pos and x.valid_to is null);
          end loop;
          update cooperation_zone set valid_to = greatest(moment, valid_from + interval '1 microsecond')
            where owner_pos = any (froms) and (valid_to is null or valid_to > moment);

          for l in select g.*, coalesce(a.to_pos, g.group_pos) as mine, coalesce(b.to_pos, g.counterpart_pos) as theirs
              from group_counterpart g left join reorganisation_pair a on a.from_pos = g.group_pos
                left join reorganisation_pair b on b.from_pos = g.counterpart_pos
              where r.id in (a.reorganisation_id, b.reorganisation_id) and (g.valid_to is null or g.valid_to > moment) order by g.id for update of g loop
            update group_counterpart set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
              select gen_random_uuid(), a.pos, b.pos, moment from unit a, unit b
              where a.pos = l.mine and b.pos = l.theirs and a.kind = 3 and b.kind = 3 and a.pos <> b.pos and not exists (
                select from group_counterpart x where x.group_pos = a.pos and x.counterpart_pos = b.pos and x.valid_to is null);
          end loop;
          for l in select g.*, p.to_pos from resident_unit g join reorganisation_pair p on p.from_pos = g.group_pos
              where p.reorganisation_id = r.id and (g.valid_to is null or g.valid_to > moment) order by g.id for update of g loop
            update resident_unit set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into resident_unit (id, group_pos, name, valid_from)
              select gen_random_uuid(), u.pos, l.name, moment from unit u where u.pos = l.to_pos and u.kind = 3 and not exists (
                select from resident_unit x where x.group_pos = u.pos and x.name = l.name and x.valid_to is null);
          end loop;

          update person set organ_pos = u.organ_pos from reorganisation_pair p join unit u on u.pos = p.to_pos
            where p.reorganisation_id = r.id and p.from_pos = person.organ_pos;
          insert into unit_succession (ended_pos, successor_pos, at)
            select from_pos, to_pos, moment from reorganisation_pair where reorganisation_id = r.id;
          update unit set valid_to = moment where pos = any (froms);
          update reorganisation set state = 2, progress = 100, done_at = moment where id = r.id;
          perform tell('reorganisationDone', 'reorganisation', r.id);
          perform audit_rehoming(r, 'unit', array(select id from unit where pos = any (froms) order by pos), '{"place": "ended"}');
        end $$;

      -- One batch of this one: whether anything was done.
      create function reorganisation_goes_on(r reorganisation, most integer) returns boolean
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          n integer;
        begin
          for look in 1..2 loop
            n := coalesce(rehome_denials(r, most), rehome_matters(r, most), rehome_rows(r, most), rehome_posts(r, least(most, 10)));
            if n is not null then
              set constraints all immediate;
              return n > 0;
            end if;
            -- Whatever names these units has been written, and is seen by the second look, or waits until they have ended.
            if look = 1 then
              perform from unit where pos in (select from_pos from reorganisation_pair where reorganisation_id = r.id) order by pos for update;
              update reorganisation_pair set finished = false where reorganisation_id = r.id;
            end if;
          end loop;
          perform end_reorganised_units(r);
          set constraints all immediate;
          return true;
        end $$;

      -- One batch of the first that can go on; whether there may be more to do at once. However many servers call it, each
      -- takes another one, or none. What fails changes nothing, is tried again, and is in no other one's way: it is told when
      -- nothing else can be done.
      create function reorganisation_step(most integer) returns boolean
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          one uuid; r reorganisation; failed boolean := false; of_code text; words text;
        begin
          if most is null or most not between 1 and 1000 then
            raise exception 'one to a thousand' using errcode = '22023';
          end if;
          foreach one in array array(select id from reorganisation where state = 1 order by begun_at, id) loop
            select * into r from reorganisation where id = one and state = 1 for update skip locked;
            continue when not found;
            begin
              if reorganisation_goes_on(r, most) then
                return true;
              end if;
            exception when others then
              if not failed then
                get stacked diagnostics of_code = returned_sqlstate, words = message_text;
              end if;
              failed := true;
            end;
          end loop;
          if failed then
            raise exception '%', words using errcode = of_code;
          end if;
          return false;
        end $$;
      grant execute on function reorganisation_step(integer) to liandong_jobs;
`;
