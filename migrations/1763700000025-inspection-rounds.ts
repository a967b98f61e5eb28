import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An inspection body (巡察组) sees what the inspected organ supplies by the catalogue (协作配合目录), for one round: each
 * item is a grant that has the round's end, so that nothing need happen when it is over. To end the round ends them all.
 */
export class InspectionRounds1763700000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table inspection_round (
        id uuid primary key,
        body_pos bigint not null references unit (pos),
        organ_pos bigint not null references unit (pos),
        inspected_pos bigint not null references unit (pos),
        name text not null check (length(name) between 1 and 120),
        reason text not null check (length(reason) between 1 and 2000),
        begun_by uuid references post (id),
        valid_from timestamptz not null,
        valid_to timestamptz not null,
        ended_by uuid references post (id),
        ended_at timestamptz,
        end_reason text check (length(end_reason) between 1 and 2000),
        version integer not null default 1,
        check (valid_to > valid_from or coalesce(valid_to = ended_at, false)),
        check (begun_by is not null or body_pos < 0)
      );
      comment on table inspection_round is 'One round of an inspection body at one organ (巡察轮次): what is supplied to it is for that time';
      create index inspection_round_body on inspection_round (body_pos, id);
      create index inspection_round_inspected on inspection_round (inspected_pos, id);
      create index inspection_round_organ on inspection_round (organ_pos, id);
      alter table inspection_round enable row level security;
      alter table inspection_round force row level security;
      create policy owner_all on inspection_round to current_user using (true) with check (true);
      -- It lies nowhere: a look-up by id always names it too (migration 11).
      insert into inspection_round (id, body_pos, organ_pos, inspected_pos, name, reason, valid_from, valid_to)
        values ('00000000-0000-0000-0000-000000000000', -1, -1, -1, '–', '–', '2000-01-01T00:00:00Z', '2000-01-02T00:00:00Z');
      create policy reach on inspection_round for select to liandong_api, liandong_act using (
        body_pos = (select (liandong.me()).unit) and (select (liandong.me()).clearance) >= 0
        or (select liandong.oversees_organ())
          and (organ_pos = (select (liandong.me()).organ) or inspected_pos = (select (liandong.me()).organ)));
      grant select (id, body_pos, organ_pos, inspected_pos, name, reason, valid_from, valid_to, ended_at, end_reason, version)
        on inspection_round to liandong_api, liandong_act;
      alter table access_grant
        add column round_id uuid references inspection_round (id),
        add constraint access_grant_round check ((round_id is not null) = (act is not distinct from 'inspectionCatalogueAdd'));
      create index access_grant_round on access_grant (round_id) where round_id is not null;

      create function knows_round(r inspection_round) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select coalesce(r.body_pos = (me()).unit and (me()).clearance >= 0
          or oversees_organ() and (me()).organ in (r.organ_pos, r.inspected_pos), false) $$;

      -- What was supplied for a round and not withdrawn while it lasted, as far as one sees it.
      create function inspection_catalogue(of_round uuid) returns uuid[]
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          r inspection_round;
        begin
          select * into r from inspection_round where id = of_round;
          if not knows_round(r) then
            return '{}';
          end if;
          return array(select g.object_id from access_grant g
            where g.round_id = of_round and g.ended_at is not distinct from r.ended_at and sees('clue', 'ledger', g.object_id)
            order by g.object_id);
        end $$;
      grant execute on function inspection_catalogue(uuid) to liandong_api, liandong_act;

      create function inspection_round_begin(of_id uuid, of_body uuid, of_inspected uuid, of_name text, of_from timestamptz,
          of_to timestamptz, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); begins timestamptz := coalesce(of_from, app_now()); body unit; inspected unit;
        begin
          perform require_act('inspectionRoundBegin');
          if begins < app_now() or of_to <= begins or of_to > begins + interval '366 days' then
            raise exception 'no such period' using errcode = 'LD029';
          end if;
          if not heads_organ() then
            raise exception 'not his to begin' using errcode = 'LD020';
          end if;
          select * into body from unit where id = of_body and pos >= 0 and in_force(valid_from, valid_to);
          select * into inspected from unit where id = of_inspected and pos >= 0 and in_force(valid_from, valid_to);
          if body.id is null or inspected.id is null then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if body.kind <> 5 or body.organ_pos <> m.organ
              or inspected.kind not in (1, 4) or inspected.pos = m.organ or inspected.pos not between m.organ and m.organ_hi then
            raise exception 'not his body, or not below his organ' using errcode = 'LD020';
          end if;
          perform from unit where pos = body.pos for no key update;
          if exists (select from inspection_round where body_pos = body.pos and inspected_pos = inspected.pos and ended_at is null
              and valid_from < of_to and valid_to > begins) then
            raise exception 'it is there already' using errcode = 'LD023';
          end if;
          insert into inspection_round (id, body_pos, organ_pos, inspected_pos, name, reason, begun_by, valid_from, valid_to)
            values (of_id, body.pos, m.organ, inspected.pos, of_name, of_reason, m.post, begins, of_to);
          perform tell('inspectionRoundBegun', 'inspection_round', of_id);
        end $$;

      -- Asked before anything is locked and after it: nobody waits for what he does not know of.
      create function may_supply(r inspection_round, clues uuid[]) returns void
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
          if not knows_round(r) then
            raise exception 'no such round' using errcode = 'LD021';
          end if;
          if r.inspected_pos <> (me()).organ then
            raise exception 'not his to supply' using errcode = 'LD020';
          end if;
          if r.ended_at is not null or r.valid_to <= app_now() then
            raise exception 'the round is over' using errcode = 'LD023';
          end if;
          if exists (select from unnest(clues) c where not sees('clue', 'ledger', c)) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
        end $$;
      create function may_end_round(r inspection_round) returns void
        language plpgsql stable set search_path = liandong, pg_temp
        as $$ begin
          if not knows_round(r) then
            raise exception 'no such round' using errcode = 'LD021';
          end if;
          if not heads_organ() or r.organ_pos <> (me()).organ then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
        end $$;

      create function inspection_catalogue_add(of_round uuid, of_clues uuid[], of_ids uuid[], of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          r inspection_round; body uuid; item record; g grant_rule;
        begin
          perform require_act('inspectionCatalogueAdd');
          select * into r from inspection_round where id = of_round;
          perform may_supply(r, of_clues);
          -- The clues first, as every act has them.
          perform lock_object('clue', c) from (select distinct c from unnest(of_clues) c order by 1) x;
          select * into r from inspection_round where id = of_round for share;
          perform may_supply(r, of_clues);
          select id into body from unit where pos = r.body_pos;
          for item in select distinct on (c) c as clue, i as id from unnest(of_clues, of_ids) as x (c, i) order by c loop
            g := grant_rule_for('inspectionCatalogueAdd', 9::smallint, 'clue', item.clue, '{ledger,content}', 'unit', body);
            if g.rule is null or not sees('clue', 'content', item.clue) then
              raise exception 'not his to supply' using errcode = 'LD020';
            end if;
            -- Of whom it is must be known before it is anybody else's.
            if (matter_scope_of('clue', item.clue)).subject_state = 0 then
              raise exception 'its subject is not resolved' using errcode = 'LD023';
            end if;
            -- What is in the catalogue already stays as it is.
            if not exists (select from access_grant where round_id = of_round and object_id = item.clue and ended_at is null) then
              insert into access_grant (id, object, object_id, facets, unit_pos, basis, issuer_post, valid_from, valid_to, act, reason,
                  round_id)
                values (item.id, 'clue', item.clue, '{ledger,content}', r.body_pos, 9, (me()).post, greatest(app_now(), r.valid_from),
                  r.valid_to, 'inspectionCatalogueAdd', of_reason, of_round);
              perform tell('grantIssued', 'access_grant', item.id);
            end if;
          end loop;
          perform tell('inspectionCatalogueAdded', 'inspection_round', of_round);
        end $$;

      create function inspection_round_end(of_id uuid, of_version integer, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          r inspection_round;
        begin
          perform require_act('inspectionRoundEnd');
          select * into r from inspection_round where id = of_id;
          perform may_end_round(r);
          perform lock_object('clue', c) from (select distinct object_id as c from access_grant where round_id = of_id order by 1) x;
          select * into r from inspection_round where id = of_id for update;
          perform may_end_round(r);
          if of_version is not null and r.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if r.ended_at is not null or r.valid_to <= app_now() then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update inspection_round set valid_to = app_now(), ended_at = app_now(), ended_by = (me()).post, end_reason = of_reason,
            version = version + 1 where id = of_id;
          perform tell('grantEnded', 'access_grant', id) from access_grant where round_id = of_id and ended_at is null;
          update access_grant set valid_to = app_now(), ended_at = app_now(), ended_by = (me()).post, end_reason = of_reason,
            version = version + 1 where round_id = of_id and ended_at is null;
          perform tell('inspectionRoundEnded', 'inspection_round', of_id);
        end $$;
      grant execute on function inspection_round_begin(uuid, uuid, uuid, text, timestamptz, timestamptz, text),
        inspection_catalogue_add(uuid, uuid[], uuid[], text), inspection_round_end(uuid, integer, text) to liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function inspection_round_end(uuid, integer, text), inspection_catalogue_add(uuid, uuid[], uuid[], text),
        inspection_round_begin(uuid, uuid, uuid, text, timestamptz, timestamptz, text), inspection_catalogue(uuid),
        may_end_round(inspection_round), may_supply(inspection_round, uuid[]), knows_round(inspection_round);
      drop index access_grant_round;
      alter table access_grant drop column round_id;
      drop table inspection_round;
    `);
  }
}
