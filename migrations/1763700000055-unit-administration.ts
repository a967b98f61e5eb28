import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Units, and what stands beside the tree, are made and changed by the system administrator of their tree. A unit's label is
 * found inside its parent's interval and given once; what it was called before is kept. A unit ends by a reorganisation,
 * which names who comes after it; only one that nobody ever worked in can be removed.
 */
export class UnitAdministration1763700000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unit_former_name (
        id uuid primary key,
        unit_pos bigint not null references unit (pos),
        name text not null,
        division_code text,
        ordinal smallint,
        valid_to timestamptz not null
      );
      comment on table unit_former_name is 'What a unit was called before, until when (曾用名)';
      alter table unit_former_name alter column name set statistics 0, alter column division_code set statistics 0;
      create index unit_former_name_unit on unit_former_name (unit_pos, valid_to);
      alter table unit_former_name enable row level security;
      alter table unit_former_name force row level security;
      create policy owner_all on unit_former_name to current_user using (true) with check (true);
      create policy principal on unit_former_name for select to liandong_api, liandong_act using ((select (liandong.me()).post) is not null);
      grant select (id, unit_pos, name, division_code, ordinal, valid_to) on unit_former_name to liandong_api, liandong_act;

      create table unit_label_given (pos bigint primary key);
      comment on table unit_label_given is 'Labels of units that were removed: what once named one never names another';
      alter table unit_label_given enable row level security;
      alter table unit_label_given force row level security;
      create policy owner_all on unit_label_given to current_user using (true) with check (true);

      -- A division's code goes on from the code of the organ above it, in the length of its tier, and was never another's.
      create function code_fits(of_code text, of_tier smallint, above unit, of_pos bigint) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select of_code is null or length(of_code) = (array[0, 2, 4, 6, 9])[of_tier]
            and starts_with(of_code, coalesce(case when above.kind in (1, 4) then above.division_code end, ''))
            and not exists (select from unit_former_name f where f.division_code = of_code and f.unit_pos is distinct from of_pos) $$;

      -- Each unit lies inside the one above it, and beside its siblings: nobody's scope can come to reach into another's.
      create function unit_lies_in_place() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if exists (select from added n left join unit a on a.pos = n.parent_pos where n.pos >= 0 and n.parent_pos is not null
              and (a.pos is null or n.pos <= a.pos or n.hi > a.hi or n.organ_pos not in (n.pos, a.organ_pos)))
            or exists (select from added n where n.pos > 0 and n.parent_pos is null)
            or exists (select from added n join unit c on c.parent_pos = n.pos where c.pos <= n.pos or c.hi > n.hi)
            or exists (select from (
              select pos, lag(hi) over (partition by parent_pos order by pos) as before from unit
              where parent_pos in (select parent_pos from added)) siblings where before >= pos) then
            raise exception 'a unit outside its place' using errcode = '23514', constraint = 'unit_lies_in_place',
              table = 'unit', schema = 'liandong';
          end if;
          return null;
        end $$;
      create trigger unit_added_in_place after insert on unit referencing new table as added
        for each statement execute function unit_lies_in_place();
      create trigger unit_stays_in_place after update on unit referencing new table as added
        for each statement execute function unit_lies_in_place();

      -- Offices 1–479 after their organ, command centres 480–499, groups from 501; an organ below by its code, else by
      -- the last label of its tier that is free. A label is never given twice.
      create function free_unit_label(above unit, of_kind smallint, of_tier smallint, of_code text, out pos bigint, out hi bigint)
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          step bigint;
        begin
          if of_kind not in (1, 4) then
            select above.pos + n into pos
              from generate_series(case of_kind when 3 then 501 when 6 then 480 else 1 end,
                case of_kind when 3 then 999 when 6 then 499 else 479 end) n
              where not exists (select from unit x where x.pos = above.pos + n)
                and not exists (select from unit_label_given g where g.pos = above.pos + n) order by n limit 1;
            hi := pos;
          else
            step := case of_tier when 2 then 10000000000 when 3 then 100000000 when 4 then 1000000 else 1000 end;
            -- By its code; else the last that is free of some hundred, which no real code has reached.
            select c into pos from (
              select rpad(of_code, 12, '0')::bigint as c, 1 as turn where of_code is not null
              union all
              select above.hi + 1 - n * step, 2 from generate_series(1, least((above.hi - above.pos) / step, 999)) n) labels
              where c > above.pos and c + step - 1 <= above.hi and c % step = 0
                and not exists (select from unit x where x.pos between c and c + step - 1)
                and not exists (select from unit x where x.parent_pos = above.pos and x.pos < c and x.hi >= c)
                and not exists (select from unit_label_given g where g.pos between c and c + step - 1)
              order by turn, c desc limit 1;
            hi := pos + step - 1;
          end if;
          if pos is null then
            raise exception 'no label is free' using errcode = 'LD028';
          end if;
        end $$;

      create function administer_unit_create(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          above unit := administered_unit((of_body->>'parent')::uuid); u unit; at_label record; since timestamptz; r administered;
        begin
          -- What is imported may have begun long ago.
          since := coalesce((of_body->>'since')::timestamptz, (of_body->>'from')::timestamptz, act_now());
          u.kind := (of_body->>'kind')::smallint;
          u.division_code := of_body->>'code';
          if since < act_now() - interval '1 minute' and not of_body ? 'since' or above.kind not in (1, 4) or above.tier = 5 and u.kind in (1, 4)
            or (of_body->>'officeKind' is null) <> (u.kind not in (2, 6)) or u.kind not in (1, 4) and u.division_code is not null
            or u.kind = 6 and (of_body->>'officeKind')::smallint not in (11, 12) or u.kind = 2 and (of_body->>'officeKind')::smallint in (11, 12)
            or u.kind <> 3 and coalesce((of_body->>'comprehensive')::boolean, false) then
            raise exception 'not a unit there can be' using errcode = 'LD029';
          end if;
          u.tier := case when u.kind not in (1, 4) then above.tier else
            coalesce(case length(u.division_code) when 2 then 2 when 4 then 3 when 6 then 4 when 9 then 5 end, above.tier + 1) end;
          if u.kind in (1, 4) and (u.tier <= above.tier or not code_fits(u.division_code, u.tier, above, null)) then
            raise exception 'a code of another tier or place' using errcode = 'LD029';
          end if;
          if above.valid_from > greatest(since, act_now()) or above.valid_to is not null
            or exists (select from unit x where x.parent_pos = above.pos and x.name = of_body->>'name' and x.valid_to is null)
            or u.division_code is not null and exists (select from unit x where x.division_code = u.division_code and x.valid_to is null) then
            raise exception 'one like it is there, or what is above it is not' using errcode = 'LD023';
          end if;
          select * into at_label from free_unit_label(above, u.kind, u.tier, u.division_code);
          insert into unit (id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, ordinal, comprehensive, division_code, name, valid_from)
            values ((of_body->>'id')::uuid, at_label.pos, at_label.hi, above.pos, case when u.kind in (1, 4) then at_label.pos else above.organ_pos end,
              u.kind, u.tier, (of_body->>'officeKind')::smallint, (of_body->>'ordinal')::smallint,
              coalesce((of_body->>'comprehensive')::boolean, false), u.division_code, of_body->>'name', since)
            returning * into u;
          r := (above.organ_pos, 'unit', u.id, unit_words(above.pos), null, change_line('unit', null, unit_words(u.pos) || unit_duty_words(u)) || change_line('code', null, u.division_code)
            || change_line('from', null, day_words(since)));
          return r;
        end $$;

      create function administer_unit_rename(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit((of_body->>'unit')::uuid); was unit := u; above unit; r administered;
        begin
          if u.valid_to <= act_now() then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          select * into above from unit where pos = u.parent_pos;
          if of_body->>'code' is not null and (u.kind not in (1, 4) or not code_fits(of_body->>'code', u.tier, above, u.pos)) then
            raise exception 'only an organ has a code, of its tier and place' using errcode = 'LD029';
          end if;
          u.name := coalesce(of_body->>'name', u.name);
          u.division_code := coalesce(of_body->>'code', u.division_code);
          u.ordinal := coalesce((of_body->>'ordinal')::smallint, u.ordinal);
          if exists (select from unit x where x.pos <> u.pos and x.parent_pos = u.parent_pos and x.name = u.name and x.valid_to is null)
            or exists (select from unit x where x.pos <> u.pos and x.division_code = u.division_code and x.valid_to is null) then
            raise exception 'another is called that' using errcode = 'LD023';
          end if;
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('name', was.name, u.name) || change_line('code', was.division_code, u.division_code)
            || change_line('ordinal', was.ordinal::text, u.ordinal::text));
          if r.lines <> '[]' then
            insert into unit_former_name (id, unit_pos, name, division_code, ordinal, valid_to)
              values (gen_random_uuid(), was.pos, was.name, was.division_code, was.ordinal, act_now());
            update unit set name = u.name, division_code = u.division_code, ordinal = u.ordinal where pos = u.pos;
          end if;
          return r;
        end $$;

      -- What was made by an act, where nobody ever had a post, and nothing names it: then it is gone, but for its label. What
      -- came with the hierarchy is never removed: whether it has matters, is not for who removes it to learn.
      create function administer_unit_remove(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit((of_body->>'unit')::uuid); r administered;
        begin
          if not exists (select from administrative_change where act = 'unitCreate' and object_id = u.id and state = 2)
            or exists (select from post where unit_pos = u.pos) or exists (select from unit where parent_pos = u.pos)
            or exists (select from unit_succession where u.pos in (ended_pos, successor_pos)) then
            raise exception 'it has been in use' using errcode = 'LD023';
          end if;
          r := ((select organ_pos from unit where pos = u.parent_pos), 'unit', u.id, unit_words(u.pos), null, change_line('unit', unit_words(u.pos), null));
          delete from resident_unit where group_pos = u.pos;
          delete from group_counterpart where u.pos in (group_pos, counterpart_pos);
          delete from unit_former_name where unit_pos = u.pos;
          begin
            delete from unit where pos = u.pos;
            insert into unit_label_given (pos) values (u.pos);
          exception when foreign_key_violation then
            raise exception 'it is named' using errcode = 'LD023';
          end;
          if exists (select from joint_case where u.pos = received_pos) then
            raise exception 'it is named' using errcode = 'LD023';
          end if;
          return r;
        end $$;

      create function administer_resident_units_set(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit((of_body->>'group')::uuid); names text[]; was text[]; r administered;
        begin
          names := array(select distinct n from jsonb_array_elements_text(of_body->'names') n);
          if u.kind <> 3 or cardinality(names) > 1 and not u.comprehensive then
            raise exception 'not a group, or not a comprehensive one' using errcode = 'LD029';
          end if;
          was := array(select name from resident_unit where group_pos = u.pos and valid_to is null order by name);
          update resident_unit set valid_to = act_now() where group_pos = u.pos and valid_to is null and name <> all (names);
          insert into resident_unit (id, group_pos, name, valid_from)
            select gen_random_uuid(), u.pos, n, act_now() from unnest(names) n where n <> all (was);
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('residentUnits', array_to_string(was, '；'),
            array_to_string(array(select n from unnest(names) n order by n), '；')));
          return r;
        end $$;

      create function administer_counterparts_set(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit((of_body->>'group')::uuid); those bigint[]; was bigint[]; r administered;
          words constant text := 'select string_agg(unit_words(pos), ''；'' order by pos) from unnest($1) pos'; before text; after text;
        begin
          those := array(select x.pos from jsonb_array_elements_text(of_body->'counterparts') i join unit x on x.id = i::uuid and x.kind = 3 and x.pos >= 0);
          if u.kind <> 3 or u.pos = any (those) or cardinality(those) <> jsonb_array_length(of_body->'counterparts') then
            raise exception 'groups elsewhere, of a group' using errcode = 'LD029';
          end if;
          was := array(select counterpart_pos from group_counterpart where group_pos = u.pos and valid_to is null);
          update group_counterpart set valid_to = act_now() where group_pos = u.pos and valid_to is null and counterpart_pos <> all (those);
          insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
            select gen_random_uuid(), u.pos, x, act_now() from unnest(those) x where x <> all (was);
          execute words into before using was;
          execute words into after using those;
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('counterparts', before, after));
          return r;
        end $$;

      -- Members stand below the zone's owner, one of them or the owner's office leads it.
      create function zone_members_set(of_zone uuid, of_owner unit, of_members jsonb, out before text, out after text)
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          those bigint[];
        begin
          select string_agg(unit_words(unit_pos), '；' order by unit_pos) into before from zone_member where zone_id = of_zone and valid_to is null;
          those := array(select x.pos from jsonb_array_elements_text(of_members) i join unit x on x.id = i::uuid
            where x.pos between of_owner.pos and of_owner.hi and x.pos <> of_owner.pos and x.kind in (1, 2, 3, 4) and in_force(x.valid_from, x.valid_to));
          if cardinality(those) <> jsonb_array_length(of_members) or cardinality(those) < 2 then
            raise exception 'members below the owner, two at least' using errcode = 'LD029';
          end if;
          update zone_member set valid_to = act_now() where zone_id = of_zone and valid_to is null and unit_pos <> all (those);
          insert into zone_member (id, zone_id, unit_pos, valid_from)
            select gen_random_uuid(), of_zone, x, act_now() from unnest(those) x
            where not exists (select from zone_member where zone_id = of_zone and unit_pos = x and valid_to is null);
          select string_agg(unit_words(pos), '；' order by pos) into after from unnest(those) pos;
        end $$;

      create function zone_lead(of_owner unit, of_lead text) returns bigint
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          lead bigint;
        begin
          if of_lead is null then
            return null;
          end if;
          select pos into lead from unit where id = of_lead::uuid and pos between of_owner.pos and of_owner.hi and in_force(valid_from, valid_to);
          if lead is null then
            raise exception 'a lead below the owner' using errcode = 'LD029';
          end if;
          return lead;
        end $$;

      create function administer_zone_form(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          o unit := administered_unit((of_body->>'owner')::uuid); z cooperation_zone; m record; r administered;
        begin
          if o.kind not in (1, 4) or o.valid_to <= act_now() then
            raise exception 'an organ has zones' using errcode = 'LD029';
          end if;
          if exists (select from cooperation_zone where owner_pos = o.pos and name = of_body->>'name' and valid_to is null) then
            raise exception 'one like it is there' using errcode = 'LD023';
          end if;
          insert into cooperation_zone (id, owner_pos, name, level, kind, principle, lead_pos, valid_from)
            values ((of_body->>'id')::uuid, o.pos, of_body->>'name', o.tier, (of_body->>'kind')::smallint, of_body->>'principle',
              zone_lead(o, of_body->>'lead'), act_now()) returning * into z;
          select * into m from zone_members_set(z.id, o, of_body->'members');
          r := (o.pos, 'zone', z.id, o.name, null, change_line('name', null, z.name) || change_line('members', null, m.after)
            || change_line('lead', null, unit_words(z.lead_pos)));
          return r;
        end $$;

      create function administered_zone(of_id uuid) returns cooperation_zone
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          z cooperation_zone;
        begin
          select * into z from cooperation_zone where id = of_id and owner_pos >= 0 for no key update;
          if not found then
            raise exception 'no such zone' using errcode = 'LD021';
          end if;
          if z.owner_pos not between (me()).organ and (me()).organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          if z.valid_to <= act_now() then
            raise exception 'dissolved' using errcode = 'LD023';
          end if;
          return z;
        end $$;

      create function administer_zone_change(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          z cooperation_zone := administered_zone((of_body->>'zone')::uuid); was cooperation_zone := z; o unit; m record; r administered;
        begin
          select * into o from unit where pos = z.owner_pos;
          update cooperation_zone set name = coalesce(of_body->>'name', name), principle = coalesce(of_body->>'principle', principle),
            lead_pos = case when of_body ? 'lead' then zone_lead(o, of_body->>'lead') else lead_pos end where id = z.id returning * into z;
          r := (z.owner_pos, 'zone', z.id, was.name, null, change_line('name', was.name, z.name) || change_line('principle', was.principle, z.principle)
            || change_line('lead', unit_words(was.lead_pos), unit_words(z.lead_pos)));
          if of_body ? 'members' then
            select * into m from zone_members_set(z.id, o, of_body->'members');
            r.lines := r.lines || change_line('members', m.before, m.after);
          end if;
          return r;
        end $$;

      create function administer_zone_dissolve(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          z cooperation_zone := administered_zone((of_body->>'zone')::uuid); r administered;
        begin
          update cooperation_zone set valid_to = act_now() where id = z.id;
          update zone_member set valid_to = act_now() where zone_id = z.id and valid_to is null;
          r := (z.owner_pos, 'zone', z.id, z.name, null, change_line('zone', z.name, null));
          return r;
        end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function administer_zone_dissolve(jsonb), administer_zone_change(jsonb), administered_zone(uuid), administer_zone_form(jsonb),
        zone_lead(unit, text), zone_members_set(uuid, unit, jsonb), administer_counterparts_set(jsonb),
        administer_resident_units_set(jsonb), administer_unit_remove(jsonb), administer_unit_rename(jsonb), administer_unit_create(jsonb),
        free_unit_label(unit, smallint, smallint, text);
      drop trigger unit_added_in_place on unit;
      drop trigger unit_stays_in_place on unit;
      drop function unit_lies_in_place(), code_fits(text, smallint, unit, bigint);
      drop table unit_former_name, unit_label_given;
    `);
  }
}
