import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Contact links are divided anew (重新划分联系范围) by the organ's principal in one act, which ends some and begins others
 * at one moment. What follows for access follows by itself: enter() reads the links in force, and no link opens what was
 * closed before it began. A link that lies ahead may be taken back: it is as if it had never been.
 */
export class ContactRedivisions1763700000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table contact_redivision (
        id uuid primary key,
        organ_pos bigint not null references unit (pos),
        at timestamptz not null,
        reason text not null check (length(reason) between 1 and 2000),
        decided_by uuid not null references post (id),
        decided_at timestamptz not null default app_now()
      );
      comment on table contact_redivision is 'When an organ''s contact links were divided anew, by whom and why (重新划分联系范围)';
      alter table contact_redivision enable row level security;
      alter table contact_redivision force row level security;
      create policy owner_all on contact_redivision to current_user using (true) with check (true);
      alter table contact_link
        add column begun_by uuid references contact_redivision (id),
        add column ended_by uuid references contact_redivision (id);
      create index contact_link_target on contact_link (target_pos);

      create function contact_link_redivide(of_id uuid, of_ends uuid[], of_begins uuid[], of_offices uuid[], of_targets uuid[],
          of_at timestamptz, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); moment timestamptz := coalesce(of_at, app_now()); l contact_link; o unit; t unit;
        begin
          perform require_act('contactLinkRedivide');
          if not heads_organ() then
            raise exception 'not his to divide' using errcode = 'LD020';
          end if;
          if moment < app_now() or cardinality(of_ends) + cardinality(of_begins) = 0 then
            raise exception 'in the past, or nothing' using errcode = 'LD029';
          end if;
          -- An organ divides one time after another.
          perform from unit where pos = m.organ for no key update;
          moment := coalesce(of_at, act_now());
          insert into contact_redivision (id, organ_pos, at, reason, decided_by) values (of_id, m.organ, moment, of_reason, m.post);

          for l in select x.* from unnest(of_ends) e (id) left join contact_link x on x.id = e.id order by e.id loop
            if l.id is null then
              raise exception 'no such link' using errcode = 'LD021';
            end if;
            if not exists (select from unit where pos = l.office_pos and organ_pos = m.organ) then
              raise exception 'a link of another organ' using errcode = 'LD020';
            end if;
            -- Waits for whoever acts by it, as lock_actor locked it.
            select * into l from contact_link where id = l.id for update;
            if not found or l.valid_to <= moment then
              raise exception 'not in force then' using errcode = 'LD023';
            end if;
            if l.valid_from >= moment then
              delete from contact_link where id = l.id;
              continue;
            end if;
            update contact_link set valid_to = moment, ended_by = of_id where id = l.id;
          end loop;

          for i in 1 .. cardinality(of_begins) loop
            select * into o from unit where id = of_offices[i] and pos >= 0;
            select * into t from unit where id = of_targets[i] and pos >= 0;
            if o.id is null or t.id is null then
              raise exception 'no such unit' using errcode = 'LD021';
            end if;
            -- 监督检查室、纪检监察室 of the organ; organs directly below it, and its own groups.
            if o.organ_pos <> m.organ or coalesce(o.office_kind not in (2, 4), true)
                or not (t.kind in (1, 4) and t.parent_pos = m.organ or t.kind = 3 and t.organ_pos = m.organ) then
              raise exception 'not of this organ, or not to be linked' using errcode = 'LD020';
            end if;
            if o.valid_from > moment or o.valid_to <= moment or t.valid_from > moment or t.valid_to <= moment then
              raise exception 'not in force then' using errcode = 'LD023';
            end if;
            insert into contact_link (id, office_pos, target_pos, valid_from, begun_by)
              values (of_begins[i], o.pos, t.pos, moment, of_id);
          end loop;
          if exists (select from contact_link a
              join contact_link b on b.target_pos = a.target_pos and b.id <> a.id and (b.valid_to is null or b.valid_to > moment)
              join unit u on u.pos = b.office_pos
              where a.begun_by = of_id and u.organ_pos = m.organ) then
            raise exception 'two links at once' using errcode = 'LD023';
          end if;
          perform tell('contactLinksRedivided', 'unit', (select id from unit where pos = m.organ));
        end $$;
      grant execute on function contact_link_redivide(uuid, uuid[], uuid[], uuid[], uuid[], timestamptz, text) to liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function contact_link_redivide(uuid, uuid[], uuid[], uuid[], uuid[], timestamptz, text);
      drop index contact_link_target;
      alter table contact_link drop column begun_by, drop column ended_by;
      drop table contact_redivision;
    `);
  }
}
