import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/**
 * Who is asking is asked some thirty times a statement: what that costs is paid by every list. The seal is looked at in
 * bytes, where it counted characters twice over; and entering finds links by their offices, not by going through all of them.
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
      ${mendAll('enter', ENTER)};
      drop function principal_seal(bytea, bytea, text);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function principal_seal(inner_pad bytea, outer_pad bytea, pieces text) returns text
        language sql stable
        as $$ select encode(sha256(outer_pad || sha256(inner_pad || int4send(pg_backend_pid())
          || timestamptz_send(transaction_timestamp()) || convert_to(pieces, 'UTF8'))), 'hex') $$;
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
    'principal_seal(s.inner_pad, s.outer_pad, pieces) || pieces, true)',
    `encode(principal_seal(s.inner_pad, s.outer_pad, convert_to(pieces, 'UTF8')), 'hex') || pieces, true)`,
  ],
];
