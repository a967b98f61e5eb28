import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAdministrativeActs } from './data/administrative-acts.js';
import { mend } from './data/mend.js';

/**
 * An organisation comes in by files: rows are gathered, rehearsed as a whole – by doing and taking back, through the very
 * functions that single acts go through –, told as a difference, confirmed by another person, and done in one transaction.
 * Both take minutes, so a job of the servers does them, as who proposed and as who confirmed. Organs are named by
 * division code, other units by a code of the organisation's own (330203-B01), persons by staff number. What is not in a
 * file stays.
 */
export class OrganisationImports1763700000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table unit add column unit_code text check (unit_code ~ '^[0-9]{2,9}-[0-9A-Za-z-]{1,20}$');
      comment on column unit.unit_code is 'Of the organisation’s own making, for what is no organ: its organ’s code and its own';
      create unique index unit_own_code on unit (unit_code) where unit_code is not null and valid_to is null;
      alter table cooperation_zone add column zone_code text check (zone_code ~ '^[0-9]{2,9}-[0-9A-Za-z-]{1,20}$');
      create unique index cooperation_zone_own_code on cooperation_zone (zone_code) where zone_code is not null and valid_to is null;
      create table organisation_import (
        id uuid primary key,
        organ_pos bigint not null references unit (pos),
        reason text not null check (length(reason) between 1 and 2000),
        state smallint not null default 1 check (state between 1 and 8),
        proposed_by uuid not null references post (id),
        proposer uuid not null references person (id),
        proposer_name text not null,
        proposed_at timestamptz not null,
        rows integer not null default 0,
        next integer not null default 1,
        created integer,
        amended integer,
        faults integer not null default 0,
        decided_by uuid references post (id),
        decider uuid references person (id),
        decider_name text,
        decision_reason text check (length(decision_reason) between 1 and 2000),
        decided_at timestamptz,
        ended_at timestamptz,
        version integer not null default 1,
        check (decider is distinct from proposer)
      );
      comment on table organisation_import is 'Units and persons by file (组织机构导入): rehearsed, confirmed by another person, done as a whole';
      create index organisation_import_waits on organisation_import (state) where state in (2, 4);
      create index organisation_import_organ on organisation_import (organ_pos, id);
      create table organisation_import_row (
        import_id uuid not null references organisation_import (id) on delete cascade,
        n integer not null check (n between 1 and 1000000),
        tbl smallint not null check (tbl between 1 and 8),
        key text not null,
        seq integer,
        file text not null check (length(file) <= 200),
        line integer not null,
        cells jsonb not null,
        change smallint check (change between 1 and 3),
        lines jsonb,
        primary key (import_id, n)
      );
      create index organisation_import_row_seq on organisation_import_row (import_id, seq);
      create table organisation_import_fault (
        import_id uuid not null references organisation_import (id) on delete cascade,
        n integer not null,
        file text not null check (length(file) <= 200),
        line integer not null,
        field text check (length(field) <= 60),
        code text not null check (code ~ '^[A-Z_]{1,40}$'),
        zh text not null check (length(zh) <= 300),
        en text not null check (length(en) <= 300),
        at_check boolean not null default false,
        primary key (import_id, n)
      );
      ${['organisation_import', 'organisation_import_row', 'organisation_import_fault']
        .map(
          (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
        )
        .join('\n      ')}
      create policy reach on organisation_import for select to liandong_api, liandong_act using (
        (select acting_duty()) between 5 and 7 and organ_pos between (select (liandong.me()).organ) and (select (liandong.me()).organ_hi)
        or (select acting_duty()) = 1 and (select (liandong.me()).unit) = (select (liandong.me()).organ) and organ_pos = (select (liandong.me()).organ));
      ${['organisation_import_row', 'organisation_import_fault']
        .map(
          (table) =>
            `create policy reach on ${table} for select to liandong_api, liandong_act using (exists (select from organisation_import i where i.id = import_id));`,
        )
        .join('\n      ')}
      grant select (id, organ_pos, reason, state, proposer_name, proposed_at, rows, created, amended, faults, decider_name, decision_reason,
        decided_at, ended_at, version) on organisation_import to liandong_api, liandong_act;
      grant select (import_id, n, tbl, file, line, change, lines) on organisation_import_row to liandong_api, liandong_act;
      grant select (import_id, n, file, line, field, code, zh, en) on organisation_import_fault to liandong_api, liandong_act;
      alter table organisation_import alter column reason set statistics 0, alter column proposer_name set statistics 0,
        alter column decider_name set statistics 0, alter column decision_reason set statistics 0;
      alter table organisation_import_row alter column file set statistics 0, alter column key set statistics 0;
      alter table organisation_import_fault alter column file set statistics 0, alter column field set statistics 0,
        alter column code set statistics 0, alter column zh set statistics 0, alter column en set statistics 0;
      -- How far the one that is at work is: a sequence is seen from outside its transaction.
      create sequence organisation_import_progress minvalue 0 start 0;
    `);

    // One version a transaction: thousands of units in one would be thousands of versions of one row.
    await runner.query('alter table unit_tree_version add column txid xid8');
    await runner.query(
      mend(
        'bump_unit_tree_version',
        'update unit_tree_version set version = version + 1;',
        `update unit_tree_version set version = version + 1, txid = pg_current_xact_id()
            where txid is distinct from pg_current_xact_id();`,
      ),
    );

    await runner.query(`
      create function organisation_import_open(of_id uuid, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me();
        begin
          perform require_act('organisationImportOpen');
          if not exists (select from administrative_act where act = 'organisationImport' and acting_duty() = any (duties)) then
            raise exception 'not his duty' using errcode = 'LD020';
          end if;
          insert into organisation_import (id, organ_pos, reason, proposed_by, proposer, proposer_name, proposed_at)
            select of_id, m.organ, of_reason, m.post, m.person, p.name, app_now() from person p where p.id = m.person;
        end $$;

      -- One's own import, in one of these states; of another's, nothing is known.
      create function own_import(of_id uuid, of_states smallint[]) returns organisation_import
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          i organisation_import;
        begin
          select * into i from organisation_import where id = of_id and proposer = (me()).person for update;
          if not found then
            raise exception 'no such import' using errcode = 'LD021';
          end if;
          if i.state <> all (of_states) then
            raise exception 'not in that state' using errcode = 'LD023';
          end if;
          return i;
        end $$;

      -- A file begins: what one of this name brought before is forgotten.
      create function organisation_import_file(of_id uuid, of_file text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$ begin
          perform require_act('organisationImportAdd');
          perform own_import(of_id, '{1,3,8}');
          delete from organisation_import_row where import_id = of_id and starts_with(file, of_file);
          delete from organisation_import_fault where import_id = of_id and starts_with(file, of_file);
          update organisation_import set state = 1, rows = (select count(*) from organisation_import_row where import_id = of_id),
            faults = (select count(*) from organisation_import_fault where import_id = of_id), created = null, amended = null where id = of_id;
        end $$;

      create function organisation_import_add(of_id uuid, of_rows jsonb, of_faults jsonb) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          i organisation_import;
        begin
          perform require_act('organisationImportAdd');
          i := own_import(of_id, '{1}');
          if i.next + jsonb_array_length(of_rows) + jsonb_array_length(of_faults) > 1000000 or i.faults + jsonb_array_length(of_faults) > 2000 then
            raise exception 'too many' using errcode = 'LD028';
          end if;
          insert into organisation_import_row (import_id, n, tbl, key, file, line, cells)
            select of_id, i.next + o - 1, (x->>'table')::smallint, x->>'key', x->>'file', (x->>'line')::integer, x->'cells'
            from jsonb_array_elements(of_rows) with ordinality as r (x, o);
          insert into organisation_import_fault (import_id, n, file, line, field, code, zh, en)
            select of_id, i.next + jsonb_array_length(of_rows) + o - 1, x->>'file', (x->>'line')::integer, x->>'field', x->>'code', x->>'zh', x->>'en'
            from jsonb_array_elements(of_faults) with ordinality as r (x, o);
          update organisation_import set rows = i.rows + jsonb_array_length(of_rows), faults = i.faults + jsonb_array_length(of_faults),
            next = i.next + jsonb_array_length(of_rows) + jsonb_array_length(of_faults) where id = of_id;
        end $$;

      -- Ready to be rehearsed; again, after something was amended elsewhere.
      create function organisation_import_check(of_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          i organisation_import;
        begin
          perform require_act('organisationImportCheck');
          i := own_import(of_id, '{1,3,8}');
          if i.rows = 0 then
            raise exception 'nothing in it' using errcode = 'LD029';
          end if;
          update organisation_import set state = 2, proposed_by = (me()).post, version = version + 1 where id = of_id;
        end $$;

      create function organisation_import_withdraw(of_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$ begin
          perform require_act('organisationImportWithdraw');
          perform own_import(of_id, '{1,2,3,8}');
          update organisation_import set state = 7, ended_at = app_now(), version = version + 1 where id = of_id;
          delete from organisation_import_row where import_id = of_id;
        end $$;

      create function organisation_import_decide(of_id uuid, of_version integer, approved boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me(); mine smallint := acting_duty(); i organisation_import;
        begin
          perform require_act('organisationImportDecide');
          select * into i from organisation_import where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or not (mine between 5 and 7 or heads_organ() and i.organ_pos = m.organ) then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          if not exists (select from administrative_act where act = 'organisationImport' and mine = any (confirmers)) or m.person = i.proposer then
            raise exception 'not his to confirm' using errcode = 'LD020';
          end if;
          if i.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if i.state <> 3 or approved and i.faults > 0 then
            raise exception 'not to be decided' using errcode = 'LD023';
          end if;
          update organisation_import set state = case when approved then 4 else 6 end, decided_by = m.post, decider = m.person,
            decider_name = (select name from person where id = m.person), decision_reason = of_reason, decided_at = app_now(),
            ended_at = case when not approved then app_now() end, version = version + 1 where id = of_id;
        end $$;
      grant execute on function organisation_import_open(uuid, text), organisation_import_file(uuid, text),
        organisation_import_add(uuid, jsonb, jsonb), organisation_import_check(uuid), organisation_import_withdraw(uuid), organisation_import_decide(uuid, integer, boolean, text)
        to liandong_act;

      -- 330203, 330203-B01: an organ by its division code, any other unit by the organisation's own.
      create function imported_unit(of_code text, of_field text) returns unit
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          u unit;
        begin
          if of_code like '%-%' then
            select * into u from unit where unit_code = of_code and valid_to is null;
          else
            select * into u from unit where division_code = of_code and valid_to is null;
          end if;
          if not found then
            raise exception '%', of_field using errcode = 'LD040';
          end if;
          return u;
        end $$;

      create function imported_units(of_codes jsonb, of_field text) returns jsonb
        language sql stable set search_path = liandong, pg_temp
        as $$ select coalesce(jsonb_agg((imported_unit(n, of_field)).id), '[]') from jsonb_array_elements_text(of_codes) n $$;

      -- A day in China is its first instant.
      create function imported_day(of_day text) returns timestamptz
        language sql stable set search_path = liandong, pg_temp
        as $$ select of_day::date::timestamp at time zone 'Asia/Shanghai' $$;

      -- The organ that a code begins with, the nearest: 330203 has 3302 above it, or 33.
      create function imported_parent(of_code text) returns unit
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          u unit;
        begin
          if of_code like '%-%' then
            return imported_unit(split_part(of_code, '-', 1), 'code');
          end if;
          select x.* into u from unit x where x.valid_to is null
            and x.division_code = any (array(select left(of_code, n) from unnest(array[6, 4, 2]) n where n < length(of_code)))
            order by length(x.division_code) desc limit 1;
          if not found and length(of_code) = 2 then
            select * into u from unit where pos = 0;
          end if;
          if not found then
            raise exception 'parent' using errcode = 'LD040';
          end if;
          return u;
        end $$;

      -- A unit that is new, or another name for one that is there; by its code, else by its name where it has no code yet.
      create function import_unit(c jsonb, of_tbl smallint, above unit, out u unit, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          organ constant boolean := of_tbl = 1; code text := c->>'code'; of_kind smallint := (c->>'kind')::smallint;
        begin
          lines := '[]'; made := false;
          select * into u from unit where case when organ then division_code = code else unit_code = code end and valid_to is null;
          if not found and not organ then
            select * into u from unit where parent_pos = above.pos and name = c->>'name' and unit_code is null and valid_to is null;
            if found then
              perform administered_unit(u.id);
              update unit set unit_code = code where pos = u.pos;
              lines := change_line('unitCode', null, code);
            end if;
          end if;
          -- A kind that is not said is the one it has, or the usual one.
          of_kind := coalesce(of_kind, u.kind, case of_tbl when 1 then 1 when 2 then 2 else 3 end);
          if u.pos is null then
            if (c->>'until') is not null then
              raise exception 'until' using errcode = 'LD042';
            end if;
            made := true;
            lines := (administer('unitCreate', jsonb_strip_nulls(jsonb_build_object('id', gen_random_uuid(), 'parent', above.id, 'kind', of_kind,
              'name', c->'name', 'code', case when organ then code end, 'officeKind', c->'office', 'ordinal', c->'ordinal',
              'comprehensive', c->'comprehensive', 'since', imported_day(c->>'from'))))).lines;
            select * into u from unit where parent_pos = above.pos and name = c->>'name' and valid_to is null;
            if not organ then
              update unit set unit_code = code where pos = u.pos;
            end if;
            return;
          end if;
          if u.parent_pos <> above.pos or u.kind <> of_kind or u.office_kind is distinct from (c->>'office')::smallint
            or of_kind = 3 and u.comprehensive <> (c->>'comprehensive')::boolean or (c->>'until') is not null then
            -- Another place, another kind, an end: that is a reorganisation.
            raise exception '%', case when (c->>'until') is not null then 'until' else 'kind' end using errcode = 'LD042';
          end if;
          if u.name <> c->>'name' or (c->>'ordinal')::smallint <> u.ordinal or u.ordinal is null and c->>'ordinal' is not null then
            lines := lines || (administer('unitRename', jsonb_strip_nulls(jsonb_build_object('unit', u.id, 'name', c->'name', 'ordinal', c->'ordinal')))).lines;
          end if;
        end $$;

      create function import_residents(c jsonb, u unit) returns jsonb
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          if (select array_agg(x order by x) from jsonb_array_elements_text(c->'residents') x)
              is distinct from (select array_agg(name order by name) from resident_unit where group_pos = u.pos and valid_to is null) then
            return (administer('residentUnitsSet', jsonb_build_object('group', u.id, 'names', c->'residents'))).lines;
          end if;
          return '[]';
        end $$;

      -- Each is the other's counterpart, whichever row says so; none is ended by silence. After all groups are there.
      create function import_counterparts(c jsonb) returns jsonb
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          lines jsonb := '[]'; u unit := imported_unit(c->>'code', 'code'); other unit; code text;
        begin
          perform administered_unit(u.id);
          for code in select jsonb_array_elements_text(c->'counterparts') loop
            other := imported_unit(code, 'counterparts');
            if other.kind <> 3 or u.kind <> 3 then
              raise exception 'counterparts' using errcode = 'LD042';
            end if;
            insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
              select gen_random_uuid(), a, b, act_now() from (values (u.pos, other.pos), (other.pos, u.pos)) pair (a, b)
              where not exists (select from group_counterpart where group_pos = a and counterpart_pos = b and valid_to is null);
            if found then
              lines := lines || change_line('counterparts', null, unit_words(other.pos));
            end if;
          end loop;
          return lines;
        end $$;

      create function import_zone(c jsonb, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          owner unit := imported_unit(split_part(c->>'code', '-', 1), 'code'); z cooperation_zone;
          body jsonb := jsonb_build_object('owner', owner.id, 'name', c->'name', 'kind', c->'kind', 'members', imported_units(c->'members', 'members'));
        begin
          made := false;
          if c->>'lead' is not null then
            body := body || jsonb_build_object('lead', (imported_unit(c->>'lead', 'lead')).id);
          end if;
          if c->>'principle' is not null then
            body := body || jsonb_build_object('principle', c->'principle');
          end if;
          select * into z from cooperation_zone where zone_code = c->>'code' and valid_to is null;
          if not found then
            made := true;
            lines := (administer('zoneForm', body || jsonb_build_object('id', gen_random_uuid()))).lines;
            update cooperation_zone set zone_code = c->>'code' where owner_pos = owner.pos and name = c->>'name' and valid_to is null;
          elsif c->>'until' is not null and imported_day(c->>'until') <= act_now() then
            lines := (administer('zoneDissolve', jsonb_build_object('zone', z.id))).lines;
          elsif z.kind <> (c->>'kind')::smallint then
            raise exception 'kind' using errcode = 'LD042';
          else
            perform administered_zone(z.id);
            lines := (administer_zone_change(body || jsonb_build_object('zone', z.id))).lines;
          end if;
        end $$;

      -- To divide anew what has an office is the principal's act.
      create function import_link(c jsonb, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := imported_unit(c->>'office', 'office'); v unit := imported_unit(c->>'target', 'target'); l contact_link; moment timestamptz := act_now();
        begin
          lines := '[]'; made := false;
          perform administered_unit(u.id);
          if coalesce(u.office_kind not in (2, 4), true) or not (v.kind in (1, 4) and v.parent_pos = u.organ_pos or v.kind = 3 and v.organ_pos = u.organ_pos) then
            raise exception 'target' using errcode = 'LD042';
          end if;
          if imported_day(c->>'until') <= moment then
            return; -- over, and nothing to anybody
          end if;
          select x.* into l from contact_link x join unit o on o.pos = x.office_pos
            where x.target_pos = v.pos and o.organ_pos = u.organ_pos and (x.valid_to is null or x.valid_to > moment) limit 1;
          if not found then
            made := true;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              values (gen_random_uuid(), u.pos, v.pos, imported_day(c->>'from'), imported_day(c->>'until'));
            lines := change_line('contactLink', null, unit_words(u.pos) || ' → ' || unit_words(v.pos));
          elsif l.office_pos <> u.pos then
            raise exception 'office' using errcode = 'LD042';
          end if;
        end $$;

      create function import_person(c jsonb, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person; cleared smallint := (c->>'clearance')::smallint;
        begin
          lines := '[]'; made := false;
          select * into p from person where staff_number = c->>'number';
          if not found then
            if c->>'left' is not null then
              return; -- gone, and never here
            end if;
            made := true;
            -- Until the main post says whose he is.
            lines := (administer('personRegister', jsonb_build_object('id', gen_random_uuid(), 'staffNumber', c->'number', 'name', c->'name',
              'organ', (select id from unit where pos = (me()).organ)))).lines;
            select * into p from person where staff_number = c->>'number';
          elsif p.name <> c->>'name' then
            lines := (administer('personAmend', jsonb_build_object('person', p.id, 'name', c->'name'))).lines;
          end if;
          if c->>'left' is not null then
            if imported_day(c->>'left') > act_now() then
              raise exception 'left' using errcode = 'LD042';
            elsif p.left_at is null then
              lines := lines || (administer('personLeave', jsonb_build_object('person', p.id))).lines;
            end if;
            return;
          end if;
          if c->>'subject' is not null and p.subject is distinct from c->>'subject' then
            lines := lines || (administer('personBind', jsonb_build_object('person', p.id, 'subject', c->'subject'))).lines;
          end if;
          if cleared <> p.clearance then
            lines := lines || (administer(case when cleared > p.clearance then 'clearanceRaise' else 'clearanceLower' end,
              jsonb_build_object('person', p.id, 'clearance', cleared))).lines;
          end if;
        end $$;

      create function import_post(c jsonb, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person; u unit := imported_unit(c->>'unit', 'unit'); w post; moment timestamptz := act_now();
          since timestamptz := imported_day(c->>'from'); till timestamptz := imported_day(c->>'until'); code text; office unit;
        begin
          lines := '[]'; made := false;
          select * into p from person where staff_number = c->>'person';
          if not found then
            raise exception 'person' using errcode = 'LD041';
          end if;
          select * into w from post where person_id = p.id and unit_pos = u.pos and duty = (c->>'duty')::smallint
            and (valid_to is null or valid_to > moment) order by valid_from limit 1;
          if not found then
            if till <= moment then
              return; -- over
            end if;
            made := true;
            lines := (administer('postAppoint', jsonb_strip_nulls(jsonb_build_object('id', gen_random_uuid(), 'person', p.id, 'unit', u.id,
              'duty', c->'duty', 'main', c->'main', 'since', since, 'until', till)))).lines;
            select * into w from post where person_id = p.id and unit_pos = u.pos and duty = (c->>'duty')::smallint and (valid_to is null or valid_to > moment);
          elsif till <= moment then
            lines := (administer('postEnd', jsonb_build_object('post', w.id))).lines;
            return;
          elsif till is not null and w.valid_to is distinct from till then
            perform administered_post(w.id);
            update post set valid_to = till where id = w.id;
            lines := change_line('until', day_words(w.valid_to), day_words(till));
          end if;
          for code in select jsonb_array_elements_text(coalesce(c->'branch', '[]')) loop
            office := imported_unit(code, 'branch');
            if not exists (select from branch b where b.post_id = w.id and b.office_pos = office.pos and (b.valid_to is null or b.valid_to > moment)) then
              lines := lines || (administer('branchAssign', jsonb_build_object('id', gen_random_uuid(), 'post', w.id, 'office', office.id))).lines;
            end if;
          end loop;
        end $$;

      -- What a row comes to: its lines, none where everything is so already; whether it is something new.
      create function import_row(of_tbl smallint, c jsonb, out lines jsonb, out made boolean)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          x record;
        begin
          case of_tbl
          when 1, 2, 3 then
            select * into x from import_unit(c, of_tbl,
              case when c->>'parent' is null then imported_parent(c->>'code') else imported_unit(c->>'parent', 'parent') end);
            lines := x.lines; made := x.made;
            if of_tbl = 3 then
              lines := lines || import_residents(c, x.u);
            end if;
          when 4 then
            select z.lines, z.made into lines, made from import_zone(c) z;
          when 5 then
            select l.lines, l.made into lines, made from import_link(c) l;
          when 6 then
            select p.lines, p.made into lines, made from import_person(c) p;
          when 7 then
            select p.lines, p.made into lines, made from import_post(c) p;
          when 8 then
            lines := import_counterparts(c); made := false;
          end case;
        end $$;

      -- Rows in their turn, all or an error that names the first that fails. Nothing is to the good of who proposed it, nor
      -- of who confirms it.
      create function import_rows(i organisation_import, of_from integer, of_to integer, out changes smallint[], out differences jsonb[])
        language plpgsql volatile set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          r organisation_import_row; x record; of_code text; field text;
        begin
          for r in select * from organisation_import_row where import_id = i.id and seq between of_from and of_to order by seq loop
            select * into x from import_row(r.tbl, r.cells);
            if r.tbl in (6, 7) and x.lines <> '[]' and exists (select from person
                where staff_number = case r.tbl when 6 then r.cells->>'number' else r.cells->>'person' end and id in (i.proposer, i.decider)) then
              raise exception 'to his own good' using errcode = 'LD020';
            end if;
            changes := changes || case when x.lines = '[]' then 1 when x.made then 2 else 3 end::smallint;
            differences := differences || case when x.lines <> '[]' then x.lines end;
          end loop;
        end $$;

      create function import_fault_words(of_state text, out code text, out zh text, out en text)
        language sql immutable set search_path = liandong, pg_temp
        as $$ select w.code, w.zh, w.en from (values
            ('LD040', 'UNIT_UNKNOWN', '没有这一机构，或已终止', 'there is no such unit, or it has ended'),
            ('LD041', 'PERSON_UNKNOWN', '没有这一人员编号', 'there is no such staff number'),
            ('LD042', 'DOES_NOT_FIT', '与现有情况不符，导入不能更改', 'it is otherwise, and an import does not change that'),
            ('LD020', 'NOT_ALLOWED', '不在管辖范围，或受益人为提出人、确认人本人', 'outside the tree, or to the good of who proposes or confirms'),
            ('LD021', 'NOT_FOUND', '不在管辖范围', 'outside the tree'),
            ('LD023', 'STATE_CONFLICT', '与现有记录冲突：重名、重号、已任此职或已离任', 'in the way of what is there: a name, code or number taken, a post held, a person who left'),
            ('LD028', 'LIMIT_REACHED', '该机关下的标号已用完', 'no label is left below that organ')) w (state, code, zh, en)
          where state = case when of_state in ('23505', '23P01') then 'LD023' else of_state end
          union all select 'INVALID', '填写的内容不正确', 'a value is not acceptable' limit 1 $$;

      -- All rows as whoever is meant, done and taken back: what each came to, and up to 200 faults. Batches, so that rows that
      -- are right cost no subtransaction each.
      create function import_rehearse(i organisation_import, out changes smallint[], out differences jsonb[], out faults jsonb[])
        language plpgsql volatile set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          x record; of_code text; field text; first integer := 1; last integer; r organisation_import_row;
        begin
          faults := '{}';
          begin
            insert into rehearsal default values;
            while first <= i.rows and cardinality(faults) < 200 loop
              last := least(first + 249, i.rows);
              perform setval('organisation_import_progress', first);
              begin
                select * into x from import_rows(i, first, last);
                changes := changes || x.changes; differences := differences || x.differences;
              exception when others then
                for r in select * from organisation_import_row where import_id = i.id and seq between first and last order by seq loop
                  begin
                    select * into x from import_rows(i, r.seq, r.seq);
                    changes := changes || x.changes; differences := differences || x.differences;
                  exception when others then
                    get stacked diagnostics of_code = returned_sqlstate, field = message_text;
                    if of_code ~ '^(08|40|53|55|57)' then
                      raise;
                    end if;
                    faults := faults || (select jsonb_build_object('file', r.file, 'line', r.line, 'code', w.code, 'zh', w.zh, 'en', w.en,
                      'field', case when of_code in ('LD040', 'LD041', 'LD042') then field end) from import_fault_words(of_code) w);
                    changes := changes || null::smallint; differences := differences || null::jsonb;
                    exit when cardinality(faults) >= 200;
                  end;
                end loop;
              end;
              first := last + 1;
            end loop;
            raise exception 'rehearsed' using errcode = 'LD099';
          exception when sqlstate 'LD099' then null;
          end;
        end $$;

      -- One import's work, if there is any: rehearsed, or done. False: there is none, or another server is at it.
      create function import_work() returns boolean
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          i organisation_import; x record; done boolean := false; of_code text; words text; rule administrative_act;
        begin
          select * into i from organisation_import where state in (2, 4) order by proposed_at, id limit 1 for update skip locked;
          if not found then
            return false;
          end if;
          select * into rule from administrative_act where act = 'organisationImport';
          if not exists (
              select from post w join person p on p.id = w.person_id
              where w.id = i.proposed_by and w.duty = any (rule.duties) and in_force(w.valid_from, w.valid_to)
                and (p.left_at is null or p.left_at > act_now()))
            or not become(case i.state when 2 then i.proposed_by else i.decided_by end)
            or i.organ_pos not between (me()).organ and (me()).organ_hi then
            update organisation_import set state = 8, ended_at = app_now(), version = version + 1 where id = i.id;
            return true;
          end if;
          if i.state = 2 then
            delete from organisation_import_fault where import_id = i.id and at_check;
            -- What is above comes first, whatever order the files came in.
            update organisation_import_row r set change = null, lines = null, seq = s.seq from (
              select n, row_number() over (order by case tbl when 8 then 3.5 else tbl end, case tbl when 1 then length(cells->>'code') end, n) as seq
              from organisation_import_row where import_id = i.id) s where r.import_id = i.id and r.n = s.n;
            insert into organisation_import_fault (import_id, n, file, line, code, zh, en, at_check)
              select i.id, 1000000 + n, file, line, 'SAID_TWICE', '与前面的行是同一对象', 'the same thing was said in a row before', true from (
                select n, file, line, row_number() over (partition by tbl, key order by n) as time from organisation_import_row
                where import_id = i.id) t where time > 1 order by n limit 200;
            if found then
              update organisation_import set state = 3, version = version + 1, created = null, amended = null,
                faults = (select count(*) from organisation_import_fault where import_id = i.id) where id = i.id;
              return true;
            end if;
            select * into x from import_rehearse(i);
            update organisation_import_row r set change = u.change, lines = u.lines
              from unnest(x.changes, x.differences) with ordinality u (change, lines, n) where r.import_id = i.id and r.seq = u.n;
            insert into organisation_import_fault (import_id, n, file, line, field, code, zh, en, at_check)
              select i.id, 2000000 + o, f->>'file', (f->>'line')::integer, f->>'field', f->>'code', f->>'zh', f->>'en', true
              from unnest(x.faults) with ordinality as t (f, o);
            update organisation_import set state = 3, version = version + 1,
              created = (select count(*) from unnest(x.changes) c where c = 2), amended = (select count(*) from unnest(x.changes) c where c = 3),
              faults = (select count(*) from organisation_import_fault where import_id = i.id) where id = i.id;
            return true;
          end if;
          begin
            for n in 1 .. i.rows by 250 loop
              perform setval('organisation_import_progress', n);
              perform import_rows(i, n, least(n + 249, i.rows));
            end loop;
            done := true;
          exception when others then
            get stacked diagnostics of_code = returned_sqlstate;
            -- Somebody's lock, or the end of this server, is no fault of the import: it is tried again.
            if of_code ~ '^(08|40|53|55|57)' then
              raise;
            end if;
          end;
          update organisation_import set state = case when done then 5 else 8 end, ended_at = app_now(), version = version + 1 where id = i.id;
          if done then
            insert into administrative_change (id, act, organ_pos, object, object_id, about, body, lines, reason, state, proposed_by, proposer,
                proposer_name, proposed_at, decided_by, decider, decider_name, decided_at, decision_reason)
              values (gen_random_uuid(), 'organisationImport', i.organ_pos, 'organisation_import', i.id, unit_words(i.organ_pos), '{}',
                change_line('created', null, i.created::text) || change_line('amended', null, i.amended::text), i.reason, 2, i.proposed_by,
                i.proposer, i.proposer_name, i.proposed_at, i.decided_by, i.decider, i.decider_name, app_now(), i.decision_reason);
            perform audit_act('organisationImport', 'organisation_import', array[i.id], '{}', '{}', null, null, null, gen_random_uuid());
            perform tell('organisationImport', 'organisation_import', i.id);
          end if;
          return true;
        end $$;
      grant execute on function import_work() to liandong_jobs;

      -- In rows: of the one that is at work.
      create function organisation_import_done() returns bigint
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select last_value from organisation_import_progress where (me()).post is not null $$;
      grant execute on function organisation_import_done() to liandong_api;
    `);
    await storeAdministrativeActs((sql) => runner.query(sql));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function organisation_import_done(), import_work(), import_rehearse(organisation_import), import_fault_words(text),
        import_rows(organisation_import, integer, integer), import_row(smallint, jsonb), import_post(jsonb),
        import_person(jsonb), import_link(jsonb), import_zone(jsonb), import_counterparts(jsonb), import_residents(jsonb, unit), import_unit(jsonb, smallint, unit),
        imported_parent(text), imported_day(text), imported_units(jsonb, text), imported_unit(text, text), organisation_import_decide(uuid, integer, boolean, text),
        organisation_import_withdraw(uuid), organisation_import_check(uuid), organisation_import_add(uuid, jsonb, jsonb),
        organisation_import_file(uuid, text),
        own_import(uuid, smallint[]), organisation_import_open(uuid, text);
      drop sequence organisation_import_progress;
      drop table organisation_import_fault, organisation_import_row, organisation_import;
      alter table unit drop column unit_code;
      alter table cooperation_zone drop column zone_code;
    `);
    await runner.query(
      mend(
        'bump_unit_tree_version',
        `update unit_tree_version set version = version + 1, txid = pg_current_xact_id()
            where txid is distinct from pg_current_xact_id();`,
        'update unit_tree_version set version = version + 1;',
      ),
    );
    await runner.query('alter table unit_tree_version drop column txid');
  }
}
