import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FACET_TABLES } from './data/sight.js';
import { mendAll } from './data/mend.js';

/** What a relation of duties × facets adds to a mask: a place is reached by the union of what its mask names. */
const RELATIONS = { OWN: 1, ORGAN: 2, SUBTREE: 4, BRANCH: 8, BRANCH_CADRE: 16, LINKED: 32 } as const;
const BIT = `case f.relation ${Object.entries(RELATIONS)
  .map(([name, bit]) => `when '${name}' then ${bit}`)
  .join(' ')} end`;
/** The parts of a reach, in the order of its type, by the lines that come to each. */
const PARTS = [
  "place = 'owner' and relation <> 'LINKED'",
  "place = 'handling'",
  "place = 'received'",
  "place = 'owner' and relation = 'LINKED'",
  "place = 'owner_cadre'",
  "cadre and place in ('owner', 'owner_cadre')",
  "place = 'owner_sealed'",
  "cadre and place = 'handling'",
];
const NAMES = FACET_TABLES.map(({ object, facet }) => `${object}_${facet}`);
/** What the host is told of ledgers, to steer its lists by: which parts, by what names. */
const SHOWN = { owned: 1, handled: 2, received: 3, linked: 4, cadreOwned: 5 };

const mark = (n: number) => `case when p${n} = 0 then '{}' else '«' || p${n} || '»' end`;

/**
 * What duties × facets come to is the same for all posts of a kind, but for where each stands. It is kept by kind, with
 * marks where the places come: entering fills them in, where it joined three hundred lines with eight facets. Whatever
 * changes a line empties it, and until it is stored anew entering does as before.
 */
export class DutyReaches1763700000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table duty_reach (
        unit_kind smallint not null,
        -- 0: no office.
        office_kind smallint not null,
        duty smallint not null,
        masks smallint[] not null,
        pieces text not null,
        shown text not null,
        primary key (unit_kind, office_kind, duty));
      comment on table duty_reach is 'What duties × facets come to for each kind of post, with marks for its places';
      alter table duty_reach enable row level security;
      alter table duty_reach force row level security;
      create policy owner_all on duty_reach to current_user using (true) with check (true);

      create function store_duty_reaches() returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$
        -- Whoever is changing the lines is waited for, and waits.
        lock table duty_facet in share mode;
        delete from duty_reach;
        with kinds as (
          select u::smallint as unit_kind, o::smallint as office_kind, d::smallint as duty
          from generate_series(1, 6) u cross join generate_series(0, 13) o cross join generate_series(1, 7) d
          where o = 0 or u in (2, 6)),
        masks as (
          select k.unit_kind, k.office_kind, k.duty, a.name,
            ${PARTS.map((part, n) => `coalesce(bit_or(bit) filter (where ${part}), 0) as p${n + 1}`).join(',\n            ')}
          from kinds k cross join unnest(array[${NAMES.map((name) => `'${name}'`).join(', ')}]) as a (name)
          left join duty_facet f on object || '_' || facet = a.name
            and (f.unit_kind is null or f.unit_kind = k.unit_kind)
            and (f.office_kind is null or f.office_kind = k.office_kind)
            and (f.duty = k.duty or f.duty is null and k.duty not between 5 and 7)
          left join lateral (select ${BIT}) m (bit) on true
          group by k.unit_kind, k.office_kind, k.duty, a.name)
        insert into duty_reach
        select unit_kind, office_kind, duty,
          array(select distinct p::smallint from unnest(array_agg(array[${PARTS.map((_, n) => `p${n + 1}`).join(', ')}])) p where p > 0),
          string_agg('#' || name || '(' || ${PARTS.map((_, n) => `'"' || ${mark(n + 1)} || '"'`).join(" || ',' || ")} || ')', '' order by name),
          jsonb_object_agg(name, jsonb_build_object(${Object.entries(SHOWN)
            .map(([name, n]) => `'${name}', ${mark(n)}`)
            .join(', ')})) filter (where name like '%ledger')::text
        from masks group by unit_kind, office_kind, duty
        $$;
      create function reach_text(r reach) returns jsonb
        language sql immutable set search_path = liandong, pg_temp
        as $$ select jsonb_build_object('owned', r.owned::text, 'handled', r.handled::text, 'received', r.received::text,
          'linked', r.linked::text, 'cadreOwned', r.cadre_owned::text) $$;
      create function forget_duty_reaches() returns trigger language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          delete from duty_reach;
          return null;
        end $$;
      create trigger forgets_reaches after insert or update or delete or truncate on duty_facet
        for each statement execute function forget_duty_reaches();
      select store_duty_reaches();
      ${mendAll('enter', ENTER)};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      mendAll(
        'enter',
        ENTER.map(([from, to]) => [to, from] as const),
      ),
    );
    await runner.query(`
      drop trigger forgets_reaches on duty_facet;
      drop function forget_duty_reaches();
      drop function store_duty_reaches();
      drop function reach_text(reach);
      drop table duty_reach;
    `);
  }
}

/** Passages of enter() as migration 36 has them, and as they are now. */
const ENTER: readonly (readonly [string, string])[] = [
  [
    'pieces text; shown jsonb;',
    'pieces text; shown jsonb; kept duty_reach; told text; mask smallint; ranges text; held jsonb;',
  ],
  [
    `select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')) into m.places
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to);
          select string_agg(`,
    `select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), jsonb_agg(jsonb_build_object('id', x.id, 'duty', x.duty,
              'main', x.main, 'unitPos', x.unit_pos, 'from', x.valid_from, 'until', x.valid_to) order by x.main desc, x.valid_from, x.id)
            into m.places, held
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to);
          select * into kept from duty_reach
            where unit_kind = u.kind and office_kind = coalesce(u.office_kind, 0) and duty = w.duty;
          if found then
            pieces := kept.pieces; told := kept.shown;
            foreach mask in array kept.masks loop
              ranges := (case when mask & 1 > 0 then own else '{}' end + case when mask & 2 > 0 then organ else '{}' end
                + case when mask & 4 > 0 then subtree else '{}' end + case when mask & 8 > 0 then branches else '{}' end
                + case when mask & 16 > 0 then (select coalesce(range_agg(int8range(b.pos, b.pos, '[]')), '{}') from unit b
                    where b.office_kind = 7 and b.pos <@ branches) else '{}' end
                + case when mask & 32 > 0 then linked else '{}' end)::text;
              pieces := replace(pieces, '«' || mask || '»', ranges);
              told := replace(told, '«' || mask || '»', ranges);
            end loop;
            shown := told::jsonb;
          else
          select string_agg(`,
  ],
  ['jsonb_object_agg(r.name, reach_json(r.reach)) filter', 'jsonb_object_agg(r.name, reach_text(r.reach)) filter'],
  [
    "branches, linked) r;\n          pieces := '#me'",
    "branches, linked) r;\n          end if;\n          pieces := '#me'",
  ],
  [
    `(select jsonb_agg(jsonb_build_object('id', x.id, 'duty', x.duty, 'main', x.main, 'unitPos', x.unit_pos,
                        'from', x.valid_from, 'until', x.valid_to) order by x.main desc, x.valid_from, x.id)
                      from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to))`,
    'held',
  ],
  [
    "'branches', ranges_json(branches)",
    "'branches', case when branches = '{}' then '[]' else ranges_json(branches) end",
  ],
];
