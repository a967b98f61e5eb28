import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeAdministrativeActs } from './data/administrative-acts.js';
import { mend } from './data/mend.js';

/** What follows for matters as posts change, and that it does not while a change is only rehearsed. */
const FOLLOWS: readonly (readonly [name: string, work: string])[] = [
  [
    'posts_extend_denials',
    `if tg_table_name = 'post' then
            whom := new.person_id;`,
  ],
  ['keepers_leave', 'perform relay_keepers();'],
  ['recusals_look_for_deciders', 'perform recusals_lay_open(array(select id from recusal where state = 1));'],
];
const unlessRehearsed = (work: string) => `if exists (select from rehearsal) then
            return null;
          end if;
          ${work}`;

/**
 * Whatever changes the organisation is one kind of row: what was asked, by whom, what it was before and after, and –
 * where it gives somebody something – who else confirmed it. An act is rehearsed when it is proposed, by doing it and
 * taking it back, so that what is proposed is told as it would be and refused as it would be; it is done anew, with
 * everything judged anew, when it is confirmed. Each act has one function, administer_<act>, that nobody can call.
 */
export class AdministrativeChanges1763700000054 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table administrative_act (
        act text primary key check (act ~ '^[a-z][A-Za-z]{3,59}$'),
        duties smallint[] not null check (cardinality(duties) > 0),
        confirmers smallint[] not null,
        at_once boolean not null,
        undo text not null,
        source text not null
      );
      comment on table administrative_act is 'Who may administer what, and what takes a second person (管理事项)';

      create table administrative_change (
        id uuid primary key,
        act text not null check (length(act) <= 60),
        organ_pos bigint not null references unit (pos),
        object text not null check (object ~ '^[a-z_]{1,40}$'),
        object_id uuid not null,
        about text not null,
        beneficiary uuid references person (id),
        body jsonb not null,
        lines jsonb not null,
        reason text not null check (length(reason) between 1 and 2000),
        state smallint not null check (state between 1 and 4),
        proposed_by uuid not null references post (id),
        proposer uuid not null references person (id),
        proposer_name text not null,
        proposed_at timestamptz not null,
        decided_by uuid references post (id),
        decider uuid references person (id),
        decider_name text,
        decided_at timestamptz,
        decision_reason text check (length(decision_reason) between 1 and 2000),
        version integer not null default 1,
        check ((state = 1) = (decided_at is null)),
        check (decider is distinct from proposer),
        check (beneficiary is null or beneficiary <> proposer and beneficiary is distinct from decider)
      );
      comment on table administrative_change is 'A change of the organisation (管理变更): asked by one, confirmed by another where it gives somebody something';
      create index administrative_change_organ on administrative_change (organ_pos, id);
      -- One thing is proposed once; what waits tells nothing by being proposed again.
      create unique index administrative_change_waits on administrative_change (act, md5((body - 'id')::text)) where state = 1;
      create index administrative_change_object on administrative_change (object_id, id);
      ${['administrative_act', 'administrative_change']
        .map(
          (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
        )
        .join('\n      ')}

      -- Administrators see what was done in their tree, a head what was done in his organ.
      create policy reach on administrative_change for select to liandong_api, liandong_act using (
        (select acting_duty()) between 5 and 7 and organ_pos between (select (liandong.me()).organ) and (select (liandong.me()).organ_hi)
        or (select acting_duty()) = 1 and (select (liandong.me()).unit) = (select (liandong.me()).organ) and organ_pos = (select (liandong.me()).organ));
      grant select (id, act, organ_pos, object, object_id, about, lines, reason, state, proposer_name, proposed_at, decider_name, decided_at,
        decision_reason, version) on administrative_change to liandong_api, liandong_act;
      create policy principal on administrative_act for select to liandong_api, liandong_act using ((select (liandong.me()).post) is not null);
      grant select (act, duties, confirmers, at_once, undo, source) on administrative_act to liandong_api, liandong_act;

      -- No statistics of free text, which readers of plans could see.
      alter table administrative_act alter column act set statistics 0, alter column undo set statistics 0, alter column source set statistics 0;
      alter table administrative_change alter column act set statistics 0, alter column object set statistics 0, alter column about set statistics 0,
        alter column reason set statistics 0, alter column proposer_name set statistics 0, alter column decider_name set statistics 0,
        alter column decision_reason set statistics 0;

      -- What an act came to: where, on what, about whom or what in words, to whose good, and the difference.
      create type administered as (organ bigint, object text, object_id uuid, about text, beneficiary uuid, lines jsonb);

      -- While something is rehearsed there is a row here that nobody else ever sees: it goes back with the rest. What
      -- follows for matters is left out then, so that no proposal tells by its time, or by waiting, whether there are any.
      create unlogged table rehearsal (one boolean primary key default true check (one));
      alter table rehearsal enable row level security;
      alter table rehearsal force row level security;
      create policy owner_all on rehearsal to current_user using (true) with check (true);
      create function change_line(field text, before text, after text) returns jsonb
        language sql immutable set search_path = liandong, pg_temp
        as $$ select case when before is distinct from after
          then jsonb_build_array(jsonb_build_object('field', field, 'before', before, 'after', after)) else '[]'::jsonb end $$;
      create function unit_words(of_pos bigint) returns text
        language sql stable set search_path = liandong, pg_temp
        as $$ select case when u.pos = u.organ_pos then u.name else o.name || ' ' || u.name end
              from unit u join unit o on o.pos = u.organ_pos where u.pos = of_pos $$;
      -- What an office does is what it may know, whatever it is called.
      create function unit_duty_words(u unit) returns text
        language sql immutable set search_path = liandong, pg_temp
        as $$ select coalesce('〔' || (array['案件监督管理', '监督检查', '审查调查', '纪检监察', '信访', '案件审理', '干部监督', '党风政风监督',
          '组织', '机关党委', '联动监督指挥', '联合办案指挥', '综合'])[u.office_kind] || '〕', '') $$;
      -- As people there write it.
      create function day_words(moment timestamptz) returns text
        language sql stable set search_path = liandong, pg_temp
        as $$ select to_char(moment at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') $$;

      -- A unit of the caller's tree, locked against whatever else is done to it.
      create function administered_unit(of_id uuid) returns unit
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p principal := me(); u unit;
        begin
          select * into u from unit where id = of_id and pos >= 0 for no key update;
          if not found then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if u.pos not between p.organ and p.organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          return u;
        end $$;

      -- Without a savepoint of its own: an import does it a hundred thousand times in one transaction.
      create function administer(of_act text, of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          r administered;
        begin
          execute format('select * from %I($1)', 'administer_' || lower(regexp_replace(of_act, '([A-Z])', '_\\1', 'g'))) into r using of_body;
          if r.lines = '[]' then
            raise exception 'changes nothing' using errcode = 'LD029';
          end if;
          if r.organ is null or r.organ not between (me()).organ and (me()).organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          return r;
        end $$;

      -- Two duties that one person cannot have; a subject or a code that is taken.
      create function administer_alone(of_act text, of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          return administer(of_act, of_body);
        exception when exclusion_violation or unique_violation then
          raise exception 'in the way of another' using errcode = 'LD023';
        end $$;

      -- Who watches others, or decides, is not sent away by one person.
      create function administrative_act_on_control(of_act text, of_body jsonb) returns boolean
        language sql stable set search_path = liandong, pg_temp
        as $$ select case of_act
          when 'personLeave' then exists (select from post where person_id = (of_body->>'person')::uuid and duty in (1, 5, 6, 7)
            and (valid_to is null or valid_to > act_now()))
          when 'postEnd' then exists (select from post where id = (of_body->>'post')::uuid and duty in (1, 5, 6, 7)
            and (valid_to is null or valid_to > act_now()))
          else false end $$;

      create function administer_now(of_act text, of_id uuid, of_body jsonb, of_reason text) returns uuid
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me(); rule administrative_act; r administered; proposed boolean;
        begin
          perform require_act(of_act);
          select * into rule from administrative_act where act = of_act;
          if not found or not acting_duty() = any (rule.duties) then
            raise exception 'not his duty' using errcode = 'LD020';
          end if;
          proposed := cardinality(rule.confirmers) > 0 and not rule.at_once or administrative_act_on_control(of_act, of_body);
          if proposed then
            if exists (select from administrative_change where state = 1 and act = of_act and md5((body - 'id')::text) = md5((of_body - 'id')::text)) then
              raise exception 'proposed already' using errcode = 'LD023';
            end if;
            begin
              insert into rehearsal default values;
              r := administer_alone(of_act, of_body);
              raise exception 'rehearsed' using errcode = 'LD099';
            exception when sqlstate 'LD099' then null;
            end;
          else
            r := administer_alone(of_act, of_body);
          end if;
          if r.beneficiary = m.person then
            raise exception 'to his own good' using errcode = 'LD020';
          end if;
          insert into administrative_change (id, act, organ_pos, object, object_id, about, beneficiary, body, lines, reason, state,
              proposed_by, proposer, proposer_name, proposed_at, decided_at)
            select of_id, of_act, r.organ, r.object, r.object_id, r.about, r.beneficiary, of_body, r.lines, of_reason,
              case when proposed then 1 else 2 end, m.post, m.person, p.name, app_now(), case when not proposed then app_now() end
            from person p where p.id = m.person;
          perform tell(case when proposed then 'administrativeChangeProposed' else of_act end, 'administrative_change', of_id);
          return r.object_id;
        end $$;
      grant execute on function administer_now(text, uuid, jsonb, text) to liandong_act;

      create function administrative_change_decide(of_id uuid, of_version integer, approved boolean, of_reason text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me(); mine smallint := acting_duty(); c administrative_change; rule administrative_act; r administered;
        begin
          perform require_act('administrativeChangeDecide');
          select * into c from administrative_change where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or not (mine between 5 and 7 or heads_organ() and c.organ_pos = m.organ) then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          select * into rule from administrative_act where act = c.act;
          if not coalesce(mine = any (rule.confirmers) and (mine <> 1 or heads_organ() and c.organ_pos = m.organ), false)
            or m.person = c.proposer or m.person is not distinct from c.beneficiary then
            raise exception 'not his to confirm' using errcode = 'LD020';
          end if;
          if c.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if c.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          if approved then
            perform from post where id = c.proposed_by for share;
            -- Who proposed it could do so still; what is a month old is to be looked at anew.
            if c.proposed_at < act_now() - interval '30 days' or not exists (
                select from post x join unit u on u.pos = x.unit_pos join unit o on o.pos = u.organ_pos join person p on p.id = x.person_id
                where x.id = c.proposed_by and x.duty = any (rule.duties) and in_force(x.valid_from, x.valid_to)
                  and in_force(u.valid_from, u.valid_to) and (p.left_at is null or p.left_at > act_now())
                  and c.organ_pos between o.pos and o.hi) then
              raise exception 'lapsed' using errcode = 'LD023';
            end if;
            r := administer_alone(c.act, c.body);
            -- What was read is what is confirmed; moments apart, which are those of the confirmation.
            if r.organ <> c.organ_pos or r.beneficiary is distinct from c.beneficiary or r.about <> c.about
              or jsonb_path_query_array(r.lines, '$[*] ? (@.field != "from" && @.field != "leftAt")')
                <> jsonb_path_query_array(c.lines, '$[*] ? (@.field != "from" && @.field != "leftAt")') then
              raise exception 'another thing by now' using errcode = 'LD023';
            end if;
          end if;
          update administrative_change set state = case when approved then 2 else 3 end, lines = coalesce(r.lines, lines),
            decided_by = m.post, decider = m.person, decider_name = (select name from person where id = m.person),
            decided_at = app_now(), decision_reason = of_reason, version = version + 1 where id = of_id;
          perform tell(case when approved then c.act else 'administrativeChangeRefused' end, 'administrative_change', of_id);
        end $$;
      grant execute on function administrative_change_decide(uuid, integer, boolean, text) to liandong_act;

      create function administrative_change_withdraw(of_id uuid, of_version integer) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          m principal := me(); c administrative_change;
        begin
          perform require_act('administrativeChangeWithdraw');
          select * into c from administrative_change where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or acting_duty() not between 5 and 7 then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          if c.proposer <> m.person then
            raise exception 'another proposed it' using errcode = 'LD020';
          end if;
          if c.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if c.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          update administrative_change set state = 4, decided_at = app_now(), version = version + 1 where id = of_id;
          perform tell('administrativeChangeWithdrawn', 'administrative_change', of_id);
        end $$;
      grant execute on function administrative_change_withdraw(uuid, integer) to liandong_act;
    `);
    for (const [name, work] of FOLLOWS) await runner.query(mend(name, work, unlessRehearsed(work)));
    await storeAdministrativeActs((sql) => runner.query(sql));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, work] of FOLLOWS) await runner.query(mend(name, unlessRehearsed(work), work));
    await runner.query(`
      drop function administrative_change_withdraw(uuid, integer), administrative_change_decide(uuid, integer, boolean, text),
        administer_now(text, uuid, jsonb, text), administrative_act_on_control(text, jsonb), administer_alone(text, jsonb), administer(text, jsonb), administered_unit(uuid), day_words(timestamptz),
        unit_duty_words(unit), unit_words(bigint), change_line(text, text, text);
      drop type administered;
      drop table rehearsal, administrative_change, administrative_act;
    `);
  }
}
