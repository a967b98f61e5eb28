import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/**
 * Who is asking is asked some thirty times a statement: what that costs is paid by every list. The seal is looked at in
 * bytes, where it counted characters twice over; entering notes whether any grant at all names the caller, so that those
 * whom none names are not asked for at each table; and links are found by their offices, not by going through all of them.
 */
export class CheaperPrincipal1763700000047 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function principal_seal(inner_pad bytea, outer_pad bytea, pieces bytea) returns bytea
        language sql stable
        as $$ select sha256(outer_pad || sha256(inner_pad || int4send(pg_backend_pid())
          || timestamptz_send(transaction_timestamp()) || pieces)) $$;
      create or replace function sealed_piece(of_name text) returns text
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          sealed text := current_setting('liandong.principal', true);
          bytes bytea := convert_to(sealed, 'UTF8'); i bytea; o bytea;
        begin
          if sealed is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select inner_pad, outer_pad into i, o from seal_key;
          if substr(bytes, 1, 64) is distinct from convert_to(encode(principal_seal(i, o, substr(bytes, 65)), 'hex'), 'UTF8') then
            return null;
          end if;
          return split_part(split_part(sealed, '#' || of_name, 2), '#', 1);
        end $$;
      -- Whom no grant named when the transaction began is named by none in all of it, if it sees one moment only.
      create function nothing_granted() returns boolean
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin
          return current_setting('transaction_isolation') = 'repeatable read' and sealed_piece('grants') = 'none';
        end $$;
      ${mendAll('enter', ENTER)};
      ${['granted', 'exempted', 'unmasked'].map((name) => mendAll(name, FIRST[name]!)).join(';\n')};
      drop function principal_seal(bytea, bytea, text);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function principal_seal(inner_pad bytea, outer_pad bytea, pieces text) returns text
        language sql stable
        as $$ select encode(sha256(outer_pad || sha256(inner_pad || int4send(pg_backend_pid())
          || timestamptz_send(transaction_timestamp()) || convert_to(pieces, 'UTF8'))), 'hex') $$;
      ${['granted', 'exempted', 'unmasked'].map((name) => mendAll(name, back(FIRST[name]!))).join(';\n')};
      ${mendAll('enter', back(ENTER))};
      ${mendAll('sealed_piece', [
        [
          `sealed text := current_setting('liandong.principal', true);
          bytes bytea := convert_to(sealed, 'UTF8'); i bytea; o bytea;`,
          `sealed text := current_setting('liandong.principal', true); i bytea; o bytea;`,
        ],
        [
          `if substr(bytes, 1, 64) is distinct from convert_to(encode(principal_seal(i, o, substr(bytes, 65)), 'hex'), 'UTF8') then`,
          `if left(sealed, 64) is distinct from principal_seal(i, o, substr(sealed, 65)) then`,
        ],
      ])};
      drop function nothing_granted();
      drop function principal_seal(bytea, bytea, bytea);
    `);
  }
}

type Passages = readonly (readonly [from: string, to: string])[];

const back = (passages: Passages): Passages => passages.map(([from, to]) => [to, from] as const);

const ENTER: Passages = [
  ['ranges text; held jsonb;', 'ranges text; held jsonb; cadre int8multirange;'],
  [
    `from contact_link l join unit x on x.pos = l.target_pos
            where in_force(l.valid_from, l.valid_to)
              and l.office_pos <@ (case when w.duty = 1 and u.kind in (1, 4) then organ when w.duty = 2 then branches else own end);`,
    `from unnest(case when w.duty = 1 and u.kind in (1, 4) then organ when w.duty = 2 then branches else own end) as r (places)
            join contact_link l on l.office_pos >= lower(r.places) and l.office_pos < upper(r.places)
            join unit x on x.pos = l.target_pos
            where in_force(l.valid_from, l.valid_to);`,
  ],
  [
    `pieces := kept.pieces; told := kept.shown;`,
    `pieces := kept.pieces; told := kept.shown; cadre := '{}';
            if branches <> '{}' then
              select coalesce(range_agg(int8range(b.pos, b.pos, '[]')), '{}') into cadre from unit b
                where b.office_kind = 7 and b.pos <@ branches;
            end if;`,
  ],
  [
    `+ case when mask & 16 > 0 then (select coalesce(range_agg(int8range(b.pos, b.pos, '[]')), '{}') from unit b
                    where b.office_kind = 7 and b.pos <@ branches) else '{}' end`,
    `+ case when mask & 16 > 0 then cadre else '{}' end`,
  ],
  [
    `pieces := '#me' || m || pieces;`,
    `pieces := '#me' || m || pieces || '#grants' || case
            when exists (select from access_grant where post_id = w.id) or exists (select from access_grant where person_id = p.id)
              or exists (select from access_grant where unit_pos = u.pos) then 'some' else 'none' end;`,
  ],
  [
    'principal_seal(s.inner_pad, s.outer_pad, pieces) || pieces, true)',
    `encode(principal_seal(s.inner_pad, s.outer_pad, convert_to(pieces, 'UTF8')), 'hex') || pieces, true)`,
  ],
];

const DECLARED = `m principal := me(); moment timestamptz := act_now();`;
const QUICK = `m principal; moment timestamptz;`;
const answered = (begin: string): Passages => [
  [DECLARED, QUICK],
  [
    begin,
    begin.replace(
      'begin\n',
      `begin
        if nothing_granted() then
          return '{}';
        end if;
        m := me(); moment := act_now();\n`,
    ),
  ],
];
const FIRST: Record<string, Passages> = {
  granted: answered(`begin
        return array(
          select g.object_id from (`),
  exempted: answered(`begin
        return array(select e.object_id from access_grant e`),
  unmasked: answered(`begin
          shown := array(`),
};
